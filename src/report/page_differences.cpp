#include "page_differences.h"

#include <algorithm>
#include <map>
#include <set>

#include "html.h"
#include "mlp/config/catalog.h"
#include "mlp/config/describe.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;
using html::TableCell;
using html::text;
using Values = std::map<std::string, std::string>;

/// A key and its value, as HTML, in each net.
struct Difference {
  std::string key;
  std::vector<std::string> values;
};

/// As plain_text() writes a value of a config; empty for what is more than a number or a word.
std::string default_text(const Tree& value) {
  if (value.is_number()) return shortest(value.number);
  if (value.kind == Tree::Kind::boolean) return value.boolean ? "true" : "false";
  return value.kind == Tree::Kind::string ? value.string : "";
}

/// The defaults of all activations and initializers, by "NAME.KEY".
const Values& defaults() {
  static const Values all = [] {
    Values found;
    const Catalog catalog = builtin_catalog();
    for (const KindDescription& kind :
         {describe(catalog.activations, &catalog), describe(catalog.initializers, &catalog)})
      for (const ComponentDescription& component : kind.components)
        for (const KeyDescription& key : component.keys)
          if (key.fallback) found[component.name + "." + key.key] = default_text(*key.fallback);
    return found;
  }();
  return all;
}

/// "uniform(low 0, high 1)" of {"type": "uniform", "low": 0, "high": 1, "gain": 1}: a default is not worth a word.
std::string component_text(const Json& value) {
  if (!value.is_object() || !value.contains("type")) return plain_text(value);
  const std::string name = plain_text(value.at("type"));
  std::string parameters;
  for (const auto& [key, member] : value.items()) {
    const auto usual = defaults().find(name + "." + key);
    const std::string shown = component_text(member);
    if (key == "type" || (usual != defaults().end() && usual->second == shown)) continue;
    parameters += (parameters.empty() ? "" : ", ") + key + " " + shown;
  }
  return name + (parameters.empty() ? "" : "(" + parameters + ")");
}

/// The layers of a config, each as its keys and what stands for them; names and connections are left out, which say
/// where a layer stands.
std::vector<Values> layers_of(const Json& config) {
  std::vector<Values> layers;
  const Json& list = at_path(config, {"model", "layers"});
  if (!list.is_array()) return layers;
  for (const Json& layer : list) {
    Values& values = layers.emplace_back();
    if (!layer.is_object()) continue;
    for (const auto& [key, value] : layer.items())
      if (key != "name" && key != "inputs") values[key] = component_text(value);
  }
  return layers;
}

/// The keys that are not the same in all layers of all configs; what the others say is no difference.
std::set<std::string> telling_keys(const std::vector<std::vector<Values>>& nets) {
  std::set<std::string> all, telling{"type", "units"};
  for (const auto& layers : nets)
    for (const Values& layer : layers)
      for (const auto& [key, _] : layer) all.insert(key);
  const auto value_in = [](const Values& layer, const std::string& key) {
    return layer.contains(key) ? layer.at(key) : std::string();
  };
  for (const std::string& key : all)
    for (const auto& layers : nets)
      for (const Values& layer : layers)
        if (value_in(layer, key) != value_in(nets.front().front(), key)) telling.insert(key);
  return telling;
}

/// "dense, units 5, activation tanh"
std::string layer_text(const Values& layer, const std::set<std::string>& telling) {
  std::string first = layer.contains("type") ? layer.at("type") : "", rest;
  for (const auto& [key, value] : layer) {
    if (key == "type" || !telling.contains(key) || value.empty()) continue;
    std::string& place = key == "units" ? first : rest;
    place += ", " + key + " " + value;
  }
  return first + rest;
}

/// The layers of a net, equal neighbours as one line: "5 × dense, units 5".
std::string net_html(const std::vector<Values>& layers, const std::set<std::string>& telling) {
  std::string result;
  for (std::size_t i = 0; i < layers.size();) {
    const std::string line = layer_text(layers[i], telling);
    std::size_t end = i;
    while (end < layers.size() && layer_text(layers[end], telling) == line) ++end;
    result += (result.empty() ? "" : "<br>") + text((end - i > 1 ? std::to_string(end - i) + " × " : "") + line);
    i = end;
  }
  return result;
}

/// The config of each net: of its first run, null where there is none.
std::vector<Json> configs_of(const PageContent& content) {
  std::vector<Json> configs;
  for (const auto& runs : content.details) configs.push_back(runs.empty() ? Json() : runs[0].config);
  return configs;
}

/// The layers of each net, where they are not the same.
std::vector<Difference> layer_differences(const std::vector<Json>& configs) {
  std::vector<std::vector<Values>> nets;
  for (const Json& config : configs) nets.push_back(layers_of(config));
  if (std::ranges::all_of(nets, [&](const auto& layers) { return layers == nets[0]; })) return {};
  if (std::ranges::any_of(nets, [](const auto& layers) { return layers.empty(); })) return {};
  const std::set<std::string> telling = telling_keys(nets);
  Difference found{"model.layers", {}};
  for (const auto& layers : nets) found.values.push_back(net_html(layers, telling));
  return {found};
}

/// The other keys, in the order in which they first occur; "–" where a net does not have one.
std::vector<Difference> key_differences(const std::vector<Json>& configs) {
  std::vector<std::string> keys;
  std::vector<Values> values;
  for (const Json& config : configs) {
    Values& own = values.emplace_back();
    for (auto& [key, value] : leaves_of(config)) {
      if (key == "seed" || key == "name" || key.starts_with("model.layers.")) continue;
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
      own[key] = value;
    }
  }
  std::vector<Difference> found;
  for (const std::string& key : keys) {
    Difference one{key, {}};
    for (const Values& own : values) one.values.push_back(text(own.contains(key) ? own.at(key) : "–"));
    if (std::ranges::any_of(one.values, [&](const std::string& value) { return value != one.values[0]; }))
      found.push_back(std::move(one));
  }
  return found;
}

std::string table_by_net(const PageContent& content, const std::vector<Difference>& differences) {
  std::vector<html::TableColumn> columns{{"net"}};
  for (const Difference& difference : differences) columns.push_back({difference.key});
  std::vector<std::vector<TableCell>> rows;
  for (std::size_t g = 0; g < content.groups.size(); ++g) {
    auto& row = rows.emplace_back(std::vector<TableCell>{html::text_cell(content.groups[g].label)});
    for (const Difference& difference : differences) row.push_back({difference.values[g], ""});
  }
  return html::table(columns, rows, html::TableKind::sortable);
}

std::string table_by_key(const PageContent& content, const std::vector<Difference>& differences) {
  std::vector<html::TableColumn> columns{{"key"}};
  for (const RunGroup& group : content.groups) columns.push_back({group.label});
  std::vector<std::vector<TableCell>> rows;
  for (const Difference& difference : differences) {
    auto& row =
        rows.emplace_back(std::vector<TableCell>{{"<code>" + text(difference.key) + "</code>", difference.key}});
    for (const std::string& value : difference.values) row.push_back({value, ""});
  }
  return html::table(columns, rows, html::TableKind::plain);
}

}  // namespace

std::string differences_table(const PageContent& content) {
  if (content.groups.size() < 2) return "";
  const std::vector<Json> configs = configs_of(content);
  std::vector<Difference> differences = layer_differences(configs);
  for (Difference& one : key_differences(configs)) differences.push_back(std::move(one));
  if (differences.empty()) return "<p>" + text("Their configs are the same but for names and seeds.") + "</p>\n";
  const bool by_net = content.groups.size() >= differences.size();
  return std::string("<div class=\"differences\">") +
         (by_net ? table_by_net(content, differences) : table_by_key(content, differences)) + "</div>\n";
}

}  // namespace mlp
