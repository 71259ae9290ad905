#include "tests/support/vocabulary.h"

#include <algorithm>
#include <map>

#include "mlp/config/catalog.h"
#include "mlp/config/describe.h"
#include "mlp/config/json.h"

namespace mlp::test {
namespace {

const Catalog& catalog() {
  static const Catalog builtin = builtin_catalog();
  return builtin;
}

template <class Product>
Product make_component(const Registry<Product>& table, const std::string& json) {
  const Tree tree = parse_json(std::make_shared<const ConfigText>(ConfigText{"a test", json, "/"}));
  Problems problems;
  Section section(&tree, "", {&catalog(), &problems});
  Product product = section.as_component(table);
  section.finish("component");
  problems.raise();
  return product;
}

const std::map<std::string, std::string>& further_activations() {
  static const std::map<std::string, std::string> settings{
      {"elu_0.5", R"({"type": "elu", "alpha": 0.5})"},
      {"formula_swish", R"json({"type": "formula", "expression": "z * sigmoid(1.702*z)"})json"},
      {"formula_tanh", R"json({"type": "formula", "expression": "tanh(z/2)"})json"},
      {"formula_kinked",
       R"json({"type": "formula",
               "expression": "where(z > 3, 2*z - 3, z) - min(z, 1)/2 + abs(z + 2)/4 - relu(-z)"})json"},
      {"gelu_tanh", R"({"type": "gelu", "approximate": "tanh"})"},
      {"softplus_3", R"({"type": "softplus", "beta": 3})"},
  };
  return settings;
}

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

/// True for a component that its name says all of.
bool needs_nothing(const ComponentDescription& component) {
  return std::ranges::none_of(component.keys, &KeyDescription::required);
}

std::string loss_json(const std::string& name) {
  if (name.starts_with('{')) return name;
  if (!name.ends_with("_sum")) return quoted(name);
  return R"({"type": )" + quoted(name.substr(0, name.size() - 4)) + R"(, "reduction": "sum_over_outputs"})";
}

std::vector<LossCase> all_loss_cases() {
  std::vector<LossCase> cases;
  for (const ComponentDescription& loss : describe(catalog().losses, &catalog()).components) {
    const std::string output(make_loss<double>(loss.name)->required_output());
    const Index outputs = output.empty() ? 2 : 3;
    cases.push_back({loss.name, outputs, output});
    if (output == "sigmoid" || output == "linear") cases.push_back({loss.name, 1, output});
    if (std::ranges::count(loss.keys, "reduction", &KeyDescription::key) > 0)
      cases.push_back({loss.name + "_sum", outputs, output});
  }
  return cases;
}

}  // namespace

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const ComponentDescription& activation : describe(catalog().activations, &catalog()).components)
      if (needs_nothing(activation) && !make_component(catalog().activations, quoted(activation.name)).make_layer)
        list.push_back(activation.name);
    for (const auto& [name, settings] : further_activations()) list.push_back(name);
    return list;
  }();
  return names;
}

template <class T>
std::shared_ptr<const Activation<T>> make_activation(const std::string& name) {
  const auto further = further_activations().find(name);
  const std::string json = further != further_activations().end() ? further->second
                           : name.starts_with('{')                ? name
                                                                  : quoted(name);
  return make_component(catalog().activations, json).function.get<T>();
}

const std::vector<LossCase>& loss_cases() {
  static const std::vector<LossCase> cases = all_loss_cases();
  return cases;
}

template <class T>
std::shared_ptr<Loss<T>> make_loss(const std::string& name) {
  return make_component(catalog().losses, loss_json(name)).loss.get<T>();
}

const std::vector<std::string>& initializer_names() {
  static const std::vector<std::string> names = catalog().initializers.names();
  return names;
}

std::shared_ptr<const Initializer> make_initializer(const std::string& name_or_json) {
  return make_component(catalog().initializers, name_or_json.starts_with('{') ? name_or_json : quoted(name_or_json));
}

const std::vector<std::string>& layer_names() {
  static const std::vector<std::string> names = catalog().layers.names();
  return names;
}

const std::vector<std::string>& optimizer_names() {
  static const std::vector<std::string> names = catalog().optimizers.names();
  return names;
}

const std::vector<std::string>& optimizer_cases() {
  static const std::vector<std::string> cases = [] {
    std::vector<std::string> list = optimizer_names();
    list.insert(
        list.end(),
        {R"({"type": "sgd", "momentum": 0.9, "nesterov": true})",
         R"({"type": "sgd", "momentum": {"type": "linear", "initial": 0, "final": 0.9, "steps": 7}})",
         R"({"type": "adagrad", "initial_accumulator_value": 0.1})", R"({"type": "lbfgs", "history_size": 2})"});
    return list;
  }();
  return cases;
}

const std::vector<std::string>& schedule_cases() {
  static const std::map<std::string, std::string> settings{
      {"constant", R"("initial": 0.1)"},
      {"step", R"("initial": 0.1, "every": 3)"},
      {"exponential", R"("initial": 0.1, "rate": 0.1)"},
      {"inverse_time", R"("initial": 0.1, "rate": 0.1)"},
      {"polynomial", R"("initial": 0.1)"},
      {"cosine", R"("initial": 0.1, "restarts": 1)"},
      {"piecewise", R"("boundaries": [2, 3], "values": [0.1, 0.02, 0.05])"},
      {"one_cycle", R"("max": 0.1)"},
      {"reduce_on_plateau", R"("initial": 0.1, "patience": 1, "min_delta": 0.5)"}};
  static const std::vector<std::string> cases = [] {
    std::vector<std::string> list;
    for (const std::string& name : catalog().schedules.names())
      for (const std::string further : {"", R"(, "unit": "epoch", "warmup_steps": 3)"})
        list.push_back(R"({"type": ")" + name + R"(", )" + settings.at(name) + further + "}");
    return list;
  }();
  return cases;
}

OptimizerChoice make_optimizer(const std::string& name_or_json) {
  return make_component(catalog().optimizers, name_or_json.starts_with('{') ? name_or_json : quoted(name_or_json));
}

ScheduleChoice make_schedule(const std::string& name_or_json) {
  return make_component(catalog().schedules, name_or_json.starts_with('{') ? name_or_json : quoted(name_or_json));
}

template std::shared_ptr<const Activation<float>> make_activation(const std::string&);
template std::shared_ptr<const Activation<double>> make_activation(const std::string&);
template std::shared_ptr<Loss<float>> make_loss(const std::string&);
template std::shared_ptr<Loss<double>> make_loss(const std::string&);

}  // namespace mlp::test
