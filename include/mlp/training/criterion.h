#pragma once
// What a sample costs: the loss against targets that label smoothing has made a little uncertain, times the weight of
// the sample's class. Both are matters of the targets alone, so no loss knows of them, and metrics see plain targets.
//
// Label smoothing ε (Szegedy et al. 2016, "Rethinking the Inception architecture"): t ← t·(1 − ε) + ε/K for K classes;
// of a single output, which stands for two, ε/2. Class weights w:  C ← w_class·C, and so is its gradient; the mean is
// still taken over the number of samples.

#include <vector>

#include "mlp/math/loss.h"

namespace mlp {

/// How targets of classes are looked at.
struct ClassTargets {
  double label_smoothing = 0;
  std::vector<double> weights;  // by the number of the class; empty: all count alike
};

/// A loss, and how it looks at targets. The loss must outlive the criterion.
template <class T>
class Criterion {
 public:
  Criterion(const Loss<T>& loss, ClassTargets classes = {})  // NOLINT: a loss is a criterion
      : loss_(&loss), classes_(std::move(classes)) {}

  /// The criterion of validation and test: smoothed targets, but all classes count alike.
  Criterion unweighted() const { return {*loss_, {classes_.label_smoothing, {}}}; }

  /// True where evaluate() needs memory for smoothed targets.
  bool smooths() const { return classes_.label_smoothing != 0; }

  /// As Loss::evaluate. `smoothed` is memory of target's shape, used where smooths().
  void evaluate(In<T> z, In<T> target, T scale, T* smoothed, Out<T> loss, Out<T> dz) const;

  /// The factor from the sum over a sample's outputs to the sample's loss.
  double output_weight(Index outputs) const { return loss_->output_weight(outputs); }

 private:
  const Loss<T>* loss_;
  ClassTargets classes_;
};

}  // namespace mlp
