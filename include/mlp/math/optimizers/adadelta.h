#pragma once
// Adadelta (Zeiler 2012, "ADADELTA: an adaptive learning rate method"): the step has the size that the last ones had,
// so that it has the parameter's unit and needs no learning rate; η = 1 is the method as published.
//     v ← ρ·v + (1−ρ)·g²,   Δ = √(u+ε)/√(v+ε)·g,   u ← ρ·u + (1−ρ)·Δ²,   w ← w − η·Δ

#include "mlp/math/optimizer.h"
#include "mlp/math/square_root.h"

namespace mlp {

template <class T>
class Adadelta final : public ElementwiseOptimizer<T> {
 public:
  Adadelta(double rho, double epsilon) : rho_(rho), epsilon_(epsilon) {}

  Index moment_count() const override { return 2; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double>) const override {
    const T eta = static_cast<T>(at.learning_rate), rho = static_cast<T>(rho_), rest = static_cast<T>(1 - rho_);
    const T epsilon = static_cast<T>(epsilon_);
    Slice<T> v = moments[0], u = moments[1];
    v = rho * v + rest * g.square();
    const auto delta = square_root_of((u + epsilon) / (v + epsilon)) * g;  // computed anew wherever it stands
    w -= eta * delta;
    u = rho * u + rest * delta.square();
  }

 private:
  double rho_, epsilon_;
};

}  // namespace mlp
