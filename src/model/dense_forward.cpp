// The forward product of a dense layer with its activation, and activations by themselves.

#include <algorithm>

#include "mlp/core/fetch.h"
#include "mlp/model/kernels.h"
#include "narrow_product.h"
#include "small_layer.h"
#include "tiles.h"
#include "wide_product.h"

namespace mlp {
namespace {

/// s = W·x + b for some samples: a tile, so that s has room for padded(units · samples).
template <class T>
void affine_tile(const Weights<T>& W, const T* bias, const T* x, Index samples, T* s) {
  const Index units = W.outputs;
  if (units <= narrow_rows<T>)
    return multiply_narrow<T, Layout::columns_in_one_piece>({.a = W.data,
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
  multiply<T>({W.data, 1, units}, {x, 1, W.inputs}, units, W.inputs, samples, false, s, units, bias);
}

/// True where several threads had better cut a forward product's rows than its columns, the samples. For a tile of
/// samples a thread fetches what the others have changed of W; for a tile of rows, what they have made of x.
template <class T>
bool cut_by_rows(const Threads& threads, double work, Index rows, Index columns) {
  return threads.shares(work) && rows * (threads.count() - 1) > columns * threads.count() && rows > narrow_rows<T>;
}

/// s = W·x + b by tiles of rows, for a layer that is not narrow.
template <class T>
void affine_by_rows(const Threads& threads, double work, const Weights<T>& W, const T* bias, const In<T>& x, T* s) {
  const Index height = tile_width(threads, work, W.outputs, W.outputs, panel_rows<T>);
  threads.for_each(tiles_of(W.outputs, height), work, [&](Index tile) {
    const Index row = tile * height;
    multiply<T>({W.data + row, 1, W.outputs}, {x.data(), 1, W.inputs}, std::min(height, W.outputs - row), W.inputs,
                x.cols(), false, s + row, W.outputs, bias == nullptr ? nullptr : bias + row);
  });
}

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
    multiply_small<T>({W.data, W.outputs, W.outputs, W.inputs}, bias, x.data(), x.cols(), false, s.data());
    return finish_forward<T>(activation, W.outputs, 0, x.cols(), s.data(), y.data());
  }
  const double work = flops(W.outputs, W.inputs, x.cols());
  if (cut_by_rows<T>(threads, work, W.outputs, x.cols())) {
    affine_by_rows<T>(threads, work, W, bias, x, s.data());
    return for_sample_tiles<T>(threads, x.cols(), work, tile_columns<T>, [&](Index first, Index samples) {
      finish_forward<T>(activation, W.outputs, first, samples, s.data(), y.data());
    });
  }
  const Index most = columns_of_tile<T>({W.data, 1, W.outputs}, W.outputs, W.inputs);
  for_sample_tiles<T>(threads, x.cols(), work, most, [&](Index first, Index samples) {
    if (samples < x.cols() && !is_far<T>(W.outputs * W.inputs)) fetch_to_read(W.data, W.outputs * W.inputs);
    affine_tile(W, bias, x.data() + first * W.inputs, samples, s.data() + first * W.outputs);
    finish_forward<T>(activation, W.outputs, first, samples, s.data(), y.data());
  });
}

template <class T>
void activate(const Threads& threads, const Activation<T>& activation, const In<T>& x, Out<T> y) {
  for_sample_tiles<T>(threads, x.cols(), activation_work(x.size()), tile_columns<T>, [&](Index first, Index samples) {
    const Tile<T> tile(activation, x.rows(), first, samples);
    activation.apply(tile.of(x.data()), tile.of(y.data()));
  });
}

template <class T>
void activation_gradient(const Threads& threads, const Activation<T>& activation, const In<T>& x, const In<T>& y,
                         const In<T>& dy, Out<T> dx) {
  for_sample_tiles<T>(threads, x.cols(), activation_work(x.size()), tile_columns<T>, [&](Index first, Index samples) {
    const Tile<T> tile(activation, x.rows(), first, samples);
    activation.pullback(tile.of(x.data()), tile.of(y.data()), tile.of(dy.data()), tile.of(dx.data()));
  });
}

#define MLP_INSTANTIATE(T)                                                                                             \
  template void dense_forward(const Threads&, const Weights<T>&, const T*, const In<T>&, const Activation<T>*, Out<T>, \
                              Out<T>);                                                                                 \
  template void activate(const Threads&, const Activation<T>&, const In<T>&, Out<T>);                                  \
  template void activation_gradient(const Threads&, const Activation<T>&, const In<T>&, const In<T>&, const In<T>&,    \
                                    Out<T>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
