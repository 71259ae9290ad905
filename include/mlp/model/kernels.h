#pragma once
// The matrix products of a dense layer, and nothing else: all the arithmetic that costs time is here.
//
// An element of a product is summed in one order, whatever the tile, the number of threads or the width of the vector
// registers: depth is cut into blocks of `depth_block`, a block is one chain of multiply-adds that starts at 0 (fused,
// where the processor can), and the blocks are added in order. So the result of a product is a function of its operands
// alone, to the last bit, and a plain loop that follows the rule (tests/support/plain_product.h) must agree exactly.
//
// Arrays of (rows × samples) must start on a cache line and have room for padded(rows · samples) elements, as the
// Workspace's have: elementwise activations run over the padding too, whatever it holds.

#include "mlp/core/parallel.h"
#include "mlp/core/types.h"
#include "mlp/math/activation.h"
#include "mlp/model/parameter_update.h"

namespace mlp {

inline constexpr Index depth_block = 256;

/// A kernel W: (outputs × inputs), column-major.
template <class T>
struct Weights {
  const T* data;
  Index outputs, inputs;
};

/// s = W·x + b and y = g(s), for x: (inputs × samples). `bias` and `activation` may be null; s may be the same memory
/// as y.
template <class T>
void dense_forward(const Threads& threads, const Weights<T>& W, const T* bias, const In<T>& x,
                   const Activation<T>* activation, Out<T> s, Out<T> y);

/// dx = Wᵀ·ds, or dx += Wᵀ·ds where `add`.
template <class T>
void dense_input_gradient(const Threads& threads, const Weights<T>& W, const In<T>& ds, bool add, Out<T> dx);

/// dW = ds·xᵀ: (outputs × inputs), and db = the sum of ds over the samples where `dbias` is not null.
template <class T>
void dense_weight_gradient(const Threads& threads, const In<T>& ds, const In<T>& x, T* dW, T* dbias);

/// What the backward pass of a dense layer reads and writes: x and dx are (inputs × samples), the others of a sample
/// (outputs × samples).
template <class T>
struct DenseBackward {
  Index samples;
  const T *x, *s, *y;
  T* dy;                                       // ∂J/∂y; afterwards ∂J/∂s
  T *dW, *dbias;                               // null where nobody wants them
  T* dx;                                       // or null
  bool add;                                    // to what dx has
  const ParameterUpdate<T>* update = nullptr;  // of W and b, or null; then dW and dbias may be left as they are
  Index kernel = 0, bias = 0;                  // where W and b stand in the flat vectors, for the update
};

/// activation_gradient() (below; not where `activation` is null), then the two products above. Where there is an
/// update, it gets the gradient of W tile by tile, or as a whole.
template <class T>
void dense_backward(const Threads& threads, const Weights<T>& W, const Activation<T>* activation,
                    const DenseBackward<T>& p);

/// y = g(x).
template <class T>
void activate(const Threads& threads, const Activation<T>& activation, const In<T>& x, Out<T> y);

/// dx = (∂y/∂x)ᵀ·dy; dx may be the same memory as dy.
template <class T>
void activation_gradient(const Threads& threads, const Activation<T>& activation, const In<T>& x, const In<T>& y,
                         const In<T>& dy, Out<T> dx);

}  // namespace mlp
