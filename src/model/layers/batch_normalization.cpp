#include "mlp/model/layers/batch_normalization.h"

#include <cmath>

#include "mlp/core/vector.h"
#include "unit_tiles.h"

namespace mlp {

/// Of a tile of units.
template <class T>
struct BatchNormalization<T>::Moments {
  UnitNumbers mean{}, variance{}, inverse_std{};  // inverse_std = 1/√(variance + ε)

  double normalized(T x, std::size_t i) const { return (static_cast<double>(x) - mean[i]) * inverse_std[i]; }
};

template <class T>
Index BatchNormalization<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  units_ = only_input(input_rows, context);
  frozen_ = !context.learning.trainable;
  const auto vector_of = [&](ParameterLayout& layout, const char* what, double initial) {
    return layout.add(context.name + "/" + what, {units_}, {units_, units_, false},
                      {.initializer = make_constant(initial)});
  };
  gamma_ = vector_of(context.parameters, "gamma", 1);
  beta_ = vector_of(context.parameters, "beta", 0);
  moving_mean_ = vector_of(context.statistics, "moving_mean", 0);
  moving_variance_ = vector_of(context.statistics, "moving_variance", 1);
  return units_;
}

template <class T>
typename BatchNormalization<T>::Moments BatchNormalization<T>::moments(const Pass<T>& p, Index first,
                                                                       Index count) const {
  Moments m;
  const std::size_t size = static_cast<std::size_t>(count);
  if (takes_moments_of_batch(p)) {
    const In<T> x = p.x();
    const double n = static_cast<double>(x.cols());
    for (Index j = 0; j < x.cols(); ++j)
      for (std::size_t i = 0; i < size; ++i) m.mean[i] += static_cast<double>(x(first + Index(i), j));
    for (std::size_t i = 0; i < size; ++i) m.mean[i] /= n;
    for (Index j = 0; j < x.cols(); ++j) {
      for (std::size_t i = 0; i < size; ++i) {
        const double centred = static_cast<double>(x(first + Index(i), j)) - m.mean[i];
        m.variance[i] += centred * centred;
      }
    }
    for (std::size_t i = 0; i < size; ++i) m.variance[i] /= n;
  } else {
    std::copy_n(p.run.statistics + moving_mean_ + first, count, m.mean.begin());
    std::copy_n(p.run.statistics + moving_variance_ + first, count, m.variance.begin());
  }
  for (std::size_t i = 0; i < size; ++i) m.inverse_std[i] = 1 / std::sqrt(m.variance[i] + epsilon_);
  return m;
}

template <class T>
void BatchNormalization<T>::move_statistics(const Pass<T>& p, Index first, Index count, const Moments& batch) const {
  const double n = static_cast<double>(p.samples());
  const auto move = [&](T& running, double towards) {
    running = static_cast<T>((1 - momentum_) * static_cast<double>(running) + momentum_ * towards);
  };
  for (Index i = 0; i < count; ++i) {
    move(p.run.statistics[moving_mean_ + first + i], batch.mean[static_cast<std::size_t>(i)]);
    move(p.run.statistics[moving_variance_ + first + i], batch.variance[static_cast<std::size_t>(i)] * n / (n - 1));
  }
}

template <class T>
void BatchNormalization<T>::forward(const Pass<T>& p) const {
  const In<T> x = p.x();
  Out<T> y = p.y();
  for_unit_tiles(p.run.threads, units_, 10.0 * static_cast<double>(x.size()), [&](Index first, Index count) {
    const Moments m = moments(p, first, count);
    if (takes_moments_of_batch(p)) move_statistics(p, first, count, m);
    const T *gamma = p.run.parameters + gamma_ + first, *beta = p.run.parameters + beta_ + first;
    for (Index j = 0; j < x.cols(); ++j) {
      const T* from = x.col(j).data() + first;
      T* to = y.col(j).data() + first;
      for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        to[i] = static_cast<T>(
            multiply_add_one(static_cast<double>(gamma[i]), m.normalized(from[i], i), static_cast<double>(beta[i])));
    }
  });
}

template <class T>
void BatchNormalization<T>::backward(const Pass<T>& p) const {
  const In<T> x = p.x();
  const Out<T> dy = p.dy();
  // In inference μ and v are constants, and nothing comes back through them.
  const double share = takes_moments_of_batch(p) ? 1 / static_cast<double>(x.cols()) : 0;
  for_unit_tiles(p.run.threads, units_, 20.0 * static_cast<double>(x.size()), [&](Index first, Index count) {
    const Moments m = moments(p, first, count);
    const std::size_t size = static_cast<std::size_t>(count);
    UnitNumbers dgamma{}, dbeta{};
    for (Index j = 0; j < x.cols(); ++j) {
      const T *from = x.col(j).data() + first, *given = dy.col(j).data() + first;
      for (std::size_t i = 0; i < size; ++i) {
        dgamma[i] += static_cast<double>(given[i]) * m.normalized(from[i], i);
        dbeta[i] += static_cast<double>(given[i]);
      }
    }
    for (std::size_t i = 0; i < size && p.learns(); ++i) {
      p.run.gradient[gamma_ + first + Index(i)] = static_cast<T>(dgamma[i]);
      p.run.gradient[beta_ + first + Index(i)] = static_cast<T>(dbeta[i]);
    }
    if (p.store() == Store::skip) return;
    const T* gamma = p.run.parameters + gamma_ + first;
    for (Index j = 0; j < x.cols(); ++j) {
      const T *from = x.col(j).data() + first, *given = dy.col(j).data() + first;
      T* to = p.dx().col(j).data() + first;
      for (std::size_t i = 0; i < size; ++i) {
        const double through_moments = share * (dbeta[i] + m.normalized(from[i], i) * dgamma[i]);
        const double dx =
            static_cast<double>(gamma[i]) * m.inverse_std[i] * (static_cast<double>(given[i]) - through_moments);
        to[i] = static_cast<T>(p.store() == Store::add ? static_cast<double>(to[i]) + dx : dx);
      }
    }
  });
}

template class BatchNormalization<float>;
template class BatchNormalization<double>;

}  // namespace mlp
