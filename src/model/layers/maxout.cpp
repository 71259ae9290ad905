#include "mlp/model/layers/maxout.h"

#include <algorithm>

namespace mlp {
namespace {

// Samples whose maxima one thread takes at a time.
constexpr Index maxima_samples = 16;

/// Calls body(z of the unit's pieces, index of the unit's element in y) for each unit and sample.
template <class T, class Body>
void for_each_group(const Threads& threads, Out<T> z, Index units, Index pieces, const Body& body) {
  const Index samples = z.cols();
  threads.for_each((samples + maxima_samples - 1) / maxima_samples, 2.0 * static_cast<double>(z.size()),
                   [&](Index tile) {
                     const Index first = tile * maxima_samples * units;
                     const Index end = std::min(samples, (tile + 1) * maxima_samples) * units;
                     for (Index element = first; element < end; ++element) body(z.data() + element * pieces, element);
                   });
}

}  // namespace

template <class T>
Index Maxout<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  inputs_ = only_input(input_rows, context);
  const Index units = settings_.units, pieces = settings_.pieces;
  kernel_ = context.parameters.add(context.name + "/kernel", {inputs_, units, pieces},
                                   {inputs_, outputs(), true, pieces}, settings_.kernel);
  if (settings_.use_bias)
    bias_ = context.parameters.add(context.name + "/bias", {units, pieces}, {inputs_, outputs(), false, pieces},
                                   settings_.bias);
  return units;
}

template <class T>
void Maxout<T>::forward(const Pass<T>& p) const {
  const T* bias = settings_.use_bias ? p.run.parameters + bias_ : nullptr;
  dense_forward<T>(p.run.threads, weights(p), bias, p.x(), nullptr, p.aux(), p.aux());
  const Index pieces = settings_.pieces;
  for_each_group(p.run.threads, p.aux(), settings_.units, pieces,
                 [&](const T* z, Index element) { p.node.y[element] = *std::max_element(z, z + pieces); });
  if (p.node.s != p.node.y) p.s() = p.y();
}

template <class T>
void Maxout<T>::backward(const Pass<T>& p) const {
  const Index pieces = settings_.pieces;
  const T* dy = p.node.dy;
  for_each_group(p.run.threads, p.aux(), settings_.units, pieces, [&](T* z, Index element) {
    const Index winner = std::max_element(z, z + pieces) - z;
    std::fill_n(z, pieces, T(0));
    z[winner] = dy[element];
  });
  const In<T> dz(p.node.aux, p.node.aux_rows, p.samples());
  if (p.learns())
    dense_weight_gradient<T>(p.run.threads, dz, p.x(), p.run.gradient + kernel_,
                             settings_.use_bias ? p.run.gradient + bias_ : nullptr);
  if (p.store() != Store::skip) dense_input_gradient<T>(p.run.threads, weights(p), dz, p.store() == Store::add, p.dx());
}

/// s is taken to be the largest piece itself, so that y = s.
template <class T>
bool Maxout<T>::slopes(const Pass<T>&, Out<T> slope, std::span<double> /*max_slope*/) const {
  slope.setOnes();
  return true;
}

template class Maxout<float>;
template class Maxout<double>;

}  // namespace mlp
