// label_smoothing and class_weight: from the config to the weights of the data's classes, and what is wrong with them.

#include <gtest/gtest.h>

#include "mlp/config/build.h"
#include "mlp/config/catalog.h"
#include "plan_support.h"
#include "tests/support/golden.h"

namespace mlp {
namespace {

const Catalog& all_names() {
  static const Catalog catalog = builtin_catalog();
  return catalog;
}

/// A config of one dense layer on d.csv, which has the classes a (5 rows), b (3) and c (2), and a number.
class ClassOptionsOfConfig : public testing::Test {
 protected:
  ClassOptionsOfConfig() {
    std::string text = "x,label,number\n";
    for (const char* label : {"a", "b", "c", "a", "b", "a", "b", "a", "c", "a"})
      text += "1," + std::string(label) + ",0.5\n";
    here.write("d.csv", text);
  }

  static std::string config(const std::string& loss, const std::string& target = "label",
                            const std::string& layer = R"("units": 3, "activation": "softmax")") {
    const std::string other = target == "label" ? "number" : "label";
    return R"({"data": {"source": {"type": "csv", "path": "d.csv", "target": ")" + target + R"(", "ignore": [")" +
           other + R"("]}, "split": {"shuffle": false}},
 "model": {"layers": [{"type": "dense", )" +
           layer + "}]},\n \"loss\": " + loss + "}";
  }

  RunConfig read(const std::string& text) const {
    Problems problems;
    RunConfig run = read_run_config(here.plan(text).runs.at(0).config, all_names(), problems);
    problems.raise();
    return run;
  }

  ClassTargets targets(const std::string& loss) const { return build_run<double>(read(config(loss))).class_targets; }

  /// The lines of a message but for the excerpt.
  std::string error(const std::string& text) const {
    const std::string all = here.without_folder(message_of([&] { build_run<double>(read(text)); }));
    std::string lines;
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t end = std::min(all.find('\n', at), all.size());
      if (all[at] != ' ') lines += (lines.empty() ? "" : "\n") + all.substr(at, end - at);
      at = end + 1;
    }
    return lines;
  }

  PlanFolder here;
};

TEST_F(ClassOptionsOfConfig, AreNoneByDefault) {
  EXPECT_TRUE(targets(R"("categorical_crossentropy")").weights.empty());
  EXPECT_EQ(targets(R"("categorical_crossentropy")").label_smoothing, 0);
}

TEST_F(ClassOptionsOfConfig, GiveAClassItsWeightAndOthersOne) {
  const ClassTargets t =
      targets(R"({"type": "categorical_crossentropy", "label_smoothing": 0.1, "class_weight": {"c": 2.5, "a": 0}})");
  EXPECT_EQ(t.label_smoothing, 0.1);
  EXPECT_EQ(t.weights, (std::vector<double>{0, 1, 2.5}));
}

// 10 samples, 3 classes: 10/(3·5), 10/(3·3), 10/(3·2).
TEST_F(ClassOptionsOfConfig, AreBalancedByTheNumbersOfSamples) {
  const ClassTargets t = targets(R"({"type": "categorical_crossentropy", "class_weight": "balanced"})");
  ASSERT_EQ(t.weights.size(), 3u);
  EXPECT_DOUBLE_EQ(t.weights[0], 10.0 / 15);
  EXPECT_DOUBLE_EQ(t.weights[1], 10.0 / 9);
  EXPECT_DOUBLE_EQ(t.weights[2], 10.0 / 6);
}

TEST_F(ClassOptionsOfConfig, AreBalancedAsByScikitLearn) {
  std::string text = "x,label,number\n";
  for (const auto& [label, count] : {std::pair{"2", 5}, {"0", 3}, {"1", 2}, {"3", 7}})
    for (int i = 0; i < count; ++i) text += "1," + std::string(label) + ",0.5\n";
  here.write("d.csv", text);
  const std::string loss = R"({"type": "categorical_crossentropy", "class_weight": "balanced"})";
  const ClassTargets t =
      build_run<double>(read(config(loss, "label", R"("units": 4, "activation": "softmax")"))).class_targets;
  const std::vector<double> expected = test::Golden("math/math.csv")["balanced"];
  ASSERT_EQ(t.weights.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_DOUBLE_EQ(t.weights[i], expected[i]);
}

// The last three rows, b, a, c, are of the validation part; a class without training samples weighs 1.
TEST_F(ClassOptionsOfConfig, AreBalancedByTheTrainingPartAlone) {
  here.write("d.csv", "x,label,number\n1,a,0\n1,a,0\n1,a,0\n1,b,0\n1,c,0\n1,a,0\n");
  RunConfig run = read(config(R"({"type": "categorical_crossentropy", "class_weight": "balanced"})"));
  run.data.split.validation = 2;
  const ClassTargets t = build_run<double>(run).class_targets;
  EXPECT_EQ(t.weights, (std::vector<double>{4.0 / 6, 2, 1}));
}

TEST_F(ClassOptionsOfConfig, AreWrittenOutInTheResolvedConfig) {
  const auto resolved = [&](const std::string& loss) {
    return to_compact_json(*read(config(loss)).resolved.find("loss"));
  };
  EXPECT_EQ(resolved(R"("categorical_crossentropy")"),
            R"({"type":"categorical_crossentropy","label_smoothing":0,"class_weight":null})");
  const std::string loss =
      R"({"type":"categorical_crossentropy","label_smoothing":0.1,"class_weight":{"b":2,"a":0.5}})";
  EXPECT_EQ(resolved(loss), loss);
  EXPECT_EQ(resolved(R"({"type": "categorical_crossentropy", "class_weight": "balanced"})"),
            R"({"type":"categorical_crossentropy","label_smoothing":0,"class_weight":"balanced"})");
}

TEST_F(ClassOptionsOfConfig, NameAClassThatTheDataHave) {
  EXPECT_EQ(error(config(R"({"type": "categorical_crossentropy",
  "class_weight": {"a": 1, "dog": 2, "label": 3}})")),
            "c.json:4:28: /loss/class_weight/dog: d.csv has no class \"dog\"; classes: a, b and c\n"
            "c.json:4:38: /loss/class_weight/label: d.csv has no class \"label\"; classes: a, b and c");
}

TEST_F(ClassOptionsOfConfig, MustBeNumbersOfTheRunsPrecision) {
  const std::string text = config(R"({"type": "categorical_crossentropy", "class_weight": {"c": 1e39}})");
  EXPECT_EQ(message_of([&] { build_run<double>(read(text)); }), "");
  const std::string message = message_of([&] { build_run<float>(read(text)); });
  EXPECT_NE(message.find("/loss/class_weight/c: the weight 1e+39 is beyond the numbers of this run's precision, which "
                         "end at 3.4028234663852886e+38"),
            std::string::npos)
      << message;
}

TEST_F(ClassOptionsOfConfig, SuggestTheNearestClass) {
  here.write("d.csv", "x,label,number\n1,setosa,0\n1,virginica,0\n1,versicolor,0\n");
  EXPECT_EQ(error(config(R"({"type": "categorical_crossentropy", "class_weight": {"setsoa": 2}})")),
            "c.json:3:64: /loss/class_weight/setsoa: d.csv has no class \"setsoa\"; did you mean \"setosa\"? Classes: "
            "setosa, versicolor and virginica");
}

TEST_F(ClassOptionsOfConfig, MustBeInTheirRanges) {
  EXPECT_EQ(error(config(R"({"type": "categorical_crossentropy", "class_weight": {"a": -1, "b": "2", "c": null}})")),
            "c.json:3:69: /loss/class_weight/a: must be at least 0, found -1\n"
            "c.json:3:78: /loss/class_weight/b: expected a number, the weight of the class, found the string \"2\"\n"
            "c.json:3:88: /loss/class_weight/c: expected a number, the weight of the class, found null");
  EXPECT_NE(error(config(R"({"type": "categorical_crossentropy", "label_smoothing": 1})")).find("/label_smoothing"),
            std::string::npos);
  EXPECT_NE(error(config(R"({"type": "categorical_crossentropy", "label_smoothing": -0.1})")).find("/label_smoothing"),
            std::string::npos);
  for (const std::string wrong : {R"("balance")", "2", "[1, 2]", "true"})
    EXPECT_NE(error(config(R"({"type": "categorical_crossentropy", "class_weight": )" + wrong + "}"))
                  .find("/loss/class_weight: expected {\"CLASS\": weight, …} or \"balanced\", found "),
              std::string::npos)
        << wrong;
}

TEST_F(ClassOptionsOfConfig, AreNotOfARegression) {
  const std::string dense = R"("units": 1)";
  for (const std::string option :
       {R"("label_smoothing": 0.1)", R"("class_weight": "balanced")", R"("class_weight": {"a": 2})"})
    EXPECT_EQ(error(config(R"({"type": "huber", )" + option + "}", "number", dense)),
              "c.json:3:10: /loss: \"label_smoothing\" and \"class_weight\" are of classes, but the task is "
              "\"regression\"; set data.task to a classification, or leave them out")
        << option;
  EXPECT_EQ(error(config(R"({"type": "huber", "label_smoothing": 0, "class_weight": null})", "number", dense)), "");
}

TEST_F(ClassOptionsOfConfig, GoWithEveryLossOnATaskOfClasses) {
  for (const std::string& name : all_names().losses.names()) {
    std::string text =
        config(R"({"type": ")" + name + R"(", "label_smoothing": 0.1, "class_weight": "balanced"})", "label",
               name == "binary_crossentropy"        ? R"("units": 3, "activation": "sigmoid")"
               : name == "categorical_crossentropy" ? R"("units": 3, "activation": "softmax")"
                                                    : R"("units": 3)");
    text.insert(text.find("\"split\""), "\"task\": \"multiclass_classification\", ");
    EXPECT_EQ(error(text), "") << name;
  }
}

TEST_F(ClassOptionsOfConfig, AHingeLossNeedsALinearOutput) {
  EXPECT_EQ(error(config(R"("hinge")")), "c.json:3:10: /loss: hinge needs a last layer with the activation \"linear\"");
  EXPECT_EQ(error(config(R"("hinge")", "label", R"("units": 3)")), "");
  EXPECT_NE(error(config(R"("hinge")", "number", R"("units": 1)")), "");
}

}  // namespace
}  // namespace mlp
