#pragma once
// Categorical cross-entropy, on logits z with p = softmax(z) and a target t that sums to 1 over the classes:
//     loss = −Σₖ tₖ·ln pₖ = Σₖ tₖ·(ln Σⱼ e^{zⱼ} − zₖ),    ∂loss/∂z = p − t.
// It is a sum over the classes by definition.

#include "mlp/math/activations/softmax.h"
#include "mlp/math/loss.h"

namespace mlp {

template <class T>
struct CategoricalCrossentropy final : Loss<T> {
  CategoricalCrossentropy() : Loss<T>(Reduction::sum_over_outputs) {}

  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    for (Index j = 0; j < z.cols(); ++j) {
      const T largest = z.col(j).template maxCoeff<Eigen::PropagateNaN>();
      dz.col(j) = (z.col(j) - largest).exp();
      const T total = dz.col(j).sum();
      loss.col(j) = t.col(j) * ((largest - z.col(j)) + std::log(total));
      dz.col(j) = scale * (dz.col(j) / total - t.col(j));
    }
  }
  bool includes(const Activation<T>& output) const override {
    return dynamic_cast<const Softmax<T>*>(&output) != nullptr;
  }
  std::string_view required_output() const override { return "softmax"; }
  bool classification_only() const override { return true; }
};

}  // namespace mlp
