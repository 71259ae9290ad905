#pragma once
// R², the coefficient of determination: the share of the targets' variance that the net explains,
//     R² = 1 − Σ(t − y)² / Σ(t − mean t)²,
// 1 for perfect predictions, 0 for always saying the mean, negative for worse. The mean over the outputs
// (scikit-learn's uniform_average). An output whose targets are all equal has R² = 1 where they are met exactly, else
// 0. Of fewer than two samples it is not defined.
//
// Squares are summed of t − c, c being the output's first target: Σ(t − mean t)² = Σ(t − c)² − (Σ(t − c))²/n loses few
// digits, however far from 0 the targets lie, and nothing where they are all equal.

#include <limits>
#include <span>

#include "mlp/core/sum.h"
#include "mlp/math/metric.h"

namespace mlp {

template <class T>
class R2Score final : public Metric<T> {
 public:
  /// The number of samples; for each output c and the two parts of Σ(t − c), Σ(t − c)² and Σ(t − y)².
  std::size_t state_size(Index outputs) const override { return 1 + numbers * static_cast<std::size_t>(outputs); }

  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    for (Index k = 0; k < outcome.target.rows() && outcome.target.cols() > 0; ++k) {
      const std::span<double> s = std::span(state).subspan(1 + numbers * static_cast<std::size_t>(k), numbers);
      if (state[0] == 0) s[0] = static_cast<double>(outcome.target(k, 0));
      Sum shifted(s[1], s[2]), squares(s[3], s[4]), residuals(s[5], s[6]);
      for (Index j = 0; j < outcome.target.cols(); ++j) {
        const double t = static_cast<double>(outcome.target(k, j)), d = t - s[0];
        const double residual = t - static_cast<double>(outcome.output(k, j));
        shifted.add(d);
        squares.add(d * d);
        residuals.add(residual * residual);
      }
      const Sum* sums[] = {&shifted, &squares, &residuals};
      for (std::size_t i = 0; i < 3; ++i) s[1 + 2 * i] = sums[i]->total(), s[2 + 2 * i] = sums[i]->correction();
    }
    state[0] += static_cast<double>(outcome.target.cols());
  }
  double value(const std::vector<double>& state) const override {
    const double n = state[0];
    if (n < 2) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    Index outputs = 0;
    for (std::size_t i = 1; i < state.size(); i += numbers, ++outputs) {
      const double shifted = Sum(state[i + 1], state[i + 2]).value();
      const double total = Sum(state[i + 3], state[i + 4]).value() - shifted * shifted / n;
      const double residual = Sum(state[i + 5], state[i + 6]).value();
      // 0 · residual is 0, or not a number where the residual is none.
      sum += total <= 0 ? (residual == 0 ? 1 : 0 * residual) : 1 - residual / total;
    }
    return sum / static_cast<double>(outputs);
  }
  bool reads_prediction() const override { return true; }
  bool is_for_classes() const override { return false; }
  bool higher_is_better() const override { return true; }
  double largest_value() const override { return 1; }

 private:
  static constexpr std::size_t numbers = 7;
};

}  // namespace mlp
