// What in the data is rarely meant: constant or badly scaled features, rows that occur again, rare classes.

#include <algorithm>
#include <cmath>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/describe_parts.h"

namespace mlp {
namespace {

// "inputs x1, x2 and 3 others have …": the names of those that a condition holds for.
template <class Condition>
void warn_of_inputs(DataDescription& text, const std::string& what, const Condition& holds) {
  constexpr std::size_t enough = 5;
  std::vector<std::string> names;
  std::size_t others = 0;
  for (std::size_t i = 0; i < text.feature_names.size(); ++i) {
    if (!holds(i)) continue;
    if (names.size() < enough) {
      names.push_back(text.feature_names[i]);
    } else {
      ++others;
    }
  }
  if (names.empty()) return;
  const std::string noun = names.size() == 1 ? "input " : "inputs ";
  if (others > 0) names.push_back(grouped(static_cast<Index>(others)) + " others");
  text.warnings.push_back(noun + listed(names) + ": " + what);
}

void warn_of_features(DataDescription& text) {
  const FeatureStatistics& f = text.features;
  warn_of_inputs(text, "constant in the training part; nothing can be learned from it",
                 [&](std::size_t i) { return f.min[i] == f.max[i]; });
  constexpr double far = 3;
  warn_of_inputs(text, "mean or standard deviation far from 0 and 1; \"scaling\": \"standardize\" helps training",
                 [&](std::size_t i) { return std::abs(f.mean[i]) > far || f.deviation[i] > far; });
  const double widest = *std::max_element(f.deviation.begin(), f.deviation.end());
  if (widest > 0 && widest < 0.01)
    text.warnings.push_back("all inputs vary by less than 0.01; \"scaling\": \"standardize\" helps training");
}

void warn_of_rows(DataDescription& text) {
  const auto [train, validation, test] = text.samples;
  constexpr Index few = 20;  // 1 of so many is chance: measurements have few digits
  if (text.repeated_rows * few > train)
    text.warnings.push_back(grouped(text.repeated_rows) + " of " + grouped(train) +
                            " training rows have the inputs of an earlier one");
  if (text.leaked_rows > 0)
    text.warnings.push_back(grouped(text.leaked_rows) + " of " + grouped(test) +
                            " test rows have the inputs of a training row: the test will look too good");
}

void warn_of_classes(DataDescription& text) {
  const std::vector<Index>& counts = text.class_counts[0];
  if (counts.empty()) return;
  const auto [fewest, most] = std::minmax_element(counts.begin(), counts.end());
  const std::string& rare = text.class_names[static_cast<std::size_t>(fewest - counts.begin())];
  const std::string& common = text.class_names[static_cast<std::size_t>(most - counts.begin())];
  if (*fewest == 0) {
    const bool is_split = text.validation_origin.empty() && text.test_origin.empty();
    text.warnings.push_back("class \"" + rare + "\" does not occur in the training part" +
                            (is_split ? "; \"stratify\": true helps" : ""));
  } else if (*most >= 10 * *fewest) {
    text.warnings.push_back("class \"" + rare + "\" is rare: " + grouped(*fewest) + " training rows, against " +
                            grouped(*most) + " of \"" + common + "\"");
  }
}

}  // namespace

void add_warnings(DataDescription& text) {
  warn_of_features(text);
  warn_of_rows(text);
  warn_of_classes(text);
}

}  // namespace mlp
