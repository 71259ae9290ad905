#pragma once
// Short words to write nets with in tests.

#include <memory>
#include <string>
#include <vector>

#include "mlp/model/model.h"

namespace mlp::test {

/// The settings of a dense layer that tests vary.
struct DenseOptions {
  std::string activation = "linear";  // of vocabulary.h, or "prelu", "prelu_shared"
  std::vector<std::string> inputs = {};
  bool use_bias = true;
  Penalty kernel = {}, bias = {}, activity = {};
  std::shared_ptr<const Initializer> kernel_values = nullptr;  // Glorot's normal rule, where null
  std::shared_ptr<const Initializer> bias_values = nullptr;    // normal, stddev 0.2
};

template <class T>
LayerDescription<T> dense(const std::string& name, Index units, const DenseOptions& options = {});
template <class T>
LayerDescription<T> activation(const std::string& name, const std::string& kind, Penalty activity = {});
template <class T>
LayerDescription<T> dropout(const std::string& name, double rate, std::vector<std::string> inputs = {});
template <class T>
LayerDescription<T> add(const std::string& name, std::vector<std::string> inputs);
template <class T>
LayerDescription<T> concatenate(const std::string& name, std::vector<std::string> inputs);

}  // namespace mlp::test
