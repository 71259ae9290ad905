#include "tests/support/catalog_layer.h"

#include <map>

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

template <class T>
LayerDescription<T> layer_of_type(const std::string& name, const std::string& type, const std::string& input) {
  static const std::map<std::string, std::string> settings{{"dense", R"(, "units": 5, "activation": "prelu")"},
                                                           {"activation", R"(, "activation": "prelu")"},
                                                           {"dropout", R"(, "rate": 0.3)"},
                                                           {"maxout", R"(, "units": 4, "pieces": 3)"},
                                                           {"alpha_dropout", R"(, "rate": 0.2)"},
                                                           {"gaussian_noise", R"(, "stddev": 0.5)"},
                                                           {"batch_normalization", ""},
                                                           {"layer_normalization", ""},
                                                           {"add", ""},
                                                           {"concatenate", ""}};
  std::vector<std::string> inputs{input};
  if (type == "add" || type == "concatenate") inputs.push_back(input);
  return layer<T>(name, R"({"type": ")" + type + "\"" + settings.at(type) + "}", inputs);
}

template LayerDescription<float> layer_of_type(const std::string&, const std::string&, const std::string&);
template LayerDescription<double> layer_of_type(const std::string&, const std::string&, const std::string&);
template LayerDescription<float> layer(const std::string&, const std::string&, std::vector<std::string>);
template LayerDescription<double> layer(const std::string&, const std::string&, std::vector<std::string>);

}  // namespace mlp::test
