#pragma once
// A confusion matrix on the screen.

#include <string>
#include <vector>

#include "mlp/math/metrics/confusion_matrix.h"

namespace mlp {

/// The matrix as a table, a row for each true class and a column for each predicted one; where that would be too wide
/// (on a terminal as it is, anywhere more than 20 classes), the most frequent mistakes instead. `width` is that of the
/// terminal in columns, 0 for no limit; `part` is the name of what was measured.
std::string confusion_text(const ConfusionCounts& counts, const std::vector<std::string>& class_names,
                           const std::string& part, std::size_t width, bool ascii);

}  // namespace mlp
