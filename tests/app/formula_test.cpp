// Activations written as formulas, through the program as a user has them.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.h"

namespace mlp {
namespace {

TEST(ActivationCommand, TakesAFormula) {
  const Workplace here;
  const ProgramResult r =
      here.mlp({"activation", "--formula", "where(z > 0, z^2, -z)", "--from", "-1", "--to", "1", "--points", "5"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out, "z,value,derivative\n-1,1,-1\n-0.5,0.5,-1\n0,0,-1\n0.5,0.25,1\n1,1,2\n");
  const std::vector<std::string> range{"--from", "2", "--to", "3", "--points", "2"};
  for (std::vector<std::string> written : {std::vector<std::string>{"--formula=-z^2"},
                                           {"formula", "--set", "expression=-z^2"},
                                           {R"({"type": "formula", "expression": "-z^2"})"}}) {
    written.insert(written.begin(), "activation");
    written.insert(written.end(), range.begin(), range.end());
    EXPECT_EQ(here.mlp(written).out, "z,value,derivative\n2,-4,-4\n3,-9,-6\n");
  }
}

TEST(ActivationCommand, DrawsAFormula) {
  const Workplace here;
  const ProgramResult chart = here.mlp({"activation", "--formula", "sin(z) < z", "--chart", "--plot", "f.svg"});
  EXPECT_EQ(chart.code, 0) << chart.err;
  EXPECT_NE(chart.out.find("sin(z) < z"), std::string::npos) << chart.out;
  EXPECT_NE(here.read("f.svg").find("sin(z) &lt; z"), std::string::npos);
}

TEST(ActivationCommand, PointsAtTheMistakeInAFormula) {
  const Workplace here;
  const auto error = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "activation");
    const ProgramResult r = here.mlp(arguments);
    EXPECT_EQ(r.code, 2);
    EXPECT_EQ(r.out, "");
    return r.err;
  };
  const std::string missing = "an operator is missing before \"z\": for a product, write 2*z\n";
  EXPECT_EQ(error({"--formula", "relu(z) + 2z"}), "command line: /activation/expression: " + missing +
                                                      "  --formula relu(z) + 2z\n" + "                       ^\n");
  EXPECT_EQ(error({"formula", "--set", "expression=2z"}),
            "command line: /activation/expression: " + missing + "  --set expression=2z\n" + "                    ^\n");
  EXPECT_EQ(error({R"json({"type": "formula", "expression": "\u2212z*(1"})json"}),
            "command line: /activation/expression: \"−\" is not used in formulas: write -\n"
            "  activation {\"type\": \"formula\", \"expression\": \"\\u2212z*(1\"}\n"
            "                                                ^~~~~~\n");
  EXPECT_NE(error({"formula"}).find("the key \"expression\" is missing"), std::string::npos);
  EXPECT_NE(error({"relu", "--formula", "z"}).find("--formula"), std::string::npos);
  EXPECT_NE(error({}).find("name an activation, or write one: --formula"), std::string::npos);
  EXPECT_NE(error({"--formula", "softmax(z)"}).find("is no function of one z"), std::string::npos);
}

constexpr const char* formula_config = R"json({
  "data": {"source": {"type": "moons", "n": 60, "noise": 0.1}, "split": {"test": 0.25}},
  "model": {"layers": [
    {"type": "dense", "units": 6,
     "activation": {"type": "formula", "expression": "where(z > 0.5, z, sin(z)) + abs(z - 1)/4"}},
    {"type": "activation", "activation": {"type": "formula", "expression": "max(z, -0.1) * sigmoid(1.702*z)"}},
    {"type": "dense", "units": 1, "activation": "sigmoid"}]},
  "loss": "binary_crossentropy", "training": {"epochs": 3}
})json";

TEST(FormulaInAConfig, PassesTheGradientCheck) {
  const Workplace here;
  here.write("f.json", formula_config);
  const ProgramResult r = here.mlp({"gradcheck", "f.json"});
  EXPECT_EQ(r.code, 0) << r.out << r.err;
  EXPECT_NE(r.out.find("within 1e-06"), std::string::npos) << r.out;
}

TEST(FormulaInAConfig, IsKeptWithTheModel) {
  const Workplace here;
  here.write("f.json", formula_config);
  ASSERT_EQ(here.mlp({"train", "f.json", "--quiet"}).code, 0);
  here.write("new.csv", "x1,x2\n0.5,0.25\n-1,1\n");
  const ProgramResult first = here.mlp({"predict", "runs/f", "--data", "new.csv"});
  EXPECT_EQ(first.code, 0) << first.err;
  std::filesystem::create_directory(here / "alone");
  std::filesystem::rename(here / "runs/f/model.safetensors", here / "alone/net.safetensors");
  const ProgramResult alone = here.mlp({"predict", "alone/net.safetensors", "--data", "new.csv"});
  EXPECT_EQ(alone.code, 0) << alone.err;
  EXPECT_EQ(alone.out, first.out);
  EXPECT_NE(first.out, "");
}

TEST(FormulaInAConfig, IsWrittenToConfigAndJson) {
  const Workplace here;
  here.write("f.json", formula_config);
  ASSERT_EQ(here.mlp({"train", "f.json", "--quiet"}).code, 0);
  ASSERT_EQ(here.mlp({"export", "runs/f", "-o", "f.out.json", "--quiet"}).code, 0);
  const nlohmann::json expected{{"type", "formula"}, {"expression", "max(z, -0.1) * sigmoid(1.702*z)"}};
  EXPECT_EQ(nlohmann::json::parse(here.read("runs/f/config.json"))["model"]["layers"][1]["activation"], expected);
  EXPECT_EQ(nlohmann::json::parse(here.read("f.out.json"))["layers"][1]["activation"], expected);
  EXPECT_EQ(here.mlp({"verify", "runs/f"}).code, 0);
}

TEST(FormulaInAConfig, LearnsWhatTheBuiltInActivationLearns) {
  const Workplace here;
  here.write("f.json", formula_config);
  const auto loss = [&](const std::string& activation, const std::string& name) {
    EXPECT_EQ(here.mlp({"train", "f.json", "--quiet", "--set", "name=" + name, "--set",
                        "model.layers.0.activation=" + activation, "--set", "precision=float64"})
                  .code,
              0);
    return nlohmann::json::parse(here.read("runs/" + name + "/summary.json"))["metrics"]["last"]["train_loss"]
        .get<double>();
  };
  EXPECT_NEAR(loss(R"json({"type": "formula", "expression": "z * sigmoid(z)"})json", "formula"), loss("silu", "silu"),
              1e-13);
}

TEST(FormulaInAConfig, PointsAtTheCharacterInTheFile) {
  const Workplace here;
  here.write("f.json", R"json({
  "data": {"source": "xor"}, "loss": "binary_crossentropy",
  "model": {"defaults": {"activation": {"type": "formula", "expression": "z \u002a exp(z"}}, "layers": [
    {"type": "dense", "units": 3},
    {"type": "dense", "units": 1, "activation": "sigmoid"}]}
})json");
  const ProgramResult r = here.mlp({"validate", "f.json"});
  EXPECT_EQ(r.code, 2);
  EXPECT_EQ(r.err,
            "f.json:3:89: /model/defaults/activation/expression: \")\" is missing, which closes the \"(\" of character "
            "8\n"
            "   3 | …\"formula\", \"expression\": \"z \\u002a exp(z\"}}, \"layers\": [\n"
            "     |                                          ^\n");
}

TEST(FormulaInAConfig, DivergesLikeAnyOther) {
  const Workplace here;
  here.write("f.json", formula_config);
  const ProgramResult r =
      here.mlp({"train", "f.json", "--quiet", "--set", "model.layers.0.activation.expression=log(z)"});
  EXPECT_EQ(r.code, 3) << r.err;
  EXPECT_NE(r.err.find("epoch"), std::string::npos) << r.err;
}

TEST(FormulaInAConfig, ComesWithTheTheoryOfItsShape) {
  const Workplace here;
  here.write("f.json", formula_config);
  const auto line = [&](const std::string& expression) {
    const ProgramResult r =
        here.mlp({"init-stats", "f.json", "--set", "model.layers.0.activation.expression=" + expression});
    EXPECT_EQ(r.code, 0) << r.err;
    return r.out.substr(r.out.find("dense_1"), r.out.find('\n', r.out.find("dense_1")) - r.out.find("dense_1"));
  };
  const std::string rectifier = line("max(0, z)");
  EXPECT_NE(rectifier.find("formula"), std::string::npos) << rectifier;
  const ProgramResult relu = here.mlp({"init-stats", "f.json", "--set", "model.layers.0.activation=relu"});
  std::string expected = relu.out.substr(relu.out.find("dense_1"), rectifier.size());
  EXPECT_EQ(rectifier.substr(rectifier.find("formula") + 7), expected.substr(expected.find("relu") + 7)) << relu.out;
}

}  // namespace
}  // namespace mlp
