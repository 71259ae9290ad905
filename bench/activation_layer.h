#pragma once
// The arrays that an activation is measured with: those of a layer of 128 units and 128 samples. The inputs are normal,
// as those of a layer with Glorot's weights.

#include <random>

#include "mlp/core/types.h"

namespace mlp::bench {

template <class T>
struct ActivationLayer {
  static constexpr Index units = 128, samples = 128;
  Buffer<T> x = normal_numbers(), y = x, dy = normal_numbers(), dx = x;

  static Buffer<T> normal_numbers() {
    std::mt19937 random(1);
    std::normal_distribution<double> normal;
    Buffer<T> numbers(static_cast<std::size_t>(units * samples));
    for (T& number : numbers) number = static_cast<T>(normal(random));
    return numbers;
  }

  static In<T> in(const Buffer<T>& array) { return {array.data(), units, samples}; }
  static Out<T> out(Buffer<T>& array) { return {array.data(), units, samples}; }
};

}  // namespace mlp::bench
