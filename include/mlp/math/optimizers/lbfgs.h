#pragma once
// L-BFGS (Liu & Nocedal 1989, "On the limited memory BFGS method for large scale optimization"), a quasi-Newton method:
// the last steps s and changes y of the gradient tell how J is curved, and the direction is d = −H·g with an estimate H
// of the inverse of the Hessian matrix that is never formed. From the newest pair to the oldest, and back:
//     q ← −g;   αᵢ = ρᵢ·sᵢᵀq,   q ← q − αᵢ·yᵢ;     d ← q·(sᵀy)/(yᵀy) of the newest pair
//     βᵢ = ρᵢ·yᵢᵀd,   d ← d + (αᵢ − βᵢ)·sᵢ          with ρᵢ = 1/(yᵢᵀsᵢ)
// Then a line search decides how far to go along d (line_search.h). It compares values and gradients at several points,
// so that they must be of one function: the full training set, without dropout. Defaults, first step and thresholds are
// those of PyTorch's LBFGS with line_search_fn="strong_wolfe", of which this makes one iteration a step.

#include "mlp/math/line_search.h"
#include "mlp/math/optimizer.h"

namespace mlp {

struct LbfgsSettings {
  Index history_size = 100;        // pairs (s, y) that are remembered
  double tolerance_grad = 1e-7;    // no step where every |gᵢ| is at most this
  double tolerance_change = 1e-9;  // no step where the slope along d is less steep; the line search's last interval
};

template <class T>
class Lbfgs final : public Optimizer<T> {
 public:
  explicit Lbfgs(const LbfgsSettings& settings) : settings_(settings) {}

  /// d, the gradient and the parameters before the step, and the pairs.
  Index moment_count() const override { return 3 + 2 * settings_.history_size; }
  /// Four numbers of the last step, and ρ and α of each pair.
  Index common_count() const override { return 4 + 2 * settings_.history_size; }

  /// The learning rate is the first step length that the line search tries.
  void step(const StepInfo& at, const StepVectors<T>& all) const override;

 private:
  LbfgsSettings settings_;
};

}  // namespace mlp
