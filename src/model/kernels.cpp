#include "mlp/model/kernels.h"

#include "narrow_product.h"
#include "product.h"
#include "small_layer.h"

namespace mlp {
namespace {

constexpr Index tiles_of(Index count, Index tile) { return count <= tile ? 1 : (count + tile - 1) / tile; }

/// What a dense layer's product is worth to several threads, in floating-point operations: those that it has, less what
/// it costs that a part of the kernel or of its gradient lies in another core's cache. A number that crosses takes
/// about as long as 200 operations; of a kernel that the second-level caches cannot hold (1 MB), no more cross than
/// they can.
template <class T>
double shared_work(Index outputs, Index inputs, Index samples) {
  constexpr double crossing = 200, cached = (1 << 20) / static_cast<double>(sizeof(T));
  const double weights = static_cast<double>(outputs) * static_cast<double>(inputs);
  return 2 * weights * static_cast<double>(samples) - crossing * std::min(weights, cached);
}

/// How wide the tiles are that `count` rows or columns are cut into: at most `most`, a multiple of `unit`, and as many
/// tiles for each thread as for any other. It may depend on the number of threads, since no bit of a product depends on
/// how it is cut.
Index tile_width(const Threads& threads, double work, Index count, Index most, Index unit) {
  const Index sharing = threads.shares(work) ? threads.count() : 1;
  if (sharing == 1 && count <= most) return count;
  const Index tiles = tiles_of(tiles_of(count, most), sharing) * sharing;
  return std::min(most, tiles_of(tiles_of(count, tiles), unit) * unit);
}

/// Samples of a tile: a multiple of the padding, so that every tile of every buffer starts on a cache line.
template <class T>
Index sample_tile(const Threads& threads, double work, Index samples) {
  static_assert(tile_columns<T> % padding == 0);
  return tile_width(threads, work, samples, tile_columns<T>, padding);
}

/// The part of a (rows × samples) array that belongs to some samples. An elementwise activation gets it as a row of
/// whole registers, the padding included, so that no value is computed by a scalar remainder.
template <class T>
struct Tile {
  Index first, rows, columns;

  Tile(const Activation<T>& g, Index units, Index first_sample, Index samples)
      : first(first_sample * units),
        rows(g.elementwise() ? padded(units * samples) : units),
        columns(g.elementwise() ? 1 : samples) {}
  In<T> of(const T* data) const { return In<T>(data + first, rows, columns); }
  Out<T> of(T* data) const { return Out<T>(data + first, rows, columns); }
};

/// Calls body(first sample, number of samples) for each tile.
template <class T, class Body>
void for_sample_tiles(const Threads& threads, Index samples, double work, const Body& body) {
  const Index width = sample_tile<T>(threads, work, samples);
  threads.for_each(tiles_of(samples, width), work, [&](Index tile) {
    const Index first = tile * width;
    body(first, std::min(width, samples - first));
  });
}

/// s = W·x + b for some samples: a tile, so that s has room for padded(units · samples).
template <class T>
void affine_tile(const Weights<T>& W, const T* bias, const T* x, Index samples, T* s) {
  const Index units = W.outputs;
  if (units <= narrow_rows<T>)
    return multiply_narrow<T, NarrowB::columns_in_one_piece>({.a = W.data,
                                                              .a_step = units,
                                                              .b = x,
                                                              .b_step = W.inputs,
                                                              .rows = units,
                                                              .depth = W.inputs,
                                                              .add = false,
                                                              .c = s,
                                                              .c_step = units,
                                                              .c_room = padded(units * samples),
                                                              .bias = bias},
                                                             samples);
  multiply_tile<T>({W.data, 1, units}, {x, 1, W.inputs}, units, W.inputs, samples, false, s, units, bias);
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
    multiply_narrow_block<T, NarrowB::columns_in_one_piece>(block, samples);
  }
}

/// dW = ds·xᵀ and db = the sum of ds for a kernel of few outputs. x begins at the first of `columns` inputs; `dbias`
/// may be null.
template <class T>
void narrow_weight_gradient(const In<T>& ds, const T* x, Index inputs, Index columns, T* dW, T* dbias) {
  multiply_narrow<T, NarrowB::rows_in_one_piece>({.a = ds.data(),
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

/// The sizes of a product: (rows × depth) times (depth × columns).
struct ProductSizes {
  Index rows, depth, columns;
};

/// True where several threads had better cut a product's rows than its columns. A tile of columns needs all of A
/// packed, a tile of rows all of B, and what another thread has just changed must come from its cache: the less the
/// better.
template <class T>
bool cut_by_rows(const Threads& threads, double work, Index rows, Index columns) {
  return threads.shares(work) && rows > columns && rows > narrow_rows<T>;
}

/// C = A·B (+ bias), or += where `add`, for matrices that are not narrow; C's columns lie side by side.
template <class T>
void multiply_by_tiles(const Threads& threads, double work, Strided<T> A, Strided<T> B, ProductSizes n, bool add, T* C,
                       const T* bias = nullptr) {
  const bool by_rows = cut_by_rows<T>(threads, work, n.rows, n.columns);
  const Index height = by_rows ? tile_width(threads, work, n.rows, n.rows, panel_rows<T>) : n.rows;
  const Index width = by_rows ? std::min(n.columns, tile_columns<T>) : sample_tile<T>(threads, work, n.columns);
  const Index row_tiles = tiles_of(n.rows, height);
  threads.for_each(row_tiles * tiles_of(n.columns, width), work, [&](Index tile) {
    const Index row = tile % row_tiles * height, column = tile / row_tiles * width;
    multiply_tile<T>({A.at(row, 0), A.row_step, A.column_step}, {B.at(0, column), B.row_step, B.column_step},
                     std::min(height, n.rows - row), n.depth, std::min(width, n.columns - column), add,
                     C + row + column * n.rows, n.rows, bias == nullptr ? nullptr : bias + row);
  });
}

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

/// True where the products of a layer and a batch are those of small_layer.h: the sum over the samples is one block
/// then.
template <class T>
bool is_small(const Weights<T>& W, Index samples) {
  return is_small(W) && samples >= 1 && samples <= depth_block;
}

/// dx = or += Wᵀ·ds for a small layer.
template <class T>
void small_input_gradient(const Weights<T>& W, const T* ds, Index samples, bool add, T* dx) {
  alignas(alignment) T transposed[vector_length<T> * vector_length<T>];
  const Index step = transpose_narrow(W.data, W.outputs, W.inputs, W.outputs, transposed);
  multiply_small<T>({transposed, step, W.inputs, W.outputs}, nullptr, ds, W.outputs, samples, add, dx);
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

// About what an exponential costs in floating-point operations; decides only whether threads are worth waking.
constexpr double activation_flops = 10;

/// y = g(s), or y = s where `activation` is null, for the samples of a tile.
template <class T>
void finish_forward(const Activation<T>* activation, Index units, Index first, Index samples, const T* s, T* y) {
  if (activation == nullptr) {
    if (s != y) std::copy_n(s + first * units, samples * units, y + first * units);
    return;
  }
  const Tile<T> tile(*activation, units, first, samples);
  activation->apply(tile.of(s), tile.of(y));
}

}  // namespace

template <class T>
void dense_forward(const Threads& threads, const Weights<T>& W, const T* bias, const In<T>& x,
                   const Activation<T>* activation, Out<T> s, Out<T> y) {
  if (is_small(W, x.cols())) {
    multiply_small<T>({W.data, W.outputs, W.outputs, W.inputs}, bias, x.data(), W.inputs, x.cols(), false, s.data());
    return finish_forward<T>(activation, W.outputs, 0, x.cols(), s.data(), y.data());
  }
  const double work = shared_work<T>(W.outputs, W.inputs, x.cols());
  if (cut_by_rows<T>(threads, work, W.outputs, x.cols())) {
    multiply_by_tiles<T>(threads, work, {W.data, 1, W.outputs}, {x.data(), 1, W.inputs},
                         {W.outputs, W.inputs, x.cols()}, false, s.data(), bias);
    if (activation != nullptr)
      activate<T>(threads, *activation, In<T>(s.data(), s.rows(), s.cols()), y);
    else if (s.data() != y.data())
      y = s;
    return;
  }
  for_sample_tiles<T>(threads, x.cols(), work, [&](Index first, Index samples) {
    affine_tile(W, bias, x.data() + first * W.inputs, samples, s.data() + first * W.outputs);
    finish_forward<T>(activation, W.outputs, first, samples, s.data(), y.data());
  });
}

template <class T>
void dense_input_gradient(const Threads& threads, const Weights<T>& W, const In<T>& ds, bool add, Out<T> dx) {
  const double work = shared_work<T>(W.outputs, W.inputs, ds.cols());
  if (W.inputs <= narrow_rows<T>)
    return for_sample_tiles<T>(threads, ds.cols(), work, [&](Index first, Index count) {
      narrow_input_gradient(W, ds.data() + first * W.outputs, count, add, dx.data() + first * W.inputs);
    });
  multiply_by_tiles<T>(threads, work, {W.data, W.outputs, 1}, {ds.data(), 1, W.outputs},
                       {W.inputs, W.outputs, ds.cols()}, add, dx.data());
}

template <class T>
void dense_weight_gradient(const Threads& threads, const In<T>& ds, const In<T>& x, T* dW, T* dbias) {
  const Index outputs = ds.rows(), inputs = x.rows(), samples = x.cols();
  const bool narrow = outputs <= narrow_rows<T>;
  const double work = shared_work<T>(outputs, inputs, samples);
  const Index width = tile_width(threads, work, inputs, tile_columns<T>, 1);
  threads.for_each(tiles_of(inputs, width), work, [&](Index tile) {
    const Index column = tile * width, columns = std::min(width, inputs - column);
    if (narrow)
      return narrow_weight_gradient(ds, x.data() + column, inputs, columns, dW + column * outputs,
                                    column == 0 ? dbias : nullptr);
    multiply_tile<T>({ds.data(), 1, outputs}, {x.data() + column, inputs, 1}, outputs, samples, columns, false,
                     dW + column * outputs, outputs);
  });
  if (dbias == nullptr || narrow) return;
  constexpr Index height = sum_registers * vector_length<T>;
  threads.for_each(tiles_of(outputs, height), 2.0 * static_cast<double>(ds.size()),
                   [&](Index tile) { sum_samples(ds, tile * height, dbias); });
}

template <class T>
void dense_backward(const Threads& threads, const Weights<T>& W, const Activation<T>* activation,
                    const DenseBackward<T>& p) {
  if (is_small(W, p.samples)) return small_backward(W, activation, p);
  const In<T> dy(p.dy, W.outputs, p.samples), x(p.x, W.inputs, p.samples);
  const In<T>& ds = dy;  // once the activation has been pulled back
  if (activation != nullptr)
    activation_gradient<T>(threads, *activation, In<T>(p.s, W.outputs, p.samples), In<T>(p.y, W.outputs, p.samples), dy,
                           Out<T>(p.dy, W.outputs, p.samples));
  if (p.dW != nullptr) dense_weight_gradient<T>(threads, ds, x, p.dW, p.dbias);
  if (p.dx != nullptr) dense_input_gradient<T>(threads, W, ds, p.add, Out<T>(p.dx, W.inputs, p.samples));
}

template <class T>
void activate(const Threads& threads, const Activation<T>& activation, const In<T>& x, Out<T> y) {
  for_sample_tiles<T>(threads, x.cols(), activation_flops * static_cast<double>(x.size()),
                      [&](Index first, Index samples) {
                        const Tile<T> tile(activation, x.rows(), first, samples);
                        activation.apply(tile.of(x.data()), tile.of(y.data()));
                      });
}

template <class T>
void activation_gradient(const Threads& threads, const Activation<T>& activation, const In<T>& x, const In<T>& y,
                         const In<T>& dy, Out<T> dx) {
  for_sample_tiles<T>(
      threads, x.cols(), activation_flops * static_cast<double>(x.size()), [&](Index first, Index samples) {
        const Tile<T> tile(activation, x.rows(), first, samples);
        activation.pullback(tile.of(x.data()), tile.of(y.data()), tile.of(dy.data()), tile.of(dx.data()));
      });
}

#define MLP_INSTANTIATE(T)                                                                                             \
  template void dense_forward(const Threads&, const Weights<T>&, const T*, const In<T>&, const Activation<T>*, Out<T>, \
                              Out<T>);                                                                                 \
  template void dense_input_gradient(const Threads&, const Weights<T>&, const In<T>&, bool, Out<T>);                   \
  template void dense_weight_gradient(const Threads&, const In<T>&, const In<T>&, T*, T*);                             \
  template void dense_backward(const Threads&, const Weights<T>&, const Activation<T>*, const DenseBackward<T>&);      \
  template void activate(const Threads&, const Activation<T>&, const In<T>&, Out<T>);                                  \
  template void activation_gradient(const Threads&, const Activation<T>&, const In<T>&, const In<T>&, const In<T>&,    \
                                    Out<T>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
