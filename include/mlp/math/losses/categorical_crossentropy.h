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
      const auto [largest, total] = exponentials(z.col(j).data(), z.rows(), dz.col(j).data());
      const T log_total = std::log(total);
      for_each_lane(z.rows(), [&, top = largest, sum = total](Index first, Index count) {
        const auto lane = [&](const T* column) { return load_lane(column + first, count); };
        const Lane<T> target = lane(t.col(j).data());
        store_lane<T>(target * ((top - lane(z.col(j).data())) + log_total), count, loss.col(j).data() + first);
        store_lane<T>(scale * (lane(dz.col(j).data()) / sum - target), count, dz.col(j).data() + first);
      });
    }
  }
  bool includes(const Activation<T>& output) const override {
    return dynamic_cast<const Softmax<T>*>(&output) != nullptr;
  }
  std::string_view required_output() const override { return "softmax"; }
  bool classification_only() const override { return true; }
};

}  // namespace mlp
