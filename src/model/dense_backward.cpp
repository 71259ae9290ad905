// The products of a dense layer's backward pass: ∂J/∂x and ∂J/∂W, and the update of W where it goes with them.

#include <algorithm>

#include "mlp/core/fetch.h"
#include "mlp/model/kernels.h"
#include "narrow_product.h"
#include "small_layer.h"
#include "tiles.h"
#include "wide_product.h"

namespace mlp {
namespace {

/// Calls body(first input, number of inputs) for each tile of the backward pass. A thread that owns inputs needs of W
/// no other columns, and makes those of dW: it reads what it has itself changed in the step before. It owns the same in
/// each step.
template <class T, class Body>
void for_input_tiles(const Threads& threads, Index inputs, double work, const Body& body) {
  const Index width = tile_width(threads, work, inputs, inputs, vector_length<T>);
  threads.for_each(tiles_of(inputs, width), work, [&](Index tile) {
    const Index first = tile * width;
    body(first, std::min(width, inputs - first));
  });
}

/// dx = or += Wᵀ·ds for a kernel of few inputs and a tile of samples.
template <class T>
void narrow_input_gradient(const Weights<T>& W, const T* ds, Index samples, bool add, T* dx) {
  alignas(alignment) T transposed[narrow_rows<T> * depth_block];
  for (Index k = 0; k < W.outputs; k += depth_block) {
    const Index depth = std::min(depth_block, W.outputs - k);
    const Index step = transpose_narrow(W.data + k, W.outputs, W.inputs, depth, transposed);
    NarrowProduct<T> block{.a = transposed,
                           .a_step = step,
                           .b = ds + k,
                           .b_step = W.outputs,
                           .rows = W.inputs,
                           .depth = depth,
                           .add = add || k > 0,
                           .c = dx,
                           .c_step = W.inputs,
                           .c_room = padded(W.inputs * samples)};
    multiply_narrow_block<T, Layout::columns_in_one_piece>(block, samples);
  }
}

/// dW = ds·xᵀ and db = the sum of ds for a kernel of few outputs. x begins at the first of `columns` inputs; `dbias`
/// may be null.
template <class T>
void narrow_weight_gradient(const In<T>& ds, const T* x, Index inputs, Index columns, T* dW, T* dbias) {
  multiply_narrow<T, Layout::rows_in_one_piece>({.a = ds.data(),
                                                 .a_step = ds.rows(),
                                                 .b = x,
                                                 .b_step = inputs,
                                                 .rows = ds.rows(),
                                                 .depth = ds.cols(),
                                                 .add = false,
                                                 .c = dW,
                                                 .c_step = ds.rows(),
                                                 .c_room = ds.rows() * columns,
                                                 .sums = dbias},
                                                columns);
}

// Numbers that stay in the nearest cache beside a panel: 12 KB. So many weights, in whole strips, are updated as soon
// as their gradient is made.
template <class T>
inline constexpr Index near_numbers = Index{3} * 1024 * 4 / static_cast<Index>(sizeof(T));
// How many they may be at most, which is one strip of a layer of many outputs: 96 KB.
template <class T>
inline constexpr Index learnt_together = Index{24} * 1024 * 4 / static_cast<Index>(sizeof(T));

// Registers whose sums are made side by side: an addition need not wait for the one before.
constexpr int sum_registers = 8;

/// db = the sum of ds over the samples, for the rows of some registers from first_row on. The bias is the weight of an
/// input that is always 1, and is summed in the same order.
template <class T>
void sum_samples(const In<T>& ds, Index first_row, T* db) {
  constexpr Index length = vector_length<T>;
  const int height = static_cast<int>(std::min<Index>(sum_registers, tiles_of(ds.rows() - first_row, length)));
  for (Index begin = 0; begin < ds.cols(); begin += depth_block) {
    const Index end = std::min(begin + depth_block, ds.cols());
    Vector<T> sums[sum_registers] = {};
    for (Index j = begin; j < end; ++j) {
      for (int h = 0; h < height; ++h) {
        const Index row = first_row + h * length;
        const T* from = ds.data() + row + j * ds.rows();
        sums[h] += row + length <= ds.rows() ? load_vector(from) : First<T>(ds.rows() - row).load(from);
      }
    }
    for (int h = 0; h < height; ++h) {
      const Index row = first_row + h * length;
      const First<T> valid(ds.rows() - row);
      if (begin > 0) sums[h] = valid.load(db + row) + sums[h];
      valid.store(sums[h], db + row);
    }
  }
}

/// The rows of dx = or += Wᵀ·ds that belong to some inputs, for a kernel that has not few.
template <class T>
void input_gradient_tile(const Weights<T>& W, const In<T>& ds, Index first, Index count, bool add, T* dx) {
  multiply<T>({W.data + first * W.outputs, W.outputs, 1}, {ds.data(), 1, W.outputs}, count, W.outputs, ds.cols(), add,
              dx + first, W.inputs);
}

/// dx = or += Wᵀ·ds for a tile of samples.
template <class T>
void sample_gradient_tile(const Weights<T>& W, const T* ds, Index samples, bool add, T* dx) {
  if (W.inputs <= narrow_rows<T>) return narrow_input_gradient(W, ds, samples, add, dx);
  multiply<T>({W.data, W.outputs, 1}, {ds, 1, W.outputs}, W.inputs, W.outputs, samples, add, dx, W.inputs);
}

/// True where a thread had better make the rows of ∂J/∂x that belong to its inputs than the columns of its samples.
template <class T>
bool keeps_inputs(const Threads& threads, double work, const Weights<T>& W) {
  return threads.shares(work) && W.inputs > narrow_rows<T> && is_far<T>(W.outputs * W.inputs);
}

/// The columns of ∂J/∂W = ds·xᵀ that belong to some inputs, as dW; to the first belongs db, the sum of ds, too. `dbias`
/// may be null.
template <class T>
void weight_gradient_tile(const In<T>& ds, const In<T>& x, Index first, Index count, T* dW, T* dbias) {
  const Index outputs = ds.rows(), inputs = x.rows();
  if (first > 0) dbias = nullptr;
  if (outputs <= narrow_rows<T>) return narrow_weight_gradient(ds, x.data() + first, inputs, count, dW, dbias);
  multiply<T>({ds.data(), 1, outputs}, {x.data() + first, inputs, 1}, outputs, ds.cols(), count, false, dW, outputs);
  if (dbias == nullptr) return;
  for (Index row = 0; row < outputs; row += sum_registers * vector_length<T>) sum_samples(ds, row, dbias);
}

/// True where W had better be updated while ∂J/∂W is made: a tile of ∂J/∂W of whole strips stays in the second-level
/// cache together with all of ∂J/∂s, which each tile reads.
template <class T>
bool learns_by_tiles(const DenseBackward<T>& p, Index outputs) {
  return p.update != nullptr && p.dW != nullptr && outputs * strip_columns <= learnt_together<T> &&
         !is_far<T>(outputs * p.samples);
}

/// dW = ds·xᵀ and the update of W with it, tile by tile. A tile of the gradient is forgotten as soon as W has changed:
/// neither it nor the moments and weights that belong to it go back to memory in between.
template <class T>
void learn_by_tiles(const In<T>& ds, const In<T>& x, const DenseBackward<T>& p) {
  const Index outputs = ds.rows(), strips = std::max<Index>(1, near_numbers<T> / (outputs * strip_columns));
  const Index width = strips * strip_columns;
  alignas(alignment) T gradient[learnt_together<T>];
  for (Index column = 0; column < x.rows(); column += width) {
    const Index columns = std::min(width, x.rows() - column);
    weight_gradient_tile(ds, x, column, columns, gradient, p.dbias);
    (*p.update)(p.kernel + column * outputs, columns * outputs, gradient);
  }
  if (p.dbias != nullptr) (*p.update)(p.bias, outputs, p.dbias);
}

/// The update of a layer whose gradient is complete.
template <class T>
void update_layer(const Weights<T>& W, const DenseBackward<T>& p) {
  if (p.update == nullptr || p.dW == nullptr) return;
  (*p.update)(p.kernel, W.outputs * W.inputs, p.dW);
  if (p.dbias != nullptr) (*p.update)(p.bias, W.outputs, p.dbias);
}

/// dx = or += Wᵀ·ds for a small layer.
template <class T>
void small_input_gradient(const Weights<T>& W, const T* ds, Index samples, bool add, T* dx) {
  alignas(alignment) T transposed[vector_length<T> * vector_length<T>];
  const Index step = transpose_narrow(W.data, W.outputs, W.inputs, W.outputs, transposed);
  multiply_small<T>({transposed, step, W.inputs, W.outputs}, nullptr, ds, samples, add, dx);
}

/// dense_backward() of a small layer.
template <class T>
void small_backward(const Weights<T>& W, const Activation<T>* activation, const DenseBackward<T>& p) {
  const T* const ds = p.dy;  // once the activation has been pulled back
  if (activation != nullptr) {
    const Tile<T> tile(*activation, W.outputs, 0, p.samples);
    activation->pullback(tile.of(p.s), tile.of(p.y), tile.of(ds), tile.of(p.dy));
  }
  if (p.dx != nullptr) small_input_gradient(W, ds, p.samples, p.add, p.dx);
  if (p.dW != nullptr) SmallWeightGradient<T>()(W.inputs, ds, W.outputs, p.x, p.samples, p.dW, p.dbias);
}

}  // namespace

template <class T>
void dense_input_gradient(const Threads& threads, const Weights<T>& W, const In<T>& ds, bool add, Out<T> dx) {
  const double work = flops(W.outputs, W.inputs, ds.cols());
  if (W.inputs <= narrow_rows<T>)
    return for_sample_tiles<T>(threads, ds.cols(), work, tile_columns<T>, [&](Index first, Index count) {
      narrow_input_gradient(W, ds.data() + first * W.outputs, count, add, dx.data() + first * W.inputs);
    });
  for_input_tiles<T>(threads, W.inputs, work,
                     [&](Index first, Index count) { input_gradient_tile(W, ds, first, count, add, dx.data()); });
}

template <class T>
void dense_weight_gradient(const Threads& threads, const In<T>& ds, const In<T>& x, T* dW, T* dbias) {
  for_input_tiles<T>(threads, x.rows(), flops(ds.rows(), x.rows(), ds.cols()), [&](Index first, Index count) {
    weight_gradient_tile(ds, x, first, count, dW + first * ds.rows(), dbias);
  });
}

template <class T>
void dense_backward(const Threads& threads, const Weights<T>& W, const Activation<T>* activation,
                    const DenseBackward<T>& p) {
  if (is_small(W, p.samples)) {
    small_backward(W, activation, p);
    return update_layer(W, p);
  }
  const double work = flops(W.outputs, W.inputs, p.samples);
  const In<T> ds(p.dy, W.outputs, p.samples);  // once the activation has been pulled back
  const In<T> x(p.x, W.inputs, p.samples);
  const bool by_inputs = p.dx != nullptr && keeps_inputs<T>(threads, work, W), by_tiles = learns_by_tiles(p, W.outputs);
  const bool by_samples = p.dx != nullptr && !by_inputs;
  if (activation != nullptr || by_samples) {
    const Index most = columns_of_tile<T>({W.data, W.outputs, 1}, W.inputs, W.outputs);
    for_sample_tiles<T>(
        threads, p.samples, std::max(work, activation_work(ds.size())), most, [&](Index first, Index samples) {
          if (activation != nullptr) {
            const Tile<T> tile(*activation, W.outputs, first, samples);
            activation->pullback(tile.of(p.s), tile.of(p.y), tile.of(ds.data()), tile.of(p.dy));
          }
          if (by_samples)
            sample_gradient_tile(W, ds.data() + first * W.outputs, samples, p.add, p.dx + first * W.inputs);
        });
  }
  if (by_inputs || (p.dW != nullptr && !by_tiles))
    for_input_tiles<T>(threads, W.inputs, work, [&](Index first, Index count) {
      if (count < W.inputs && !is_far<T>(ds.size())) {
        fetch_to_read(ds.data(), ds.size());
        for (Index j = 0; j < p.samples; ++j) fetch_to_read(x.data() + first + j * W.inputs, count);
      }
      if (by_inputs) input_gradient_tile(W, ds, first, count, p.add, p.dx);
      if (p.dW != nullptr && !by_tiles) weight_gradient_tile(ds, x, first, count, p.dW + first * W.outputs, p.dbias);
    });
  by_tiles ? learn_by_tiles(ds, x, p) : update_layer(W, p);
}

#define MLP_INSTANTIATE(T)                                                                           \
  template void dense_input_gradient(const Threads&, const Weights<T>&, const In<T>&, bool, Out<T>); \
  template void dense_weight_gradient(const Threads&, const In<T>&, const In<T>&, T*, T*);           \
  template void dense_backward(const Threads&, const Weights<T>&, const Activation<T>*, const DenseBackward<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
