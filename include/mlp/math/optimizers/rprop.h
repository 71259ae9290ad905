#pragma once
// Rprop, resilient back-propagation (Riedmiller & Braun 1993, "A direct adaptive method for faster backpropagation
// learning: the RPROP algorithm"), in PyTorch's form. Of the gradient it takes the sign alone; each parameter has a
// step size Δ of its own, which grows while the sign stays and shrinks when it turns:
//     Δ ← Δ·η⁺ where g·g₋ > 0;   Δ ← Δ·η⁻ and g ← 0 where g·g₋ < 0;   Δ is kept in [Δmin, Δmax]
//     w ← w − sign(g)·Δ,   g₋ ← g
// Where the sign turned, the parameter waits for one step. The first Δ is the learning rate. Between batches signs turn
// by chance, and all steps shrink to nothing: the rule is for gradients of the full training set.

#include <algorithm>

#include "mlp/math/optimizer.h"

namespace mlp {

struct RpropSettings {
  double eta_minus = 0.5, eta_plus = 1.2;
  double min_step = 1e-6, max_step = 50;
};

template <class T>
class Rprop final : public ElementwiseOptimizer<T> {
 public:
  explicit Rprop(const RpropSettings& settings)
      : shrink_(static_cast<T>(settings.eta_minus)),
        grow_(static_cast<T>(settings.eta_plus)),
        least_(static_cast<T>(settings.min_step)),
        most_(static_cast<T>(settings.max_step)) {}

  Index moment_count() const override { return 2; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double>) const override {
    Slice<T> last = moments[0], size = moments[1];
    if (at.number == 1) size = static_cast<T>(at.learning_rate);
    for (Index i = 0; i < w.size(); ++i) {        // without branches, so that the compiler vectorizes it
      const T turn = sign(g[i]) * sign(last[i]);  // the product of the gradients themselves could vanish
      const T factor = turn > 0 ? grow_ : turn < 0 ? shrink_ : T(1);
      size[i] = std::min(std::max(size[i] * factor, least_), most_);
      last[i] = turn < 0 ? T(0) : g[i];
      w[i] -= sign(last[i]) * size[i];
    }
  }

 private:
  static T sign(T x) { return x > 0 ? T(1) : x < 0 ? T(-1) : T(0); }

  T shrink_, grow_, least_, most_;
};

}  // namespace mlp
