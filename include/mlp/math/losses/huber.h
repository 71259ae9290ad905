#pragma once
// Huber's loss, with d = z − t:  d²/2 where |d| ≤ δ, else δ·(|d| − δ/2);  ∂loss/∂z = d, cut to [−δ, δ].  Squared error
// for small errors, absolute error for outliers. Huber 1964, "Robust estimation of a location parameter".

#include "mlp/math/loss.h"

namespace mlp {

template <class T>
class Huber final : public Loss<T> {
 public:
  Huber(double delta, Reduction reduction) : Loss<T>(reduction), delta_(static_cast<T>(delta)) {}

  // With c = d cut to [−δ, δ], both branches are c·(d − c/2).
  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    loss = z - t;
    dz = (loss > delta_).select(delta_, (loss < -delta_).select(-delta_, loss));
    loss = dz * (loss - T(0.5) * dz);
    dz *= scale;
  }

 private:
  T delta_;
};

}  // namespace mlp
