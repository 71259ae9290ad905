#pragma once
// A loss compares the net's outputs with the targets. It looks at one output of one sample at a time, or, for softmax,
// at one sample; averaging over outputs and samples is the caller's.
//
// The cross-entropies take logits: a sigmoid or softmax that the config writes as the output activation is made part of
// the loss. So no probability is ever divided by, and a saturated output keeps an exact gradient.

#include <string_view>

#include "mlp/core/types.h"
#include "mlp/math/activation.h"

namespace mlp {

/// What a sample's loss is of the losses of its outputs.
enum class Reduction { mean_over_outputs, sum_over_outputs };

template <class T>
class Loss {
 public:
  explicit Loss(Reduction reduction) : reduction_(reduction) {}
  virtual ~Loss() = default;

  /// loss(k, j) = the loss of output k of sample j, and dz = scale · ∂loss/∂z. All arrays: (outputs × samples).
  virtual void evaluate(In<T> z, In<T> target, T scale, Out<T> loss, Out<T> dz) const = 0;

  /// True for the output activation that this loss includes, so that z above is that activation's input.
  virtual bool includes(const Activation<T>&) const { return false; }

  /// The output activation without which the loss has no meaning ("sigmoid", "softmax", "linear"); empty where any will
  /// do.
  virtual std::string_view required_output() const { return ""; }

  /// Of two classes and a single output: the net's output (its activation included) above which the second is meant.
  virtual double decision() const { return 0.5; }

  /// True for losses of class probabilities or margins, false for those that any targets fit.
  virtual bool classification_only() const { return false; }

  /// The factor from the sum over a sample's outputs to the sample's loss.
  double output_weight(Index outputs) const {
    return reduction_ == Reduction::sum_over_outputs ? 1.0 : 1.0 / static_cast<double>(outputs);
  }

 private:
  Reduction reduction_;
};

}  // namespace mlp
