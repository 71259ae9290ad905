#pragma once
// NAdam: Adam with Nesterov's momentum (Dozat 2016, "Incorporating Nesterov momentum into Adam"), as PyTorch documents
// it. With t the number of the update and ψ = momentum_decay, the momentum grows towards β₁:
//     μₜ = β₁·(1 − ½·0.96^(t·ψ)),   Pₜ = μ₁·μ₂·…·μₜ
//     m ← β₁·m + (1−β₁)·g,   v ← β₂·v + (1−β₂)·g²
//     w ← w − η · (μₜ₊₁·m/(1−Pₜ₊₁) + (1−μₜ)·g/(1−Pₜ)) / (√(v/(1−β₂ᵗ)) + ε)
// P is no function of t that could be written down, so it is remembered.

#include <cmath>

#include "mlp/math/optimizer.h"
#include "mlp/math/square_root.h"

namespace mlp {

template <class T>
class Nadam final : public ElementwiseOptimizer<T> {
 public:
  Nadam(double beta_1, double beta_2, double epsilon, double momentum_decay)
      : beta_1_(beta_1), beta_2_(beta_2), epsilon_(epsilon), momentum_decay_(momentum_decay) {}

  Index moment_count() const override { return 2; }
  Index common_count() const override { return 1; }

  void advance(const StepInfo& at, std::span<double> common) const override {
    double& product = common[0];
    product = (at.number == 1 ? 1 : product) * mu(at.number);
  }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double> common) const override {
    Slice<T> m = moments[0], v = moments[1];
    const double root = std::sqrt(1 - std::pow(beta_2_, static_cast<double>(at.number)));  // in both terms, as in Adam
    const double eta = at.learning_rate * root, product = common[0], next = mu(at.number + 1);
    const T of_moment = static_cast<T>(eta * next / (1 - product * next));
    const T of_gradient = static_cast<T>(eta * (1 - mu(at.number)) / (1 - product));
    m = static_cast<T>(beta_1_) * m + static_cast<T>(1 - beta_1_) * g;
    v = static_cast<T>(beta_2_) * v + static_cast<T>(1 - beta_2_) * g.square();
    w -= (of_moment * m + of_gradient * g) / (square_root_of(v) + static_cast<T>(epsilon_ * root));
  }

 private:
  double mu(std::int64_t number) const {
    return beta_1_ * (1 - 0.5 * std::pow(0.96, static_cast<double>(number) * momentum_decay_));
  }

  double beta_1_, beta_2_, epsilon_, momentum_decay_;
};

}  // namespace mlp
