#pragma once
// An optimizer turns the gradient g of the loss into a step of the parameters w. It owns settings, never data: the
// number of the update is an argument, and what it remembers (running averages and the like) belongs to the training
// state. Nearly all are a formula that is applied element by element; for those there is ElementwiseOptimizer, whose
// rule is a pure function of a slice of the flat vectors. The others (lbfgs) work on the vectors as a whole, and may
// ask for the objective at further points.

#include <cstdint>
#include <span>

#include "mlp/core/parallel.h"
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
  Moments slice(Index begin, Index size) const {
    if (first_ == nullptr) return {nullptr, stride_, size};  // a rule without moments has no storage
    return {first_ + begin, stride_, size};
  }

 private:
  T* first_;
  Index stride_, size_;
};

/// What is minimized, on the samples of the step at hand: J(w), penalties included.
template <class T>
class StepObjective {
 public:
  virtual ~StepObjective() = default;

  /// J at the parameters that StepVectors holds; overwrites the gradient with the one there.
  virtual double evaluate() = 0;
};

/// A stretch of the flat vectors whose learning rate is multiplied by the same factor. What lies in no group is frozen:
/// its gradient is 0, and no rule may change it.
struct ParameterGroup {
  Index offset = 0, size = 0;
  double rate_multiplier = 1;

  bool operator==(const ParameterGroup&) const = default;
};

/// What one step works on: whole flat vectors of `size` elements.
template <class T>
struct StepVectors {
  const Threads& threads;
  Index size;
  std::span<const ParameterGroup> groups = {};  // in order; mostly one that is everything
  T* parameters;
  T* gradient;  // of J at the parameters, after clipping
  Moments<T> moments;
  std::span<double> common;  // what the optimizer remembers for all parameters together
  double value = 0;          // J at the parameters
  StepObjective<T>& objective;
};

template <class T>
class ElementwiseOptimizer;

template <class T>
class Optimizer {
 public:
  virtual ~Optimizer() = default;

  /// How many numbers are remembered for each parameter; all start at 0.
  virtual Index moment_count() const { return 0; }

  /// How many numbers are remembered for all parameters together; all start at 0.
  virtual Index common_count() const { return 0; }

  /// Makes one step: changes the parameters, and what is remembered.
  virtual void step(const StepInfo& at, const StepVectors<T>& all) const = 0;

  /// This, where it works element by element; else null.
  virtual const ElementwiseOptimizer<T>* elementwise() const { return nullptr; }
};

/// An optimizer that works element by element, so that its rule may be applied to any slice of the flat vectors.
template <class T>
class ElementwiseOptimizer : public Optimizer<T> {
 public:
  /// Brings the common numbers from the update before to this one; called once, before the slices are updated.
  virtual void advance(const StepInfo& /*at*/, std::span<double> /*common*/) const {}

  /// Changes w by one step against the gradient g, and the moments with it. `common` is as advance() left it.
  virtual void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
                      std::span<const double> common) const = 0;

  /// update() of `count` parameters from `first` on, whose gradient is given, by pieces that stay in the nearest cache.
  void update_range(const StepInfo& at, const StepVectors<T>& all, Index first, Index count, const T* gradient) const;

  /// Cuts the groups into slices, in parallel. Where they are cut depends on sizes alone.
  void step(const StepInfo& at, const StepVectors<T>& all) const final;

  const ElementwiseOptimizer* elementwise() const final { return this; }
};

}  // namespace mlp
