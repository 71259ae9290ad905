#pragma once
// Compares what a command printed with what a page shows. Words must be the same. Numbers may differ a little, since
// the last bits of training depend on the processor; the marks inside of a chart, and the heights of bars, are not
// compared. A line "…" in the page stands for any lines, "…" at the end of a line or a word for the rest of it.

#include <string>
#include <string_view>

namespace mlp {

/// Empty where `actual` is what `shown` says, else a message with the first line that is not. Numbers agree where
/// |a − b| ≤ tolerance·max(|a|, |b|).
std::string output_difference(std::string_view shown, std::string_view actual, double tolerance);

}  // namespace mlp
