#pragma once
// The nets that the speed of training is measured on: from one of five units a layer, where everything but arithmetic
// costs, to one that is nothing but matrix products. The peers in bench/peers have the same list.

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "mlp/core/types.h"

namespace mlp::bench {

struct Workload {
  std::string name;
  std::vector<Index> widths;  // inputs, units of each layer
  std::string activation;
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

/// name:widths:activation:batch:samples, as in W4:784,256,128,10:relu:128:20000
inline std::string written(const Workload& w) {
  std::string widths;
  for (const Index width : w.widths) widths += (widths.empty() ? "" : ",") + std::to_string(width);
  return w.name + ":" + widths + ":" + w.activation + ":" + std::to_string(w.batch) + ":" + std::to_string(w.samples);
}

/// The inverse of `written`. Throws std::invalid_argument where the text is no workload.
inline Workload read_workload(const std::string& text) {
  std::istringstream parts(text);
  Workload w;
  std::string widths, size;
  std::getline(std::getline(std::getline(parts, w.name, ':'), widths, ':'), w.activation, ':');
  char colon = 0;
  parts >> w.batch >> colon >> w.samples;
  const bool whole = parts && parts.peek() == std::istringstream::traits_type::eof();
  for (std::istringstream list(widths); std::getline(list, size, ',');) w.widths.push_back(std::stol(size));
  if (!whole || w.widths.size() < 2 || w.batch < 1 || w.samples < w.batch)
    throw std::invalid_argument("expected NAME:WIDTH,WIDTH...:ACTIVATION:BATCH:SAMPLES, found " + text);
  return w;
}

/// By its name in the list above, or as `written` writes it.
inline Workload workload(const std::string& text) {
  if (text.find(':') != std::string::npos) return read_workload(text);
  for (const Workload& w : workloads())
    if (w.name == text) return w;
  throw std::invalid_argument("no workload is named " + text);
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
