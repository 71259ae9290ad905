#pragma once
// An optimizer turns the gradient g of the loss into a step of the parameters w. The rule is a pure function of what it
// is handed: the number of the update is an argument, and its moments (running averages and the like) belong to the
// training state. All of them work element by element, so a rule may be applied to any slice of the flat vectors.

#include <cstdint>

#include "mlp/core/types.h"

namespace mlp {

/// When and how large: what a schedule says about one update.
struct StepInfo {
  std::int64_t number = 1;  // of this update, counted from 1
  double learning_rate = 0;
};

/// The slices of the optimizer's moments that belong to a slice of the parameters.
template <class T>
class Moments {
 public:
  /// `first` is the flat storage: moment i of parameter j stands at first[i * stride + j].
  Moments(T* first, Index stride, Index size) : first_(first), stride_(stride), size_(size) {}
  Slice<T> operator[](Index i) const { return Slice<T>(first_ + i * stride_, size_); }

 private:
  T* first_;
  Index stride_, size_;
};

template <class T>
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// How many numbers are remembered for each parameter; all start at 0.
  virtual Index moment_count() const { return 0; }

  /// Changes w by one step against the gradient g, and the moments with it.
  virtual void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments) const = 0;
};

}  // namespace mlp
