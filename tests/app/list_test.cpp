#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "apps/mlp/vocabulary.h"
#include "mlp/core/error.h"
#include "program.h"

namespace mlp {
namespace {

TEST(Vocabulary, FindsAKindByAnyOfItsNames) {
  const auto kinds = describe_kinds(builtin_catalog());
  for (const char* word : {"data source", "data sources", "source", "sources"})
    EXPECT_EQ(find_kind(kinds, word).kind, "data source");
  EXPECT_EQ(find_kind(kinds, "losses").kind, "loss");
  EXPECT_EQ(find_kind(kinds, "activation").kind, "activation");
  const std::string message = message_of<InputError>([&] { find_kind(kinds, "activaton"); });
  EXPECT_NE(message.find("did you mean \"activation\"?"), std::string::npos) << message;
}

TEST(ListCommand, ShowsEveryEntryOfEveryTable) {
  const Workplace here;
  const ProgramResult r = here.mlp({"list"});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const KindDescription& kind : describe_kinds(builtin_catalog()))
    for (const ComponentDescription& component : kind.components) {
      EXPECT_NE(r.out.find("\n" + component.name + " "), std::string::npos) << component.name;
      for (const KeyDescription& key : component.keys) EXPECT_NE(r.out.find(key.key), std::string::npos) << key.key;
    }
}

TEST(ListCommand, ShowsOneKind) {
  const Workplace here;
  const ProgramResult r = here.mlp({"list", "data", "sources"});
  EXPECT_EQ(r.code, 0);
  EXPECT_NE(r.out.find("circles"), std::string::npos);
  EXPECT_EQ(r.out.find("relu"), std::string::npos);
  EXPECT_EQ(here.mlp({"list", "colours"}).code, 2);
}

/// The schema of a layer of this type where the list of layers is described: there it has a "repeat".
const nlohmann::json* layer_in_list(const nlohmann::json& schema, const std::string& type) {
  if (!schema.is_structured()) return nullptr;
  if (schema.is_object() && schema.contains("properties") && schema["properties"].contains("repeat") &&
      schema["properties"].contains("type") && schema["properties"]["type"].value("const", "") == type)
    return &schema;
  for (const auto& part : schema)
    if (const auto* found = layer_in_list(part, type)) return found;
  return nullptr;
}

TEST(SchemaCommand, DescribesLayersWithTheirOwnKeysAndEveryComponent) {
  const Workplace here;
  const ProgramResult r = here.mlp({"schema"});
  ASSERT_EQ(r.code, 0) << r.err;
  const auto schema = nlohmann::json::parse(r.out);
  EXPECT_EQ(schema.at("$schema"), "http://json-schema.org/draft-07/schema#");
  for (const KindDescription& kind : describe_kinds(builtin_catalog()))
    EXPECT_TRUE(schema.at("definitions").contains(kind.kind)) << kind.kind;
  const nlohmann::json* dense = layer_in_list(schema, "dense");
  ASSERT_NE(dense, nullptr);
  for (const char* key : {"name", "inputs", "repeat", "type", "units", "activation", "kernel_initializer"})
    EXPECT_TRUE(dense->at("properties").contains(key)) << key;
}

}  // namespace
}  // namespace mlp
