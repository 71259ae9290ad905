#pragma once
// The nets that the speed of training is measured on: from one of five units a layer, where everything but arithmetic
// costs, to one that is nothing but matrix products. The peers in bench/peers have the same list.

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/types.h"

namespace mlp::bench {

struct Workload {
  std::string_view name;
  std::vector<Index> widths;  // inputs, units of each layer
  std::string_view activation;
  Index batch;
  Index samples;
};

/// Widths of a net with `count` equal hidden layers.
inline std::vector<Index> equal_layers(Index inputs, Index units, std::size_t count, Index outputs) {
  std::vector<Index> widths(count + 2, units);
  widths.front() = inputs;
  widths.back() = outputs;
  return widths;
}

/// One output means two classes and binary cross-entropy, several mean softmax and categorical cross-entropy.
inline const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all{
      {"W1", equal_layers(2, 5, 5, 1), "tanh", 32, 1000},
      {"W2", equal_layers(2, 5, 5, 1), "tanh", 1, 1000},
      {"W3", {64, 100, 10}, "relu", 32, 1797},
      {"W4", {784, 256, 128, 10}, "relu", 128, 20000},
      {"W4b", {784, 256, 128, 10}, "relu", 32, 20000},
      {"W5-sigmoid", equal_layers(784, 128, 20, 10), "sigmoid", 128, 20000},
      {"W5-tanh", equal_layers(784, 128, 20, 10), "tanh", 128, 20000},
      {"W5-relu", equal_layers(784, 128, 20, 10), "relu", 128, 20000},
      {"W6", equal_layers(784, 2048, 3, 10), "relu", 256, 4096},
      {"W7", {4096, 4096, 4096, 10}, "relu", 1024, 2048},
      {"deep-sigmoid", equal_layers(784, 128, 50, 10), "sigmoid", 128, 20000},
      {"deep-relu", equal_layers(784, 128, 50, 10), "relu", 128, 20000},
  };
  return all;
}

inline const Workload& workload(std::string_view name) {
  for (const Workload& w : workloads())
    if (w.name == name) return w;
  throw std::invalid_argument("no workload is named " + std::string(name));
}

/// Floating-point operations of a step's products: forward, weight gradient, and input gradient of all layers but the
/// first, whose inputs need none.
inline double flops_of_step(const Workload& w) {
  double flops = 0;
  for (std::size_t i = 1; i < w.widths.size(); ++i)
    flops += (i == 1 ? 4.0 : 6.0) * static_cast<double>(w.widths[i - 1] * w.widths[i] * w.batch);
  return flops;
}

}  // namespace mlp::bench
