#pragma once
// A metric is a number for reports, never for gradients. It is a pure function over a list of doubles that add() fills
// batch by batch and value() reads. Batches are always added in the order of the samples, by one thread: so the list is
// the same for any number of threads and any size of batch, and it can be saved in the middle of an epoch.

#include <limits>
#include <string>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

/// A batch's outcome. All arrays: (outputs × samples).
template <class T>
struct Outcome {
  In<T> output;     // of the net; logits where the output activation is part of the loss, unless reads_prediction()
  In<T> target;     // 0/1, one-hot, or the numbers of a regression
  T threshold = 0;  // of two classes, the second is predicted where output > threshold; not for reads_prediction()
};

/// The number of classes that so many outputs stand for: a single one tells two classes apart.
constexpr Index class_count(Index outputs) { return outputs == 1 ? 2 : outputs; }

template <class T>
class Metric {
 public:
  virtual ~Metric() = default;

  /// How many doubles are kept for a net of so many outputs; all start at 0.
  virtual std::size_t state_size(Index outputs) const = 0;

  /// How many doubles each sample appends to them. Not 0 where a metric needs all samples at once; memory for them is
  /// reserved before training, so that add() allocates nothing.
  virtual std::size_t state_per_sample(Index /*outputs*/) const { return 0; }

  /// Throws InputError where the metric says nothing of a net with so many outputs.
  virtual void check(Index /*outputs*/) const {}

  /// Accounts for a batch.
  virtual void add(const Outcome<T>& outcome, std::vector<double>& state) const = 0;

  /// The metric of all samples accounted for; not-a-number where it is not defined, as for no samples.
  virtual double value(const std::vector<double>& state) const = 0;

  /// True where the metric needs the net's own outputs; false where logits will do, whose order is the same.
  virtual bool reads_prediction() const = 0;

  /// True where the net's own outputs must be probabilities, too.
  virtual bool needs_probabilities() const { return false; }

  /// True where the metric is of classes, false where it is of numbers.
  virtual bool is_for_classes() const = 0;

  /// True where more is better.
  virtual bool higher_is_better() const = 0;

  /// No value is below it, or above: 0 and 1 for a share.
  virtual double smallest_value() const { return -std::numeric_limits<double>::infinity(); }
  virtual double largest_value() const { return std::numeric_limits<double>::infinity(); }
};

}  // namespace mlp
