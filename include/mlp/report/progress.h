#pragma once
// Where a run stands, as one line of text: with a bar for a terminal, plain for a file.

#include <cstdint>
#include <optional>
#include <string>

#include "mlp/report/terminal.h"

namespace mlp {

struct Progress {
  std::string run;                     // its name
  std::string phase = {};              // what comes before training proper; the epochs are its own
  std::int64_t epoch = 0, epochs = 0;  // epochs 0: not known
  double share = 0;                    // of the whole run, 0 … 1
  double seconds = 0;                  // since it started, or was resumed
  double share_at_start = 0;           // what was done before it was resumed
  std::optional<double> loss, val_loss, accuracy, samples_per_second;
};

/// "1:02:03", "2:03"
std::string clock_text(double seconds);

/// `tanh ━━━━━╸      epoch 12/500  loss 0.3456  val 0.3567  acc 0.912  1.2M samples/s  0:42 left`: exactly one line of
/// at most the terminal's width; what has no room is left out from the right.
std::string progress_bar(const Progress& progress, const Terminal& terminal);

/// `tanh: epoch 12/500, loss 0.3456, val_loss 0.3567, accuracy 0.912, 1.2M samples/s, 0:42 left`
std::string progress_text(const Progress& progress);

}  // namespace mlp
