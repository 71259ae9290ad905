#include "mlp/model/layers/layer_normalization.h"

#include <cmath>

#include "mlp/core/vector.h"
#include "unit_tiles.h"

namespace mlp {
namespace {

// Samples that one thread normalizes at a time.
constexpr Index normalized_samples = 16;

/// Calls body(sample) for each of them.
template <class Body>
void for_each_sample(const Threads& threads, Index samples, double work, const Body& body) {
  threads.for_each((samples + normalized_samples - 1) / normalized_samples, work, [&](Index tile) {
    const Index end = std::min(samples, (tile + 1) * normalized_samples);
    for (Index j = tile * normalized_samples; j < end; ++j) body(j);
  });
}

/// The mean of value(i) over the units, summed in their order.
template <class Value>
double mean_over(Index units, const Value& value) {
  double total = 0;
  for (Index i = 0; i < units; ++i) total += value(i);
  return total / static_cast<double>(units);
}

}  // namespace

template <class T>
Index LayerNormalization<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  units_ = only_input(input_rows, context);
  const auto vector_of = [&](const char* what, double initial) {
    return context.parameters.add(context.name + "/" + what, {units_}, {units_, units_, false},
                                  {.initializer = make_constant(initial)});
  };
  gamma_ = vector_of("gamma", 1);
  beta_ = vector_of("beta", 0);
  return units_;
}

template <class T>
void LayerNormalization<T>::forward(const Pass<T>& p) const {
  const In<T> x = p.x();
  Out<T> y = p.y(), aux = p.aux();
  const T *gamma = p.run.parameters + gamma_, *beta = p.run.parameters + beta_;
  for_each_sample(p.run.threads, x.cols(), 10.0 * static_cast<double>(x.size()), [&](Index j) {
    const T* from = x.col(j).data();
    T *normalized = aux.col(j).data(), *to = y.col(j).data();
    const double mean = mean_over(units_, [&](Index i) { return static_cast<double>(from[i]); });
    const double variance = mean_over(units_, [&](Index i) {
      const double centred = static_cast<double>(from[i]) - mean;
      return centred * centred;
    });
    const double inverse_std = 1 / std::sqrt(variance + epsilon_);
    for (Index i = 0; i < units_; ++i) {
      normalized[i] = static_cast<T>((static_cast<double>(from[i]) - mean) * inverse_std);
      to[i] = multiply_add_one(gamma[i], normalized[i], beta[i]);
    }
    normalized[units_] = static_cast<T>(inverse_std);
  });
}

template <class T>
void LayerNormalization<T>::write_parameter_gradients(const Pass<T>& p) const {
  const Out<T> dy = p.dy(), aux = p.aux();
  for_unit_tiles(p.run.threads, units_, 4.0 * static_cast<double>(dy.size()), [&](Index first, Index count) {
    UnitNumbers dgamma{}, dbeta{};
    const std::size_t size = static_cast<std::size_t>(count);
    for (Index j = 0; j < dy.cols(); ++j) {
      const T *given = dy.col(j).data() + first, *normalized = aux.col(j).data() + first;
      for (std::size_t i = 0; i < size; ++i) {
        dgamma[i] += static_cast<double>(given[i]) * static_cast<double>(normalized[i]);
        dbeta[i] += static_cast<double>(given[i]);
      }
    }
    for (std::size_t i = 0; i < size; ++i) {
      p.run.gradient[gamma_ + first + Index(i)] = static_cast<T>(dgamma[i]);
      p.run.gradient[beta_ + first + Index(i)] = static_cast<T>(dbeta[i]);
    }
  });
}

template <class T>
void LayerNormalization<T>::backward(const Pass<T>& p) const {
  if (p.learns()) write_parameter_gradients(p);
  if (p.store() == Store::skip) return;
  const Out<T> dy = p.dy(), aux = p.aux();
  Out<T> dx = p.dx();
  const T* gamma = p.run.parameters + gamma_;
  for_each_sample(p.run.threads, dy.cols(), 12.0 * static_cast<double>(dy.size()), [&](Index j) {
    const T *given = dy.col(j).data(), *normalized = aux.col(j).data();
    const auto g = [&](Index i) { return static_cast<double>(gamma[i]) * static_cast<double>(given[i]); };
    const auto x_hat = [&](Index i) { return static_cast<double>(normalized[i]); };
    const double mean_g = mean_over(units_, g);
    const double mean_product = mean_over(units_, [&](Index i) { return g(i) * x_hat(i); });
    const double inverse_std = static_cast<double>(normalized[units_]);
    T* to = dx.col(j).data();
    for (Index i = 0; i < units_; ++i) {
      const double value = inverse_std * (g(i) - mean_g - x_hat(i) * mean_product);
      to[i] = static_cast<T>(p.store() == Store::add ? static_cast<double>(to[i]) + value : value);
    }
  });
}

template class LayerNormalization<float>;
template class LayerNormalization<double>;

}  // namespace mlp
