#include "mlp/config/section.h"

#include <gtest/gtest.h>

#include <functional>

#include "support.h"

namespace mlp {
namespace {

/// A component as simple as can be: its name and one parameter.
struct Curve {
  std::string name;
  double parameter = 0;
};
using CurvePointer = std::shared_ptr<const Curve>;

const Registry<CurvePointer>& curves() {
  static const Registry<CurvePointer> table = [] {
    Registry<CurvePointer> t("activation");
    t.add("relu", "max(0, z)", [](Section&) { return std::make_shared<const Curve>(Curve{"relu"}); });
    t.add("leaky_relu", "", [](Section& s) {
      return std::make_shared<const Curve>(
          Curve{"leaky_relu", s.number("negative_slope", 0.01, "slope for z < 0").at_least(0)});
    });
    t.add("power", "", [](Section& s) {
      return std::make_shared<const Curve>(Curve{"power", s.number("exponent", "the power").above(0).at_most(4)});
    });
    t.add("mirror", "", [](Section& s) {  // a component that has one of its own kind
      const CurvePointer of = s.component("of", curves(), "relu", "what is mirrored");
      return std::make_shared<const Curve>(Curve{"mirror of " + (of ? of->name : "nothing")});
    });
    return t;
  }();
  return table;
}

/// A config's text, its tree and the section that reads it.
struct Reading {
  explicit Reading(const std::string& text) : tree(tree_of(text)) {}
  std::string raise() const {
    return message_of([this] { problems.raise(); });
  }
  Tree tree;
  Problems problems;
  Section section{&tree, "", {nullptr, &problems}};
};

TEST(Section, ReadsValuesOfEveryType) {
  Reading r(R"({"n": 1.5, "i": 32.0, "b": true, "t": "x", "c": "two", "ns": [1, 2.5], "is": [3], "ts": "one",
                "o": {"deep": 7}, "list": [{"k": 1}, {"k": 2}], "curve": {"type": "leaky_relu", "negative_slope": 0.2}})");
  Section& s = r.section;
  EXPECT_EQ(s.number("n", 0, ""), 1.5);
  EXPECT_EQ(s.integer("i", 0, ""), 32);
  EXPECT_TRUE(s.boolean("b", false, ""));
  EXPECT_EQ(s.text("t", ""), "x");
  EXPECT_EQ(s.choice("c", {"one", "two"}, "one", ""), "two");
  EXPECT_EQ(s.numbers("ns", {}, ""), (std::vector<double>{1, 2.5}));
  EXPECT_EQ(s.integers("is", {}, ""), (std::vector<std::int64_t>{3}));
  EXPECT_EQ(s.texts("ts", {}, ""), (std::vector<std::string>{"one"}));
  EXPECT_EQ(s.section("o", "").integer("deep", ""), 7);
  std::vector<Section> list = s.sections("list", true, "");
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[1].integer("k", ""), 2);
  EXPECT_EQ(s.component("curve", curves(), "relu", "")->parameter, 0.2);
  s.finish("the config");
  EXPECT_EQ(r.raise(), "");
}

TEST(Section, MissingKeysGiveTheirDefaults) {
  Reading r(R"({"off": null, "n": null})");  // a null is a key that is not there
  Section& s = r.section;
  EXPECT_EQ(s.number("n", 0.1, "").at_least(5), 0.1);  // a default is the program's: not checked
  EXPECT_EQ(s.choice("c", {"one", "two"}, "one", ""), "one");
  EXPECT_EQ(s.numbers("ns", {1, 2}, "", Range::below(0)), (std::vector<double>{1, 2}));
  EXPECT_EQ(s.optional_number("off", ""), std::nullopt);
  EXPECT_EQ(s.optional_integer("oi", ""), std::nullopt);
  EXPECT_EQ(s.optional_path("op", ""), std::nullopt);
  EXPECT_EQ(s.component("curve", curves(), "leaky_relu", "")->parameter, 0.01);
  EXPECT_EQ(s.optional_component("oc", curves(), ""), nullptr);
  EXPECT_EQ(s.section("o", "").integer("deep", 3, ""), 3);
  EXPECT_FALSE(s.optional_section("early_stopping", ""));
  EXPECT_TRUE(s.sections("list", false, "").empty());
  EXPECT_EQ(r.raise(), "");
}

TEST(Section, ResolvesToTheWholeConfigWithItsDefaults) {
  Reading r(R"({"training": {"epochs": 5}, "layers": [{"curve": "leaky_relu"}, {}], "$schema": "x"})");
  Section& s = r.section;
  s.text("name", "c", "");
  Section training = s.section("training", "");
  training.integer("epochs", 100, "");
  training.optional_number("clip_norm", "");
  for (Section& layer : s.sections("layers", true, "")) layer.component("curve", curves(), "relu", "");
  s.component("mirror", curves(), "mirror", "");
  s.optional_section("early_stopping", "");
  s.raw("missing", "anything", "");
  s.finish("the config");
  EXPECT_EQ(r.raise(), "");
  EXPECT_EQ(to_compact_json(s.resolved()),
            R"({"name":"c","training":{"epochs":5,"clip_norm":null},)"
            R"("layers":[{"curve":{"type":"leaky_relu","negative_slope":0.01}},{"curve":"relu"}],)"
            R"("mirror":{"type":"mirror","of":"relu"},"early_stopping":null})");
}

TEST(Section, PathsStartAtTheFolderOfTheirFile) {
  Reading r(R"({"a": "data/../x.csv", "b": "/abs/y.csv"})");
  EXPECT_EQ(r.section.path("a", ""), "/folder/x.csv");
  EXPECT_EQ(r.section.optional_path("b", ""), "/abs/y.csv");
  EXPECT_EQ(to_compact_json(r.section.resolved()), R"({"a":"/folder/x.csv","b":"/abs/y.csv"})");
}

TEST(Section, AsksTheFallbackForWhatItLacks) {
  const Tree defaults = tree_of(R"({"curve": "rleu", "units": "many", "unused": 1})");
  Reading r(R"({"layers": [{"units": 3}, {"curve": "relu"}]})");
  for (Section& layer : r.section.sections("layers", true, "")) {
    layer.use_fallback(&defaults, "/model/defaults");
    layer.component("curve", curves(), "relu", "");
    layer.integer("units", "").at_least(1);
    layer.finish("layer \"dense\"");
  }
  r.section.finish("the config");
  ASSERT_EQ(r.problems.size(), 2U) << r.raise();
  EXPECT_EQ(r.problems.all()[0].pointer, "/model/defaults/curve");
  EXPECT_EQ(r.problems.all()[1].pointer, "/model/defaults/units");
}

TEST(Section, AListOfComponentsTakesNamesAndFurtherKeys) {
  Reading r(R"({"layers": ["relu", {"type": "leaky_relu", "name": "second", "negative_slope": 0.5}]})");
  std::vector<Section> layers = r.section.component_sections("layers", true, "layer", "");
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].type(), "relu");
  EXPECT_EQ(layers[1].optional_text("name", ""), "second");
  EXPECT_EQ(layers[1].as_component(curves())->parameter, 0.5);
  EXPECT_EQ(layers[0].as_component(curves())->name, "relu");
  for (Section& layer : layers) layer.finish("layer \"" + layer.type() + "\"");
  EXPECT_EQ(r.raise(), "");
  EXPECT_EQ(to_compact_json(r.section.resolved()),
            R"({"layers":["relu",{"type":"leaky_relu","name":"second","negative_slope":0.5}]})");
}

TEST(Section, ReadingGoesOnAfterAProblem) {
  Reading r(R"({"a": "x", "b": -1, "c": "rleu", "d": 1})");
  EXPECT_EQ(r.section.number("a", 0.25, ""), 0.25);
  EXPECT_EQ(r.section.integer("b", 7, "").at_least(0).at_most(-5), 7);  // one problem a value
  EXPECT_EQ(r.section.component("c", curves(), "relu", ""), nullptr);
  EXPECT_EQ(r.section.integer("units", "").at_least(3), 3);
  r.section.finish("the config");
  EXPECT_EQ(r.problems.size(), 5U) << r.raise();
}

TEST(Section, AKeyReadTwiceIsOneRow) {
  Reading r(R"({"rate": 0.5})");
  EXPECT_NE(r.section.raw("rate", "number or component", "a"), nullptr);
  r.section.number("rate", 0.1, "b").above(0);
  ASSERT_EQ(r.section.keys().size(), 1U);
  EXPECT_EQ(r.section.keys()[0].summary, "b");
  EXPECT_EQ(r.section.keys()[0].low, 0.0);
}

TEST(Section, DescribesItselfWithoutAConfig) {
  Problems problems;
  Section s(nullptr, "", {nullptr, &problems, true});
  s.integer("units", "outputs").at_least(1);
  s.last_key().summary += " of the layer";
  s.component("curve", curves(), "mirror", "");
  s.section("training", "").choice("unit", {"step", "epoch"}, "step", "");
  for (Section& item : s.sections("parts", true, "")) item.path("file", "");
  for (Section& layer : s.component_sections("layers", true, "activation", "")) {
    layer.optional_text("name", "");
    EXPECT_EQ(layer.as_component(curves()), nullptr);
  }
  s.finish("the config");
  EXPECT_TRUE(problems.empty());
  const std::vector<KeyDescription>& keys = s.keys();
  ASSERT_EQ(keys.size(), 5U);
  EXPECT_TRUE(keys[0].required);
  EXPECT_EQ(keys[0].low, 1.0);
  EXPECT_EQ(keys[0].summary, "outputs of the layer");
  EXPECT_EQ(keys[1].choices, curves().names());
  EXPECT_TRUE(keys[1].keys.empty());
  EXPECT_EQ(keys[2].keys.at(0).choices, (std::vector<std::string>{"step", "epoch"}));
  EXPECT_EQ(keys[3].keys.at(0).type, "path");
  EXPECT_EQ(keys[4].keys.at(0).key, "name");
}

TEST(Section, EveryFactoryDescribesItself) {
  Problems problems;
  for (const auto& entry : curves().entries()) {
    Section s(nullptr, "", {nullptr, &problems, true});
    EXPECT_NE(entry.make(s), nullptr);
    EXPECT_EQ(s.keys().size(), entry.name == "relu" ? 0U : 1U);
  }
  EXPECT_TRUE(problems.empty());
}

TEST(Registry, RefusesASecondEntryOfAName) {
  Registry<int> table("thing");
  table.add("a", "", [](Section&) { return 1; });
  EXPECT_THROW(table.add("a", "", [](Section&) { return 2; }), std::logic_error);
}

struct Mistake {
  const char* text;
  void (*read)(Section&);
  const char* problem;  // place, pointer and message
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.text; }

class SectionMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(SectionMistakes, AreReported) {
  Reading r(GetParam().text);
  GetParam().read(r.section);
  r.section.finish("the config");
  ASSERT_EQ(r.problems.size(), 1U) << r.raise();
  const std::string text = formatted(r.problems.all()[0]);
  EXPECT_EQ(text.substr(7, text.find('\n') - 7), GetParam().problem);
}

const auto number = [](Section& s) { s.number("a", 0, "").at_least(0).below(1); };
const auto integer = [](Section& s) { s.integer("a", 1, "").above(0).at_most(9); };
const auto curve = [](Section& s) { s.component("a", curves(), "relu", ""); };
const auto required_curve = [](Section& s) { s.component("a", curves(), "", ""); };
const auto nothing = [](Section&) {};

const Mistake types_mistakes[] = {
    Mistake{R"({"a": "0.1"})", number, "1:7: /a: expected a number, found the string \"0.1\""},
    Mistake{R"({"a": [1]})", number, "1:7: /a: expected a number, found a list"},
    Mistake{R"({"a": 1.5})", integer, "1:7: /a: expected a whole number, found the number 1.5"},
    Mistake{R"({"a": 1e300})", integer, "1:7: /a: expected a smaller whole number, found the number 1e300"},
    Mistake{R"({"a": 9223372036854775808})", integer,
            "1:7: /a: expected a smaller whole number, found the number 9223372036854775808"},
    Mistake{R"({"a": true})", integer, "1:7: /a: expected a whole number, found true"},
    Mistake{R"({"a": 1})", [](Section& s) { s.boolean("a", true, ""); },
            "1:7: /a: expected true or false, found the number 1"},
    Mistake{R"({"a": {}})", [](Section& s) { s.text("a", ""); }, "1:7: /a: expected a string, found an empty object"},
    Mistake{R"({"a": 3})",
            [](Section& s) {
              s.choice("a", {"x", "y"}, "x", "");
            },
            "1:7: /a: expected one of \"x\" or \"y\", found the number 3"},
    Mistake{R"({"a": 3})", [](Section& s) { s.optional_text("a", ""); },
            "1:7: /a: expected a string, found the number 3"},
    Mistake{R"({"a": 3})", [](Section& s) { s.path("a", ""); }, "1:7: /a: expected a path, found the number 3"},
    Mistake{R"({"a": ""})", [](Section& s) { s.path("a", ""); }, "1:7: /a: expected a path, found an empty string"},
    Mistake{R"({"a": 3})", [](Section& s) { s.numbers("a", {}, ""); },
            "1:7: /a: expected a list of numbers, found the number 3"},
    Mistake{R"({"a": [1, "2"]})", [](Section& s) { s.numbers("a", {}, ""); },
            "1:11: /a/1: expected a number, found the string \"2\""},
    Mistake{R"({"a": [1, 2.5]})", [](Section& s) { s.integers("a", {}, ""); },
            "1:11: /a/1: expected a whole number, found the number 2.5"},
    Mistake{R"({"a": ["x", null]})", [](Section& s) { s.texts("a", {}, ""); },
            "1:13: /a/1: expected a string, found null"},
    Mistake{R"({"a": {"b": 1}})", [](Section& s) { s.texts("a", {}, ""); },
            "1:7: /a: expected a string or a list of strings, found an object"},
    Mistake{R"({"a": "x"})",
            [](Section& s) {
              Section part = s.section("a", "");
              part.integer("b", 1, "");
              part.texts("c", {}, "");
              part.finish("\"a\"");
            },
            "1:7: /a: expected an object, found the string \"x\"; its keys: b, c"},
    Mistake{R"({"a": {}})", [](Section& s) { s.sections("a", true, ""); },
            "1:7: /a: expected a list, found an empty object"},
    Mistake{R"({"a": [{}, 5]})", [](Section& s) { s.sections("a", true, ""); },
            "1:12: /a/1: expected an object, found the number 5"},
    Mistake{R"({"a": ["x"]})", [](Section& s) { s.sections("a", true, ""); },
            "1:8: /a/0: expected an object, found the string \"x\""},
    Mistake{R"({"a": [1]})", [](Section& s) { s.component_sections("a", true, "layer", ""); },
            "1:8: /a/0: expected the name of a layer or an object with \"type\", found the number 1"}};
INSTANTIATE_TEST_SUITE_P(Types, SectionMistakes, testing::ValuesIn(types_mistakes));

const Mistake ranges_mistakes[] = {
    Mistake{R"({"a": -0.5})", number, "1:7: /a: must be at least 0, found -0.5"},
    Mistake{R"({"a": 1})", number, "1:7: /a: must be below 1, found 1"},
    Mistake{R"({"a": 0})", integer, "1:7: /a: must be above 0, found 0"},
    Mistake{R"({"a": 10})", integer, "1:7: /a: must be at most 9, found 10"},
    Mistake{R"({"a": 0})", [](Section& s) { s.optional_number("a", "", Range::above(0)); },
            "1:7: /a: must be above 0, found 0"},
    Mistake{R"({"a": 7})", [](Section& s) { s.optional_integer("a", "", Range::within(1, 6)); },
            "1:7: /a: must be at least 1 and at most 6, found 7"},
    Mistake{R"({"a": [1, -2]})", [](Section& s) { s.numbers("a", {}, "", Range::at_least(0)); },
            "1:11: /a/1: must be at least 0, found -2"},
    Mistake{R"({"a": [0]})", [](Section& s) { s.integers("a", {}, "", Range::above(0)); },
            "1:8: /a/0: must be above 0, found 0"}};
INSTANTIATE_TEST_SUITE_P(Ranges, SectionMistakes, testing::ValuesIn(ranges_mistakes));

const Mistake keys_mistakes[] = {
    Mistake{"{}", [](Section& s) { s.number("units", ""); },
            "1:1: the key \"units\" is missing, and it has no default"},
    Mistake{R"({"o": {"x": 1}})",
            [](Section& s) {
              Section o = s.section("o", "");
              o.integer("x", "");
              o.integer("y", "");
            },
            "1:7: /o: the key \"y\" is missing, and it has no default"},
    Mistake{"{}", [](Section& s) { s.section("o", "").path("file", ""); },
            "1:1: /o: the key \"file\" is missing, and it has no default"},
    Mistake{"{}", [](Section& s) { s.sections("layers", true, ""); },
            "1:1: the key \"layers\" is missing, and it has no default"},
    Mistake{"{}", [](Section& s) { s.component("loss", curves(), "", ""); },
            "1:1: the key \"loss\" is missing, and it has no default"},
    Mistake{R"({"learning_rat": 1})", [](Section& s) { s.number("learning_rate", 1, ""); },
            "1:2: /learning_rat: key \"learning_rat\" is not used by the config; did you mean \"learning_rate\"? "
            "Known: learning_rate"},
    Mistake{R"({"zzz": 1})",
            [](Section& s) {
              s.number("alpha", 1, "");
              s.number("beta", 1, "");
            },
            "1:2: /zzz: key \"zzz\" is not used by the config; known: alpha, beta"},
    Mistake{R"({"a/b~c": 1})", nothing,
            "1:2: /a~1b~0c: key \"a/b~c\" is not used by the config, which has no parameters"},
    Mistake{R"({"o": {"$schema": 1}})",
            [](Section& s) {
              Section o = s.section("o", "");
              o.finish("the data");
            },
            "1:8: /o/$schema: key \"$schema\" is not used by the data, which has no parameters"},
    Mistake{R"({"a": "three"})",
            [](Section& s) {
              s.choice("a", {"one", "there"}, "one", "");
            },
            "1:7: /a: unknown a \"three\"; did you mean \"there\"? Known: one, there"},
    Mistake{R"({"a": "xxxx"})",
            [](Section& s) {
              s.optional_choice("a", {"one", "two"}, "");
            },
            "1:7: /a: unknown a \"xxxx\"; known: one, two"},
    Mistake{R"({"a": [1, 2]})",
            [](Section& s) {
              s.numbers("a", {}, "");
              s.problem("a", 1, "is not larger than the one before");
            },
            "1:11: /a/1: is not larger than the one before"},
    Mistake{R"({"a": 1})",
            [](Section& s) {
              s.number("a", 1, "");
              s.problem("b", "does not go with \"a\"");
            },
            "1:1: /b: does not go with \"a\""}};
INSTANTIATE_TEST_SUITE_P(Keys, SectionMistakes, testing::ValuesIn(keys_mistakes));

const Mistake components_mistakes[] = {
    Mistake{R"({"a": "rleu"})", curve,
            "1:7: /a: unknown activation \"rleu\"; did you mean \"relu\"? Known: relu, leaky_relu, power, mirror"},
    Mistake{R"({"a": {"type": "swish2"}})", curve,
            "1:16: /a/type: unknown activation \"swish2\"; known: relu, leaky_relu, power, mirror"},
    Mistake{R"({"a": {"alpha": 1}})", curve,
            "1:8: /a/alpha: key \"alpha\" is not used by activation \"relu\", which has no parameters"},
    Mistake{R"({"a": {"alpha": 1}})", required_curve,
            "1:7: /a: an object that stands for an activation needs a \"type\": one of \"relu\", \"leaky_relu\", "
            "\"power\" or \"mirror\""},
    Mistake{R"({"a": {"type": 3}})", curve, "1:16: /a/type: expected the name of an activation, found the number 3"},
    Mistake{R"({"a": 3})", curve,
            "1:7: /a: expected the name of an activation or an object with \"type\", found the number 3"},
    Mistake{R"({"a": {"type": "leaky_relu", "slope": 1}})", curve,
            "1:30: /a/slope: key \"slope\" is not used by activation \"leaky_relu\"; known: negative_slope"},
    Mistake{R"({"a": {"type": "leaky_relu", "negativ_slope": 1}})", curve,
            "1:30: /a/negativ_slope: key \"negativ_slope\" is not used by activation \"leaky_relu\"; did you mean "
            "\"negative_slope\"? Known: negative_slope"},
    Mistake{R"({"a": {"type": "relu", "alpha": 1}})", curve,
            "1:24: /a/alpha: key \"alpha\" is not used by activation \"relu\", which has no parameters"},
    Mistake{R"({"a": {"type": "leaky_relu", "negative_slope": -1}})", curve,
            "1:48: /a/negative_slope: must be at least 0, found -1"},
    Mistake{R"({"a": "power"})", curve, "1:7: /a: the key \"exponent\" is missing, and it has no default"},
    Mistake{R"({"a": {"type": "mirror", "of": "rel"}})", curve,
            "1:32: /a/of: unknown activation \"rel\"; did you mean \"relu\"? Known: relu, leaky_relu, power, mirror"}};
INSTANTIATE_TEST_SUITE_P(Components, SectionMistakes, testing::ValuesIn(components_mistakes));

}  // namespace
}  // namespace mlp
