#include <gtest/gtest.h>

#include "program.h"

namespace mlp {
namespace {

/// A regression on 40 rows of x in −1 … 1 and y = 2x, or another net in its place.
std::string regression_config(const std::string& layers, const std::string& more = "") {
  return R"({"data": {"source": {"type": "csv", "path": "d.csv", "target": "y"},
                      "split": {"validation": 0.25, "test": 0.25}},
             "model": {"layers": [)" +
         layers + R"(]}, "loss": "mean_squared_error")" + more + "}";
}

class ValidateCommand : public testing::Test {
 protected:
  ValidateCommand() {
    std::string csv = "x,y\n";
    for (int i = 0; i < 40; ++i) csv += std::to_string(i / 20.0 - 1) + "," + std::to_string(i / 10.0 - 2) + "\n";
    here.write("d.csv", csv);
  }

  /// What validate prints for a config.
  std::string output_for(const std::string& config) {
    here.write("c.json", config);
    const ProgramResult r = here.mlp({"validate", "c.json"});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_TRUE(r.out.starts_with("c.json: ok, ")) << r.out;
    return r.out;
  }

  void expect_warning(const std::string& config, const std::string& part) {
    const std::string out = output_for(config);
    EXPECT_NE(out.find("warning: "), std::string::npos) << out;
    EXPECT_NE(out.find(part), std::string::npos) << out;
  }

  Workplace here;
};

constexpr const char* good_hidden =
    R"({"type": "dense", "units": 8, "activation": "relu", "kernel_initializer": "he_normal"}, )";
constexpr const char* output = R"({"type": "dense", "units": 1})";

TEST_F(ValidateCommand, AGoodConfigHasNoWarning) {
  EXPECT_EQ(output_for(regression_config(std::string(good_hidden) + output)), "c.json: ok, 1 run\n");
  EXPECT_EQ(here.mlp({"validate", "xor.json"}).out, "xor.json: ok, 1 run\n");
}

TEST_F(ValidateCommand, WarnsOfAHiddenLayerWithoutActivation) {
  expect_warning(regression_config(std::string(R"({"type": "dense", "units": 8}, )") + output),
                 "layer \"dense_1\": no activation");
  const std::string separate = R"({"type": "dense", "units": 8}, {"type": "activation", "activation": "tanh"}, )";
  EXPECT_EQ(output_for(regression_config(separate + output)), "c.json: ok, 1 run\n");
}

TEST_F(ValidateCommand, WarnsOfWeightsThatDoNotSuitTheActivation) {
  const auto net = [](const std::string& activation, const std::string& initializer) {
    return regression_config(R"({"type": "dense", "units": 30, "activation": ")" + activation +
                             R"(", "kernel_initializer": )" + initializer + R"(, "repeat": 3}, )" + output);
  };
  expect_warning(
      net("relu", "\"xavier\""),
      "layers \"dense_2\" and \"dense_3\": the first weights are too small for relu (sqrt(n Var W) = 0.577): "
      "signal and gradient shrink to 0.41 of their size");  // √⅓, and √½ of it
  expect_warning(net("tanh", "\"he_normal\""), "are large for tanh (sqrt(n Var W) = 1.41)");
  expect_warning(net("sigmoid", "\"he_uniform\""), "are large for sigmoid");
  expect_warning(net("tanh", R"({"type": "uniform", "low": 0, "high": 1})"), "the first weights have the mean 0.5");
  expect_warning(net("tanh", "0.5"), "all first weights are 0.5");
  for (const char* initializer : {"glorot_uniform", "glorot_normal", "lecun_normal"})
    EXPECT_EQ(output_for(net("tanh", "\"" + std::string(initializer) + "\"")), "c.json: ok, 1 run\n") << initializer;
}

TEST_F(ValidateCommand, WarnsOfOutputsThatCannotReachTheTargets) {
  const std::string hidden = good_hidden;
  expect_warning(regression_config(hidden + R"({"type": "dense", "units": 1, "activation": "relu"})"),
                 "relu, cannot reach the targets");
  expect_warning(regression_config(hidden + R"({"type": "dense", "units": 1, "activation": "tanh"})"),
                 "tanh, cannot reach the targets");
}

TEST_F(ValidateCommand, WarnsOfDropoutAtTheOutput) {
  const std::string hidden = good_hidden, dropout = R"({"type": "dropout", "rate": 0.5})";
  expect_warning(regression_config(hidden + dropout + ", " + output), "dropout right before the output");
  expect_warning(regression_config(hidden + output + ", " + dropout), "dropout is the last layer");
}

TEST_F(ValidateCommand, WarnsOfUnscaledInputsAndMissingParts) {
  here.write("big.csv", "x,y\n100,1\n200,2\n300,3\n400,4\n");
  const std::string net = std::string(good_hidden) + output;
  const std::string base =
      R"({"data": {"source": {"type": "csv", "path": "big.csv", "target": "y"}}, "model": {"layers": [)" + net +
      R"(]}, "loss": "mean_squared_error")";
  expect_warning(base + "}", "\"scaling\": \"standardize\" helps");
  expect_warning(base + "}", "neither validation nor test data");
  std::string large = base;
  large.replace(large.find("\"y\""), 3, "\"x\"");  // 100, 200, 300, 400: a variance of 12500
  expect_warning(large + "}", "target x has mean 250 and standard deviation 112");
  expect_warning(base + R"(, "training": {"early_stopping": {"monitor": "train_loss"}}})",
                 "early stopping without validation");
}

TEST_F(ValidateCommand, WarnsOfRpropOnBatches) {
  const auto config = [](const std::string& batch) {
    return regression_config(std::string(good_hidden) + output,
                             R"(, "optimizer": "rprop", "training": {"batch_size": )" + batch + "}");
  };
  expect_warning(config("10"), "rprop goes by the signs of the gradient");
  EXPECT_EQ(output_for(config("\"full\"")), "c.json: ok, 1 run\n");
  EXPECT_EQ(output_for(config("20")), "c.json: ok, 1 run\n");  // all that there are
}

TEST_F(ValidateCommand, WarnsOfKeysWithoutEffect) {
  const auto hidden = [](const std::string& keys) {
    return regression_config(
        R"({"type": "dense", "units": 8, "activation": "relu", "kernel_initializer": "he_normal", )" + keys + "}, " +
        output);
  };
  const auto with = [](const std::string& members) {
    return regression_config(std::string(good_hidden) + output, ", " + members);
  };
  const std::string no_bias = "\"use_bias\": false, ", no_bias_why = "layer \"dense_1\" has no bias";
  expect_warning(hidden(no_bias + R"("bias_initializer": 0.1)"), "\"bias_initializer\" has no effect: " + no_bias_why);
  expect_warning(hidden(no_bias + R"("bias_regularizer": {"l2": 1})"),
                 "\"bias_regularizer\" has no effect: " + no_bias_why);
  expect_warning(hidden(R"("trainable": false, "learning_rate_multiplier": 2)"),
                 "\"learning_rate_multiplier\" has no effect: layer \"dense_1\" is frozen");
  expect_warning(hidden(R"("trainable": false, "kernel_constraint": {"max_norm": 2})"),
                 "\"kernel_constraint\" has no effect: layer \"dense_1\" is frozen");
  expect_warning(with(R"("optimizer": {"type": "sgd", "nesterov": true})"), "\"nesterov\" has no effect");
  expect_warning(with(R"("optimizer": "rprop", "training": {"batch_size": "full", "clip_norm": 1})"),
                 "\"clip_norm\" has no effect");
  expect_warning(with(R"("training": {"batch_size": "full", "drop_last": true})"), "\"drop_last\" has no effect");
  for (const std::string& config : {hidden(R"("use_bias": false)"), hidden(R"("bias_initializer": 0.1)"),
                                    with(R"("optimizer": {"type": "sgd", "nesterov": true, "momentum": 0.9})")})
    EXPECT_EQ(output_for(config), "c.json: ok, 1 run\n");
}

TEST_F(ValidateCommand, WarnsOfTargetsAndHistogramsThatNeverCome) {
  const auto xor_with = [](const std::string& members) {
    return R"({"data": {"source": {"type": "xor", "noise": 0.1}, "split": {"validation": 0.2, "test": 0.2}},
               "model": {"layers": [)" +
           std::string(good_hidden) + R"({"type": "dense", "units": 1, "activation": "sigmoid"}]},
               "loss": "binary_crossentropy", "training": {"epochs": 5}, )" +
           members + "}";
  };
  expect_warning(xor_with(R"("target": {"metric": "test_accuracy", "at_least": 90})"),
                 "the target of 90 cannot be reached: \"test_accuracy\" is at most 1");
  expect_warning(xor_with(R"("metrics": ["roc_auc"], "target": {"metric": "val_roc_auc", "at_least": 1.5})"),
                 "the target of 1.5 cannot be reached: \"val_roc_auc\" is at most 1");
  const auto target_of = [&](const std::string& members) { return xor_with("\"target\": {" + members + "}"); };
  expect_warning(target_of(R"("metric": "test_loss", "at_most": -1)"),
                 "the target of -1 cannot be reached: \"test_loss\" is at least 0");
  expect_warning(target_of(R"("metric": "val_accuracy", "at_least": 0)"),
                 "the target of 0 cannot be missed: \"val_accuracy\" is at least 0");
  expect_warning(target_of(R"("metric": "val_accuracy", "at_most": 1)"),
                 "the target of 1 cannot be missed: \"val_accuracy\" is at most 1");
  expect_warning(target_of(R"("metric": "train_loss", "at_least": 0.3)"),
                 "the target of 0.3 is \"at_least\", but of \"train_loss\" less is better; is \"at_most\" meant?");
  expect_warning(target_of(R"("metric": "test_accuracy", "at_most": 0.5)"),
                 "the target of 0.5 is \"at_most\", but of \"test_accuracy\" more is better; is \"at_least\" meant?");
  EXPECT_EQ(output_for(target_of(R"("metric": "test_loss", "at_most": 0.3)")), "c.json: ok, 1 run\n");
  expect_warning(xor_with(R"("diagnostics": {"histograms": [0, 6]})"),
                 "\"histograms\" has no effect: of epoch 6, after the last, 5");
  EXPECT_EQ(output_for(xor_with(R"("target": {"metric": "test_accuracy", "at_least": 1},
                                   "diagnostics": {"histograms": [0, 5]})")),
            "c.json: ok, 1 run\n");
}

TEST_F(ValidateCommand, FindsTheProblemsOfAllConfigsInOneGo) {
  here.write("typo.json",
             R"({"data": {"source": "xor"}, "model": {"layers": [{"type": "dens", "units": 1}]}, "loss": "hinj"})");
  here.write("gone.json",
             R"({"data": {"source": {"type": "csv", "path": "gone.csv", "target": "y"}}, "model": {"layers": [)" +
                 std::string(output) + R"(]}, "loss": "mean_squared_error"})");
  here.write("text.json", "no JSON");
  const ProgramResult r = here.mlp({"validate", "typo.json", "xor.json", "gone.json", "text.json", "nowhere.json"});
  EXPECT_EQ(r.code, 2);
  EXPECT_EQ(r.out, "xor.json: ok, 1 run\n");
  for (const char* part :
       {"typo.json:1:", "unknown layer \"dens\"", "unknown loss \"hinj\"", "gone.csv", "text.json:1:1", "nowhere.json"})
    EXPECT_NE(r.err.find(part), std::string::npos) << part << "\n" << r.err;
}

TEST_F(ValidateCommand, NamesTheVariantsThatAWarningIsOf) {
  const std::string config = regression_config(
      std::string(good_hidden) + output,
      R"(, "optimizer": "adam", "variants": {"a": {}, "b": {"data": {"split": {"validation": 0, "test": 0}}}},
                                            "sweep": {"optimizer.learning_rate": [0.1, 0.2]}, "repeats": 3)");
  const std::string out = output_for(config);
  EXPECT_TRUE(out.starts_with("c.json: ok, 12 runs\n")) << out;
  EXPECT_NE(out.find("(in 2 of 4 runs: b/optimizer.learning_rate=0.1, b/optimizer.learning_rate=0.2)"),
            std::string::npos)
      << out;
}

TEST_F(ValidateCommand, FindsVariantsThatDoNotFitTheData) {
  here.write(
      "c.json",
      regression_config(
          output, R"(, "variants": {"good": {}, "bad": {"model": {"layers": [{"type": "dense", "units": 2}]}}})"));
  const ProgramResult r = here.mlp({"validate", "c.json"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("use units 1 (in 1 of 2 runs: bad)"), std::string::npos) << r.err;
  EXPECT_EQ(r.out, "");
}

/// What is no number is not blamed a second time, for being something else.
TEST_F(ValidateCommand, SaysOnceWhatIsWrongWithAnOption) {
  EXPECT_EQ(here.mlp({"validate", "xor.json", "--set", "optimizer.learning_rate=1e999"}).err,
            "command line: the number 1e999 is too large\n  --set optimizer.learning_rate=1e999\n"
            "                                ^~~~~\n");
  const std::string all =
      here.mlp({"validate", "xor.json", "--set", "optimizer.learning_rate=1e999", "--set", "training.epochs=few"}).err;
  EXPECT_NE(all.find("the number 1e999 is too large"), std::string::npos) << all;
  EXPECT_NE(all.find("/training/epochs: expected"), std::string::npos) << all;
}

}  // namespace
}  // namespace mlp
