#include "tests/support/nets.h"

#include "mlp/model/layers/activate.h"
#include "mlp/model/layers/dense.h"
#include "mlp/model/layers/dropout.h"
#include "mlp/model/layers/merge.h"
#include "mlp/model/layers/prelu.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {

template <class T>
LayerDescription<T> dense(const std::string& name, Index units, const DenseOptions& options) {
  const auto glorot_normal = make_variance_scaling({.scale = 2, .fan_in_weight = 1, .fan_out_weight = 1}, 1);
  const DenseSettings settings{
      .units = units,
      .use_bias = options.use_bias,
      .kernel = {options.kernel_values ? options.kernel_values : glorot_normal, options.kernel},
      .bias = {options.bias_values ? options.bias_values : make_normal(0, 0.2, 1), options.bias}};
  const bool prelu = options.activation.starts_with("prelu");
  LayerDescription<T> layer{.name = name, .type = "dense", .inputs = options.inputs, .activity = options.activity};
  layer.stages.push_back(
      std::make_shared<Dense<T>>(settings, prelu ? nullptr : make_activation<T>(options.activation)));
  if (prelu) layer.stages.push_back(std::make_shared<Prelu<T>>(0.25, options.activation == "prelu_shared"));
  return layer;
}

template <class T>
LayerDescription<T> activation(const std::string& name, const std::string& kind, Penalty activity) {
  LayerDescription<T> layer{.name = name, .type = "activation", .activity = activity};
  if (kind.starts_with("prelu"))
    layer.stages.push_back(std::make_shared<Prelu<T>>(0.25, kind == "prelu_shared"));
  else
    layer.stages.push_back(std::make_shared<Activate<T>>(make_activation<T>(kind)));
  return layer;
}

template <class T>
LayerDescription<T> dropout(const std::string& name, double rate, std::vector<std::string> inputs) {
  return {.name = name, .type = "dropout", .inputs = std::move(inputs), .stages = {std::make_shared<Dropout<T>>(rate)}};
}
template <class T>
LayerDescription<T> add(const std::string& name, std::vector<std::string> inputs) {
  return {.name = name, .type = "add", .inputs = std::move(inputs), .stages = {std::make_shared<Add<T>>()}};
}
template <class T>
LayerDescription<T> concatenate(const std::string& name, std::vector<std::string> inputs) {
  return {
      .name = name, .type = "concatenate", .inputs = std::move(inputs), .stages = {std::make_shared<Concatenate<T>>()}};
}

#define MLP_INSTANTIATE(T)                                                                    \
  template LayerDescription<T> dense(const std::string&, Index, const DenseOptions&);         \
  template LayerDescription<T> activation(const std::string&, const std::string&, Penalty);   \
  template LayerDescription<T> dropout(const std::string&, double, std::vector<std::string>); \
  template LayerDescription<T> add(const std::string&, std::vector<std::string>);             \
  template LayerDescription<T> concatenate(const std::string&, std::vector<std::string>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp::test
