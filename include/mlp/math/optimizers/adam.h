#pragma once
// Adam (Kingma & Ba 2015, "Adam: a method for stochastic optimization"), with t the number of the update:
//     m ← β₁·m + (1−β₁)·g,   v ← β₂·v + (1−β₂)·g²
//     w ← w − η · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)
// The divisions by 1−βᵗ correct for m and v having started at 0. Computed as in the paper's section 2, with one
// division for each parameter: numerator and denominator are multiplied by √(1−β₂ᵗ).

#include <cmath>

#include "mlp/math/optimizer.h"
#include "mlp/math/square_root.h"

namespace mlp {

template <class T>
class Adam final : public ElementwiseOptimizer<T> {
 public:
  Adam(double beta_1, double beta_2, double epsilon) : beta_1_(beta_1), beta_2_(beta_2), epsilon_(epsilon) {}

  Index moment_count() const override { return 2; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double>) const override {
    Slice<T> m = moments[0], v = moments[1];
    const double t = static_cast<double>(at.number);
    const double root = std::sqrt(1 - std::pow(beta_2_, t));
    const T rate = static_cast<T>(at.learning_rate * root / (1 - std::pow(beta_1_, t)));
    m = static_cast<T>(beta_1_) * m + static_cast<T>(1 - beta_1_) * g;
    v = static_cast<T>(beta_2_) * v + static_cast<T>(1 - beta_2_) * g.square();
    w -= rate * m / (square_root_of(v) + static_cast<T>(epsilon_ * root));
  }

 private:
  double beta_1_, beta_2_, epsilon_;
};

}  // namespace mlp
