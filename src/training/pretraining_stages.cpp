// Which layers are pretrained in turn: each with a kernel but the last, together with what follows it up to the next.

#include <algorithm>

#include "mlp/core/error.h"
#include "mlp/training/pretraining.h"

namespace mlp {
namespace {

template <class T>
void check_is_chain(const Model<T>& model) {
  std::string before = "input";
  for (const LayerInfo& layer : model.layers()) {
    if (layer.inputs != std::vector<std::string>{before})
      throw InputError("pretraining goes from layer to layer along a chain, but layer \"" + layer.name + "\" (" +
                       layer.type + ") reads " + listed(layer.inputs) + "; leave \"pretraining\" out");
    before = layer.name;
  }
}

}  // namespace

template <class T>
std::vector<PretrainedLayers> pretraining_stages(const Model<T>& model) {
  check_is_chain(model);
  const std::vector<LayerInfo>& layers = model.layers();
  std::vector<PretrainedLayers> stages;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (model.parameters().find(layers[i].name, "kernel") != nullptr)
      stages.push_back({layers[i].name, i, i});
    else if (!stages.empty())
      stages.back().last = i;
  }
  if (!stages.empty()) stages.pop_back();  // it makes the output
  std::erase_if(stages, [&](const PretrainedLayers& stage) {
    return std::none_of(layers.begin() + static_cast<std::ptrdiff_t>(stage.first),
                        layers.begin() + static_cast<std::ptrdiff_t>(stage.last) + 1,
                        [](const LayerInfo& layer) { return layer.parameters > 0 && layer.learning.trainable; });
  });
  if (stages.empty())
    throw InputError(
        "there is no hidden layer with weights that learn, and so nothing to pretrain; leave \"pretraining\" out");
  return stages;
}

template std::vector<PretrainedLayers> pretraining_stages(const Model<float>&);
template std::vector<PretrainedLayers> pretraining_stages(const Model<double>&);

}  // namespace mlp
