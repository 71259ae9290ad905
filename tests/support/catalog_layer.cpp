#include "tests/support/catalog_layer.h"

#include "mlp/config/catalog.h"
#include "mlp/config/json.h"

namespace mlp::test {

template <class T>
LayerDescription<T> layer(const std::string& name, const std::string& json, std::vector<std::string> inputs) {
  static const Catalog catalog = builtin_catalog();
  const Tree tree = parse_json(std::make_shared<const ConfigText>(ConfigText{"a test", json, "/"}));
  Problems problems;
  Section section(&tree, "", {&catalog, &problems});
  const LayerChoice choice = section.as_component(catalog.layers);
  section.finish("layer");
  problems.raise();
  LayerDescription<T> description{.name = name,
                                  .type = section.type(),
                                  .inputs = std::move(inputs),
                                  .activity = choice.activity,
                                  .learning = choice.learning};
  for (const Both<Layer>& stage : choice.stages) description.stages.push_back(stage.get<T>());
  return description;
}

template LayerDescription<float> layer(const std::string&, const std::string&, std::vector<std::string>);
template LayerDescription<double> layer(const std::string&, const std::string&, std::vector<std::string>);

}  // namespace mlp::test
