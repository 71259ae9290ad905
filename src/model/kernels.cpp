#include "mlp/model/kernels.h"

#include "narrow_product.h"
#include "product.h"

namespace mlp {
namespace {

// Samples are cut into tiles of this many: a multiple of the padding, so that every tile of every buffer starts on a
// cache line, and of the micro-kernel's columns.
constexpr Index sample_tile = 48;
static_assert(sample_tile <= tile_columns && sample_tile % padding == 0);

Index tiles_of(Index count, Index tile) { return (count + tile - 1) / tile; }

// Rows of dx or dW that one thread works on: enough that packing the other operand again is cheap beside the product.
constexpr Index row_tile = 512;

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
template <class Body>
void for_sample_tiles(const Threads& threads, Index samples, double work, const Body& body) {
  threads.for_each(tiles_of(samples, sample_tile), work, [&](Index tile) {
    const Index first = tile * sample_tile;
    body(first, std::min(sample_tile, samples - first));
  });
}

/// s = W·x + b for some samples.
template <class T>
void affine_tile(Weights<T> W, const T* bias, const T* x, Index samples, T* s) {
  const Index units = W.outputs;
  if (units <= narrow_rows<T>)
    return multiply_narrow<T>({.a = W.data,
                               .a_step = units,
                               .b = x,
                               .b_row_step = 1,
                               .b_column_step = W.inputs,
                               .rows = units,
                               .depth = W.inputs,
                               .add = false,
                               .c = s,
                               .c_step = units,
                               .bias = bias},
                              samples);
  multiply_tile<T>({W.data, 1, units}, {x, 1, W.inputs}, units, W.inputs, samples, false, s, units);
  if (bias == nullptr) return;
  for (Index j = 0; j < samples; ++j)
    for (Index i = 0; i < units; ++i) s[j * units + i] += bias[i];
}

/// dx = or += Wᵀ·ds for a kernel of few inputs and some samples.
template <class T>
void narrow_input_gradient(Weights<T> W, const T* ds, Index samples, bool add, T* dx) {
  alignas(alignment) T transposed[narrow_rows<T> * depth_block];
  for (Index k = 0; k < W.outputs; k += depth_block) {
    const Index depth = std::min(depth_block, W.outputs - k);
    transpose_narrow(W.data + k, W.outputs, W.inputs, depth, transposed);
    multiply_narrow_block<T>({.a = transposed,
                              .a_step = W.inputs,
                              .b = ds + k,
                              .b_row_step = 1,
                              .b_column_step = W.outputs,
                              .rows = W.inputs,
                              .depth = depth,
                              .add = add || k > 0,
                              .c = dx,
                              .c_step = W.inputs},
                             samples);
  }
}

/// dW = ds·xᵀ and db = the sum of ds for a kernel of few outputs. x begins at the first of `columns` inputs; `dbias`
/// may be null.
template <class T>
void narrow_weight_gradient(In<T> ds, const T* x, Index inputs, Index columns, T* dW, T* dbias) {
  multiply_narrow<T>({.a = ds.data(),
                      .a_step = ds.rows(),
                      .b = x,
                      .b_row_step = inputs,
                      .b_column_step = 1,
                      .rows = ds.rows(),
                      .depth = ds.cols(),
                      .add = false,
                      .c = dW,
                      .c_step = ds.rows(),
                      .sums = dbias},
                     columns);
}

// About what an exponential costs in floating-point operations; decides only whether threads are worth waking.
constexpr double activation_flops = 10;

}  // namespace

template <class T>
void dense_forward(const Threads& threads, Weights<T> W, const T* bias, In<T> x, const Activation<T>* activation,
                   Out<T> s, Out<T> y) {
  const double work = 2.0 * static_cast<double>(W.outputs) * static_cast<double>(W.inputs * x.cols());
  for_sample_tiles(threads, x.cols(), work, [&](Index first, Index samples) {
    affine_tile(W, bias, x.data() + first * W.inputs, samples, s.data() + first * W.outputs);
    if (activation == nullptr) {
      if (s.data() != y.data()) y.middleCols(first, samples) = s.middleCols(first, samples);
      return;
    }
    const Tile<T> tile(*activation, W.outputs, first, samples);
    activation->apply(tile.of(static_cast<const T*>(s.data())), tile.of(y.data()));
  });
}

template <class T>
void dense_input_gradient(const Threads& threads, Weights<T> W, In<T> ds, bool add, Out<T> dx) {
  const double work = 2.0 * static_cast<double>(W.outputs) * static_cast<double>(W.inputs * ds.cols());
  const Index row_tiles = tiles_of(W.inputs, row_tile);
  threads.for_each(tiles_of(ds.cols(), sample_tile) * row_tiles, work, [&](Index tile) {
    const Index row = tile % row_tiles * row_tile, sample = tile / row_tiles * sample_tile;
    if (W.inputs <= narrow_rows<T>)
      return narrow_input_gradient(W, ds.data() + sample * W.outputs, std::min(sample_tile, ds.cols() - sample), add,
                                   dx.data() + sample * W.inputs);
    multiply_tile<T>({W.data + row * W.outputs, W.outputs, 1}, {ds.data() + sample * W.outputs, 1, W.outputs},
                     std::min(row_tile, W.inputs - row), W.outputs, std::min(sample_tile, ds.cols() - sample), add,
                     dx.data() + row + sample * W.inputs, W.inputs);
  });
}

template <class T>
void dense_weight_gradient(const Threads& threads, In<T> ds, In<T> x, T* dW, T* dbias) {
  const Index outputs = ds.rows(), inputs = x.rows(), samples = x.cols();
  const double work = 2.0 * static_cast<double>(outputs) * static_cast<double>(inputs * samples);
  const Index row_tiles = tiles_of(outputs, row_tile);
  threads.for_each(tiles_of(inputs, tile_columns) * row_tiles, work, [&](Index tile) {
    const Index row = tile % row_tiles * row_tile, column = tile / row_tiles * tile_columns;
    if (outputs <= narrow_rows<T>)
      return narrow_weight_gradient(ds, x.data() + column, inputs, std::min(tile_columns, inputs - column),
                                    dW + column * outputs, column == 0 ? dbias : nullptr);
    multiply_tile<T>({ds.data() + row, 1, outputs}, {x.data() + column, inputs, 1}, std::min(row_tile, outputs - row),
                     samples, std::min(tile_columns, inputs - column), false, dW + row + column * outputs, outputs);
  });
  if (dbias == nullptr || outputs <= narrow_rows<T>) return;
  // The bias is the weight of an input that is always 1, and is summed in the same order.
  static constexpr T one = 1;
  threads.for_each(row_tiles, 2.0 * static_cast<double>(ds.size()), [&](Index tile) {
    const Index row = tile * row_tile;
    multiply_tile<T>({ds.data() + row, 1, outputs}, {&one, 0, 0}, std::min(row_tile, outputs - row), samples, 1, false,
                     dbias + row, outputs);
  });
}

template <class T>
void activate(const Threads& threads, const Activation<T>& activation, In<T> x, Out<T> y) {
  for_sample_tiles(threads, x.cols(), activation_flops * static_cast<double>(x.size()),
                   [&](Index first, Index samples) {
                     const Tile<T> tile(activation, x.rows(), first, samples);
                     activation.apply(tile.of(x.data()), tile.of(y.data()));
                   });
}

template <class T>
void activation_gradient(const Threads& threads, const Activation<T>& activation, In<T> x, In<T> y, In<T> dy,
                         Out<T> dx) {
  for_sample_tiles(threads, x.cols(), activation_flops * static_cast<double>(x.size()),
                   [&](Index first, Index samples) {
                     const Tile<T> tile(activation, x.rows(), first, samples);
                     activation.pullback(tile.of(x.data()), tile.of(y.data()), tile.of(dy.data()), tile.of(dx.data()));
                   });
}

#define MLP_INSTANTIATE(T)                                                                                        \
  template void dense_forward(const Threads&, Weights<T>, const T*, In<T>, const Activation<T>*, Out<T>, Out<T>); \
  template void dense_input_gradient(const Threads&, Weights<T>, In<T>, bool, Out<T>);                            \
  template void dense_weight_gradient(const Threads&, In<T>, In<T>, T*, T*);                                      \
  template void activate(const Threads&, const Activation<T>&, In<T>, Out<T>);                                    \
  template void activation_gradient(const Threads&, const Activation<T>&, In<T>, In<T>, In<T>, Out<T>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
