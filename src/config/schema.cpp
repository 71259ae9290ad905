#include "mlp/config/schema.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace mlp {
namespace {

using Kinds = std::map<std::string, const KindDescription*>;

Tree object_with(std::string_view key, Tree value) {
  Tree tree = Tree::object();
  tree.set(key, std::move(value));
  return tree;
}

Tree of_type(const char* name) { return object_with("type", Tree::of(name)); }

Tree list_of(std::vector<Tree> items) {
  Tree list = Tree::array();
  list.items = std::move(items);
  return list;
}

Tree any_of(std::vector<Tree> schemas) { return object_with("anyOf", list_of(std::move(schemas))); }

Tree requires_key(const char* key) { return object_with("required", Tree::list(std::vector<std::string>{key})); }

Tree with_range(Tree schema, const KeyDescription& key) {
  if (key.low) schema.set(key.low_open ? "exclusiveMinimum" : "minimum", Tree::of(*key.low));
  if (key.high) schema.set(key.high_open ? "exclusiveMaximum" : "maximum", Tree::of(*key.high));
  return schema;
}

/// "integer or \"full\"" → integer, "full"
std::vector<std::string> alternatives(const std::string& type) {
  static const std::string separator = " or ";
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = type.find(separator); end != std::string::npos; end = type.find(separator, begin)) {
    parts.push_back(type.substr(begin, end - begin));
    begin = end + separator.size();
  }
  parts.push_back(type.substr(begin));
  return parts;
}

class SchemaWriter {
 public:
  explicit SchemaWriter(const std::vector<KindDescription>& kinds) {
    for (const KindDescription& kind : kinds) kinds_[kind.kind] = &kind;
  }

  Tree definitions() const {
    Tree all = Tree::object();
    for (const auto& [name, kind] : kinds_) all.set(name, component(*kind, {}));
    return all;
  }

  Tree properties(const std::vector<KeyDescription>& keys) const {
    Tree all = Tree::object();
    for (const KeyDescription& key : keys) all.set(key.key, value_of(key));
    return all;
  }

 private:
  Tree value_of(const KeyDescription& key) const {
    std::vector<Tree> schemas;
    for (const std::string& type : alternatives(key.type)) schemas.push_back(alternative(type, key));
    if (key.nullable) schemas.push_back(of_type("null"));
    // Draft-07 ignores what stands beside a "$ref", so the description needs a level of its own.
    const bool single = schemas.size() == 1 && schemas[0].find("$ref") == nullptr;
    Tree schema = single ? schemas[0] : any_of(std::move(schemas));
    if (!key.summary.empty()) schema.set("description", Tree::of(key.summary));
    if (key.fallback) schema.set("default", *key.fallback);
    return schema;
  }

  Tree alternative(const std::string& type, const KeyDescription& key) const {
    static const std::map<std::string, std::string> singular{
        {"numbers", "number"}, {"integers", "integer"},     {"strings", "string"}, {"paths", "path"},
        {"objects", "object"}, {"components", "component"}, {"lists", "list"}};
    if (type == "number" || type == "integer") return with_range(of_type(type.c_str()), key);
    if (type == "boolean") return of_type("boolean");
    if (type == "string" || type == "path")
      return key.choices.empty() ? of_type("string") : object_with("enum", Tree::list(key.choices));
    if (type == "object") return key.keys.empty() ? of_type("object") : closed_object(properties(key.keys));
    if (type == "component") return reference(key);
    if (type == "list") return of_type("array");
    if (type == "anything") return Tree::object();
    if (type.size() > 2 && type.starts_with('"'))
      return object_with("const", Tree::of(type.substr(1, type.size() - 2)));
    if (type.starts_with("list of ") && singular.contains(type.substr(8))) {
      Tree list = of_type("array");
      list.set("items", alternative(singular.at(type.substr(8)), key));
      return list;
    }
    throw std::logic_error("key \"" + key.key + "\" has a type that no schema can be made of: " + type);
  }

  /// A component, or one with further keys: a layer in its list.
  Tree reference(const KeyDescription& key) const {
    const auto kind = kinds_.find(key.component);
    if (kind == kinds_.end())
      throw std::logic_error("key \"" + key.key + "\" takes a component of an unknown kind: " + key.component);
    return key.keys.empty() ? object_with("$ref", Tree::of("#/definitions/" + key.component))
                            : component(*kind->second, key.keys);
  }

  static Tree closed_object(Tree properties) {
    Tree schema = of_type("object");
    schema.set("properties", std::move(properties));
    schema.set("additionalProperties", Tree::of(false));
    return schema;
  }

  /// The name of a component that can do without parameters, or an object with the parameters of its type.
  Tree component(const KindDescription& kind, const std::vector<KeyDescription>& further_keys) const {
    std::vector<std::string> plain_names;
    std::vector<Tree> forms;
    for (const ComponentDescription& entry : kind.components) {
      std::vector<KeyDescription> keys = entry.keys;
      keys.insert(keys.end(), further_keys.begin(), further_keys.end());
      std::vector<std::string> required{"type"};
      for (const KeyDescription& key : keys)
        if (key.required) required.push_back(key.key);
      if (required.size() == 1) plain_names.push_back(entry.name);
      Tree all = object_with("type", object_with("const", Tree::of(entry.name)));
      for (Member& member : properties(keys).members) all.members.push_back(std::move(member));
      Tree form = closed_object(std::move(all));
      form.set("required", Tree::list(required));
      if (!entry.summary.empty()) form.set("description", Tree::of(entry.summary));
      forms.push_back(std::move(form));
    }
    if (!plain_names.empty()) forms.insert(forms.begin(), object_with("enum", Tree::list(plain_names)));
    return any_of(std::move(forms));
  }

  Kinds kinds_;
};

/// Only that required keys are there, at any depth outside of components.
Tree completeness(const std::vector<KeyDescription>& keys) {
  std::vector<std::string> required;
  Tree properties = Tree::object();
  for (const KeyDescription& key : keys) {
    Tree inner = completeness(key.type == "object" ? key.keys : std::vector<KeyDescription>());
    // An object that is read as an empty one where it is missing lacks its required keys then.
    if (key.required || (key.fallback && !inner.members.empty())) required.push_back(key.key);
    if (!inner.members.empty()) properties.set(key.key, std::move(inner));
  }
  Tree schema = Tree::object();
  if (!required.empty()) schema.set("required", Tree::list(required));
  if (!properties.members.empty()) schema.set("properties", std::move(properties));
  return schema;
}

}  // namespace

Tree json_schema(const std::vector<KeyDescription>& root, const std::vector<KindDescription>& kinds) {
  const SchemaWriter writer(kinds);
  Tree names = object_with("$schema", of_type("string"));
  for (const KeyDescription& key : root) names.set(key.key, object_with("description", Tree::of(key.summary)));

  Tree whole = object_with("properties", writer.properties(root));
  whole.set("if", any_of({requires_key("variants"), requires_key("sweep")}));
  whole.set("else", completeness(root));

  Tree schema = object_with("$schema", Tree::of("http://json-schema.org/draft-07/schema#"));
  schema.set("title", Tree::of("mlp configuration"));
  schema.set("type", Tree::of("object"));
  schema.set("properties", std::move(names));
  schema.set("additionalProperties", Tree::of(false));
  schema.set("if", requires_key("extends"));
  schema.set("else", std::move(whole));
  schema.set("definitions", writer.definitions());
  return schema;
}

}  // namespace mlp
