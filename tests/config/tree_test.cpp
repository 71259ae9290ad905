#include "mlp/config/tree.h"

#include <gtest/gtest.h>

#include "support.h"

namespace mlp {
namespace {

TEST(Tree, KeepsNumbersOf64BitsExact) {
  EXPECT_EQ(tree_of("9223372036854775807").integer, INT64_MAX);
  EXPECT_EQ(tree_of("-9223372036854775808").integer, INT64_MIN);
  EXPECT_EQ(tree_of("9223372036854775808").kind, Tree::Kind::number);
  EXPECT_EQ(tree_of("18446744073709551616").number, 0x1p64);
  EXPECT_EQ(tree_of("32.0").kind, Tree::Kind::number);
  EXPECT_EQ(tree_of("7").number, 7.0);
}

TEST(Tree, EqualityIsThatOfValues) {
  EXPECT_TRUE(same_value(tree_of(R"({"a": 1, "b": [true, null]})"), tree_of(R"({"b": [true, null], "a": 1.0})")));
  EXPECT_FALSE(same_value(tree_of(R"({"a": 1})"), tree_of(R"({"a": 1, "b": 1})")));
  EXPECT_FALSE(same_value(tree_of("[1, 2]"), tree_of("[2, 1]")));
  EXPECT_FALSE(same_value(tree_of("1"), tree_of("\"1\"")));
  EXPECT_FALSE(same_value(tree_of("9007199254740993"), tree_of("9007199254740992.0")));
  EXPECT_FALSE(same_value(tree_of("1"), tree_of("1e300")));
}

TEST(Tree, MergingReplacesAllButObjects) {
  const Tree base = tree_of(R"({"a": {"x": 1, "y": [1, 2]}, "b": "relu", "c": 1})");
  const Tree over = tree_of(R"({"a": {"y": [3], "z": null}, "b": {"type": "elu"}})");
  EXPECT_EQ(to_compact_json(merged(base, over)), R"({"a":{"x":1,"y":[3],"z":null},"b":{"type":"elu"},"c":1})");
}

TEST(Tree, MergingParametersOverAPlainNameKeepsTheComponent) {
  const auto merge = [](const char* base, const char* over) {
    return to_compact_json(merged(tree_of(base), tree_of(over)));
  };
  EXPECT_EQ(merge(R"({"o": "sgd"})", R"({"o": {"momentum": 0.9}})"), R"({"o":{"type":"sgd","momentum":0.9}})");
  EXPECT_EQ(merge(R"({"o": {"type": "sgd", "momentum": 0.9}})", R"({"o": {"nesterov": true}})"),
            R"({"o":{"type":"sgd","momentum":0.9,"nesterov":true}})");
  EXPECT_EQ(merge(R"({"o": {"type": "sgd", "momentum": 0.9}})", R"({"o": {"type": "adam"}})"),
            R"({"o":{"type":"adam"}})");
}

TEST(Tree, MergedValuesRememberWhereTheyWereWritten) {
  const Tree result =
      merged(parse_json(text_of(R"({"a": 1, "b": 2})", "base.json")), parse_json(text_of(R"({"b": 3})", "top.json")));
  EXPECT_EQ(result.find("a")->place.text->name, "base.json");
  EXPECT_EQ(result.find("b")->place.text->name, "top.json");
  EXPECT_EQ(result.members[1].key_place.text->name, "top.json");
}

TEST(Tree, SetReplacesAndEraseRemoves) {
  Tree tree = tree_of(R"({"a": 1, "b": 2})");
  tree.set("a", Tree::of("text"));
  tree.set("c", Tree::of(true));
  tree.erase("b");
  tree.erase("missing");
  EXPECT_EQ(to_compact_json(tree), R"({"a":"text","c":true})");
}

TEST(Tree, DescribesValuesForMessages) {
  EXPECT_EQ(described(tree_of("\"0.1\"")), "the string \"0.1\"");
  EXPECT_EQ(described(tree_of("1.5")), "the number 1.5");
  EXPECT_EQ(described(tree_of("[]")), "an empty list");
  EXPECT_EQ(described(tree_of("{\"a\": 1}")), "an object");
  EXPECT_EQ(described(tree_of("null")), "null");
  const std::string longest = described(Tree::of(std::string(300, 'x')));
  EXPECT_EQ(longest, "the string \"" + std::string(57, 'x') + "…\"");
}

}  // namespace
}  // namespace mlp
