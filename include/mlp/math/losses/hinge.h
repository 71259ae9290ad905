#pragma once
// Hinge loss, of linear outputs z and u = 2t − 1, which makes −1 and 1 of the targets 0 and 1:
//     loss = max(0, 1 − u·z),    ∂loss/∂z = −u where u·z < 1, else 0.
// The class is the sign of z; a right answer costs nothing from a margin of 1 on. Of several outputs, each tells its
// class from all others. Cortes & Vapnik 1995, "Support-vector networks".

#include "mlp/math/activations/linear.h"
#include "mlp/math/loss.h"

namespace mlp {

template <class T>
struct Hinge final : Loss<T> {
  using Loss<T>::Loss;

  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    loss = T(1) - (T(2) * t - T(1)) * z;
    // The innermost branch is not-a-number.
    dz = (loss > T(0)).select(scale * (T(1) - T(2) * t), (loss <= T(0)).select(T(0), loss));
    loss = (loss < T(0)).select(T(0), loss);
  }
  bool includes(const Activation<T>& output) const override {
    return dynamic_cast<const Linear<T>*>(&output) != nullptr;
  }
  std::string_view required_output() const override { return "linear"; }
  double decision() const override { return 0; }
  bool classification_only() const override { return true; }
};

}  // namespace mlp
