#pragma once
// The progress of several runs side by side on stderr: a line with a bar for each on a terminal, redrawn in place; one
// plain line now and then where the output is a file.

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "mlp/report/progress.h"

namespace mlp {

/// Any thread may call any function at any time.
class ProgressDisplay {
 public:
  using Clock = std::function<double()>;                   // seconds
  using Output = std::function<void(const std::string&)>;  // takes whole pieces of text, at once

  /// On stderr; shows nothing but messages if `quiet`.
  explicit ProgressDisplay(bool quiet);

  /// On any output, with any clock.
  ProgressDisplay(const Terminal& terminal, Output output, Clock clock, bool quiet = false);

  /// Takes the lines of the runs that are still shown away.
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// Run `run` (any number that tells it from the others) stands there now. Cheap enough for every batch: the screen is
  /// redrawn at most ten times a second, a plain line written at most every ten seconds for each run.
  void update(std::size_t run, const Progress& progress);

  /// The run is over: its line goes, and `message` stays in its place (nothing, where it is empty).
  void finish(std::size_t run, const std::string& message);

  /// A message above the bars. Control characters in it are shown, not sent.
  void say(const std::string& message);

 private:
  struct Line {
    Progress progress;
    double written = 0;  // when it was last written plainly
  };

  void draw();
  std::string erased() const;
  std::string drawn();

  std::mutex mutex_;
  Terminal terminal_;
  Output output_;
  Clock clock_;
  bool quiet_;
  std::map<std::size_t, Line> lines_;
  std::size_t shown_ = 0;  // lines on the screen below which the cursor stands
  double drawn_at_ = -1e9;
};

}  // namespace mlp
