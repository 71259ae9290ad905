#include "mlp/config/schema.h"

#include <gtest/gtest.h>

#include "mlp/config/plan.h"
#include "support.h"

namespace mlp {
namespace {

using Number = std::shared_ptr<const double>;

const Registry<Number>& nested_curves() {
  static const Registry<Number> table = [] {
    Registry<Number> t("curve");
    t.add("flat", "f(z) = 0", [](Section&) { return std::make_shared<const double>(0); });
    t.add("bent", "f(z) = z where z > 0, else slope·z: a summary that is long enough to be wrapped in the table",
          [](Section& s) {
            s.choice("side", {"left", "right"}, "left", "which side is bent");
            s.component("inner", nested_curves(), "flat", "the curve inside");
            return std::make_shared<const double>(s.number("slope", 0.5, "slope for z < 0").at_least(0).below(1));
          });
    t.add("steep", "f(z) = rate·z", [](Section& s) {
      s.optional_integer("cut", "where it ends", Range::above(0));
      return std::make_shared<const double>(s.number("rate", "the slope"));
    });
    return t;
  }();
  return table;
}

std::vector<KeyDescription> root_keys() {
  Problems none;
  Section s(nullptr, "", {nullptr, &none, true});
  read_plan_keys(s, "");
  Section data = s.section("data", "what is learnt");
  data.path("file", "the table");
  data.numbers("shares", {0.5}, "parts", Range::within(0, 1));
  data.texts("columns", {}, "columns");
  s.optional_section("stopping", "a rule")->number("limit", "where");
  for (Section& layer : s.component_sections("layers", true, "curve", "from input to output"))
    layer.optional_text("name", "of the layer");
  s.raw("batch_size", "integer or \"full\"", "samples a step");
  s.description("batch_size").low = 1;
  return s.keys();
}

Tree schema() { return json_schema(root_keys(), {describe(nested_curves(), nullptr)}); }

/// The value at a JSON pointer; fails the test where there is none.
const Tree& at(const Tree& tree, const std::string& pointer) {
  const Tree* value = &tree;
  for (std::size_t begin = 1; begin < pointer.size() && value != nullptr;) {
    const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
    const std::string part = pointer.substr(begin, end - begin);
    value = value->kind == Tree::Kind::array ? &value->items.at(std::stoul(part)) : value->find(part);
    begin = end + 1;
  }
  if (value == nullptr) throw std::out_of_range(pointer);
  return *value;
}

std::string text_at(const Tree& tree, const std::string& pointer) { return to_compact_json(at(tree, pointer)); }

TEST(Schema, ComponentsAreNamesOrObjectsOfTheirType) {
  const Tree s = schema();
  EXPECT_EQ(text_at(s, "/definitions/curve/anyOf/0"), R"({"enum":["flat","bent"]})");  // steep needs its rate
  EXPECT_EQ(text_at(s, "/definitions/curve/anyOf/1"),
            R"({"type":"object","properties":{"type":{"const":"flat"}},"additionalProperties":false,)"
            R"("required":["type"],"description":"f(z) = 0"})");
  EXPECT_EQ(text_at(s, "/definitions/curve/anyOf/2/properties/slope"),
            R"({"type":"number","minimum":0,"exclusiveMaximum":1,"description":"slope for z < 0","default":0.5})");
  EXPECT_EQ(text_at(s, "/definitions/curve/anyOf/2/properties/inner"),
            R"({"anyOf":[{"$ref":"#/definitions/curve"}],"description":"the curve inside","default":"flat"})");
  EXPECT_EQ(text_at(s, "/definitions/curve/anyOf/2/properties/side/enum"), R"(["left","right"])");
  EXPECT_EQ(text_at(s, "/definitions/curve/anyOf/3/required"), R"(["type","rate"])");
  EXPECT_EQ(text_at(s, "/definitions/curve/anyOf/3/properties/cut/anyOf"),
            R"([{"type":"integer","exclusiveMinimum":0},{"type":"null"}])");
}

TEST(Schema, SectionsAndListsAreClosed) {
  const Tree s = schema();
  const std::string root = "/else/properties";
  EXPECT_EQ(text_at(s, root + "/data/anyOf/0/additionalProperties"), "false");
  EXPECT_EQ(text_at(s, root + "/data/anyOf/0/properties/shares/items"), R"({"type":"number","minimum":0,"maximum":1})");
  EXPECT_EQ(text_at(s, root + "/data/anyOf/0/properties/columns/anyOf/1"),
            R"({"type":"array","items":{"type":"string"}})");
  EXPECT_EQ(text_at(s, root + "/layers/items/anyOf/2/properties/name/anyOf/0"), R"({"type":"string"})");
  EXPECT_EQ(text_at(s, root + "/batch_size/anyOf"), R"([{"type":"integer","minimum":1},{"const":"full"}])");
  EXPECT_EQ(text_at(s, "/additionalProperties"), "false");
  EXPECT_EQ(text_at(s, "/properties/$schema"), R"({"type":"string"})");
}

TEST(Schema, AsksForRequiredKeysOnlyWhereNothingElseMayBringThem) {
  const Tree s = schema();
  EXPECT_EQ(text_at(s, "/if"), R"({"required":["extends"]})");
  EXPECT_EQ(text_at(s, "/else/if"), R"({"anyOf":[{"required":["variants"]},{"required":["sweep"]}]})");
  EXPECT_EQ(text_at(s, "/else/else"), R"({"required":["data","layers"],"properties":{"data":{"required":["file"]},)"
                                      R"("stopping":{"required":["limit"]}}})");
}

TEST(Schema, RefusesDescriptionsThatItDoesNotUnderstand) {
  KeyDescription key;
  key.key = "k";
  key.type = "numbr";
  EXPECT_THROW(json_schema({key}, {}), std::logic_error);
  key.type = "component";
  key.component = "unknown";
  EXPECT_THROW(json_schema({key}, {}), std::logic_error);
}

TEST(Listing, AlignsNamesAndParameters) {
  EXPECT_EQ(listing(describe(nested_curves(), nullptr), 72),
            "flat   f(z) = 0\n"
            "bent   f(z) = z where z > 0, else slope·z: a summary that is long enough\n"
            "       to be wrapped in the table\n"
            "  side   left      left | right                    which side is bent\n"
            "  inner  flat      curve                           the curve inside\n"
            "  slope  0.5       number, at least 0 and below 1  slope for z < 0\n"
            "steep  f(z) = rate·z\n"
            "  cut    none      integer, above 0                where it ends\n"
            "  rate   required  number                          the slope\n");
}

TEST(Listing, ShowsNestedKeysWithTheirParents) {
  const std::string text = listing(root_keys());
  EXPECT_NE(text.find("\ndata.file"), std::string::npos);
  EXPECT_NE(text.find("\nlayers.name"), std::string::npos);
  EXPECT_NE(text.find("list of curves"), std::string::npos);
}

}  // namespace
}  // namespace mlp
