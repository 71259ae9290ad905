#pragma once
// A layer is a node of the model's graph and a pure function: it owns sizes, never data. Everything that it reads or
// writes is handed in. build() runs once and settles sizes and parameters; forward() and backward() run once per batch
// and check nothing any more.
//
// backward() is the gradient of ⟨output, given⟩ with respect to inputs and parameters: with dy = ∂J/∂y of the objective
// J given, it writes dx = ∂J/∂x and the gradient of its own parameters.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mlp/core/parallel.h"
#include "mlp/core/random.h"
#include "mlp/core/types.h"
#include "mlp/math/activation.h"
#include "mlp/model/parameter_update.h"
#include "mlp/model/parameters.h"

namespace mlp {

/// How to write ∂J/∂x: not at all (nobody needs it), as the only or first consumer of x, or as a further one.
enum class Store { skip, assign, add };

/// What one execution of the model (a forward pass and, in training, the backward pass after it) works on.
template <class T>
struct Execution {
  Index samples = 0;               // of this batch
  bool training = false;           // dropout and the like act in training only
  bool activity_penalties = true;  // off where the gradient of the data loss alone is wanted
  Threads threads;
  const T* parameters = nullptr;  // flat vectors, as the layouts describe them
  T* gradient = nullptr;
  const ParameterUpdate<T>* update = nullptr;  // or null: the parameters stay as they are, the gradient is wanted
  T* statistics = nullptr;  // running statistics: what layers keep between batches without training it
  std::uint64_t seed = 0;   // of random numbers drawn in training
  std::uint64_t step = 0;   // updates made so far
};

/// The buffers of one node, planned once. All are (rows × samples), column-major.
template <class T>
struct NodeBuffers {
  std::uint64_t place = 0;  // of the node's random numbers
  Index rows = 0, aux_rows = 0;
  std::vector<Index> x_rows;
  std::vector<const T*> x;
  T* s = nullptr;  // the pre-activation; the same memory as y where nobody needs both
  T* y = nullptr;
  T* aux = nullptr;  // what forward() leaves for backward(), which may overwrite it
  std::vector<T*> dx;
  std::vector<Store> store;
  bool learns = true;  // the gradient of its own parameters is wanted
  T* dy = nullptr;     // ∂J/∂y; backward() may overwrite it, and leaves ∂J/∂s in it where it has an s
};

/// Access to a node's buffers with the batch's number of samples.
template <class T>
struct Pass {
  const NodeBuffers<T>& node;
  const Execution<T>& run;

  Index samples() const { return run.samples; }
  In<T> x(std::size_t i = 0) const { return In<T>(node.x[i], node.x_rows[i], run.samples); }
  Out<T> s() const { return Out<T>(node.s, node.rows, run.samples); }
  Out<T> y() const { return Out<T>(node.y, node.rows, run.samples); }
  Out<T> aux() const { return Out<T>(node.aux, node.aux_rows, run.samples); }
  Out<T> dy() const { return Out<T>(node.dy, node.rows, run.samples); }
  Out<T> dx(std::size_t i = 0) const { return Out<T>(node.dx[i], node.x_rows[i], run.samples); }
  Store store(std::size_t i = 0) const { return node.store[i]; }
  /// False in training where the layer is frozen: backward() need not write the gradient of its parameters then.
  bool learns() const { return node.learns; }

  /// dx(i) = or += value, as the plan of the graph says.
  template <class Expression>
  void write_dx(std::size_t i, const Expression& value) const {
    if (store(i) == Store::assign) dx(i) = value;
    if (store(i) == Store::add) dx(i) += value;
  }

  /// Random numbers of this node in this step.
  RandomStream random(Purpose purpose) const { return RandomStream(run.seed, purpose, node.place + run.step); }
};

/// What build() may ask of the model.
struct BuildContext {
  std::string name;  // of the layer in the config
  ParameterLayout& parameters;
  ParameterLayout& statistics;
  Learning learning = {};
};

/// The rows of the input of a layer that takes one; throws InputError where the config names several.
Index only_input(std::span<const Index> input_rows, const BuildContext& context);

template <class T>
class Layer {
 public:
  virtual ~Layer() = default;

  /// Settles sizes, declares parameters, returns the rows of the output. Throws InputError where inputs do not fit.
  virtual Index build(std::span<const Index> input_rows, const BuildContext& context) = 0;

  virtual void forward(const Pass<T>& p) const = 0;
  virtual void backward(const Pass<T>& p) const = 0;

  /// Rows of the buffer that forward() fills for backward(); 0 for none.
  virtual Index aux_rows() const { return 0; }

  /// True for a layer whose output in training depends on chance.
  virtual bool is_random() const { return false; }

  /// True for a layer that computes a pre-activation s before its output: it is a row of layers.csv.
  virtual bool has_preactivation() const { return false; }

  /// True where backward() reads s, so that y must not take its place.
  virtual bool keeps_preactivation() const { return false; }

  /// The activation at the end of the layer, or null.
  virtual const Activation<T>* activation() const { return nullptr; }

  /// Takes the activation off, so that the output becomes the pre-activation: done where the loss includes it.
  virtual std::shared_ptr<const Activation<T>> release_activation() { return nullptr; }

  /// slope = g'(s) of each unit and sample. max_slope, the largest |g'| that each unit could have over all s, comes as
  /// that of activation() (1 without one); a layer whose parameters shape g puts in theirs. Called only where
  /// has_preactivation(); false where g is not elementwise.
  virtual bool slopes(const Pass<T>&, Out<T> /*slope*/, std::span<double> /*max_slope*/) const { return false; }

  /// True for a layer that hands on its input in inference mode.
  virtual bool acts_in_training_only() const { return false; }

  /// True where s is an affine function of the layer's inputs: what the theory of first values builds on.
  virtual bool is_affine() const { return false; }

  /// Fewest samples that a training batch may have.
  virtual Index least_samples() const { return 1; }

  /// True where backward() itself hands its parameters to run.update; else that is done for it when it has returned.
  virtual bool updates_parameters() const { return false; }

  /// Floating-point operations of forward() per sample; a multiplication and an addition count as two.
  virtual double flops() const { return 0; }
};

}  // namespace mlp
