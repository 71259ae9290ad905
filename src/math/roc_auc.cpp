#include "mlp/math/metrics/roc_auc.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mlp {

// With ranks 1 … n in the order of the scores (equal scores share their mean rank) and R their sum over the P
// positives,
//     area = (R − P(P + 1)/2) / (P·N).
// Ranks are whole or half numbers, so R is exact and the order of equal scores does not matter.
double area_under_roc(std::span<Ranked> samples) {
  constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
  if (std::ranges::any_of(samples, [](const Ranked& s) { return std::isnan(s.score); })) return undefined;
  std::ranges::sort(samples, {}, &Ranked::score);
  double rank_sum = 0, positives = 0;
  for (std::size_t first = 0, end = 0; first < samples.size(); first = end) {
    double positives_here = 0;
    for (; end < samples.size() && samples[end].score == samples[first].score; ++end)
      positives_here += samples[end].positive;
    rank_sum += positives_here * static_cast<double>(first + 1 + end) / 2;
    positives += positives_here;
  }
  const double negatives = static_cast<double>(samples.size()) - positives;
  if (positives == 0 || negatives == 0) return undefined;
  return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives);
}

double macro_area_under_roc(std::span<const double> rows, std::size_t outputs) {
  const std::size_t width = outputs + 1;
  std::vector<Ranked> samples(rows.size() / width);
  double sum = 0, classes = 0;
  for (std::size_t k = 0; k < outputs; ++k) {
    const double number = outputs == 1 ? 1 : static_cast<double>(k);  // of the class that score k is for
    double of_class = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
      samples[i] = {rows[i * width + k], rows[i * width + outputs] == number};
      of_class += samples[i].positive;
    }
    // A class that does not occur, or alone, has no curve.
    if (of_class == 0 || of_class == static_cast<double>(samples.size())) continue;
    sum += area_under_roc(samples);
    ++classes;
  }
  return classes > 0 ? sum / classes : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace mlp
