#pragma once
// A metric is a number for reports, never for gradients. It is a pure function over a list of doubles that add() fills
// batch by batch and value() reads: the list can be saved in the middle of an epoch.

#include <string>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

/// A batch's outcome. All arrays: (outputs × samples).
template <class T>
struct Outcome {
  In<T> output;     // of the net; logits where the output activation is part of the loss, unless reads_prediction()
  In<T> target;     // 0/1, one-hot, or the numbers of a regression
  T threshold = 0;  // of two classes, the second is predicted where output > threshold
};

template <class T>
class Metric {
 public:
  virtual ~Metric() = default;

  /// How many doubles are kept; all start at 0. A metric may append more.
  virtual std::size_t state_size() const = 0;

  /// Accounts for a batch.
  virtual void add(const Outcome<T>& outcome, std::vector<double>& state) const = 0;

  /// The metric of all samples accounted for; not-a-number where there was none.
  virtual double value(const std::vector<double>& state) const = 0;

  /// True where the metric needs the net's own outputs; false where logits will do, whose order is the same.
  virtual bool reads_prediction() const = 0;

  /// True where the metric is of classes, false where it is of numbers.
  virtual bool is_for_classes() const = 0;

  /// True where more is better.
  virtual bool higher_is_better() const = 0;
};

}  // namespace mlp
