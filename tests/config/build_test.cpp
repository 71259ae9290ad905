// What shows only when data and net come together.

#include "mlp/config/build.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/npy.h"
#include "mlp/files/model_file.h"
#include "run_support.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

class Build : public testing::Test {
 protected:
  Build() {
    put_bytes(folder / "named.csv", "x,y,z\n0,a,1\n1,b,2\n2,a,3\n3,b,4\n4,c,5\n5,a,6\n");
    put_bytes(folder / "two.csv", "x,y,z\n0,1,1.5\n1,0,2.5\n2,1,3.5\n3,0,4.5\n4,1,5.5\n5,0,6.5\n");
    put_bytes(folder / "one.csv", "x,y\n0,7\n1,7\n2,7\n3,7\n");
  }

  RunConfig config(const std::string& members) const {
    ReadRun read(good_config_with(members, folder.path().string()));
    EXPECT_EQ(read.message(), "") << members;
    return std::move(read.run);
  }

  /// What building says of the good config with these members; without the folder.
  std::string message(const std::string& members) const {
    const RunConfig run = config(members);
    std::string text = message_of([&] { build_run<float>(run); });
    const std::string prefix = folder.path().string() + "/";
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
      text.erase(at, prefix.size());
    return text;
  }

  static std::string csv(const std::string& file, const std::string& target, const std::string& more = "") {
    return R"("data": {"source": {"type": "csv", "path": ")" + file + R"(", "target": )" + target +
           R"(}, "split": {"validation": 0, "test": 0, "shuffle": false})" + more + "}";
  }
  static std::string net(const std::string& units, const std::string& activation, const std::string& loss) {
    return R"("model": {"layers": [{"type": "dense", "name": "out", "units": )" + units + R"(, "activation": ")" +
           activation + R"("}]}, "loss": ")" + loss + "\"";
  }

  TemporaryFolder folder;
};

const std::string bce = "binary_crossentropy", cce = "categorical_crossentropy", mse = "mean_squared_error";

TEST_F(Build, TheGoodConfigIsBuilt) {
  const RunConfig run = config("");
  const BuiltRun<float> built = build_run<float>(run);
  EXPECT_EQ(built.data.train().samples(), 600);
  EXPECT_EQ(built.data.validation().samples(), 200);
  EXPECT_EQ(built.model.outputs(), 1);
  EXPECT_EQ(built.threshold, 0);
  EXPECT_EQ(built.metric_names, std::vector<std::string>{"accuracy"});
}

TEST_F(Build, OutputsFitTheClasses) {
  EXPECT_EQ(message(csv("named.csv", "\"y\"") + "," + net("2", "softmax", cce)),
            "the last layer, \"out\", has 2 units, but named.csv has 3 classes; use units 3");
  EXPECT_EQ(message(csv("two.csv", "\"y\"") + "," + net("3", "sigmoid", bce)),
            "the last layer, \"out\", has 3 units, but two.csv has 2 classes; use units 1 (sigmoid), or 2");
  EXPECT_EQ(message(csv("two.csv", "\"y\"") + "," + net("1", "softmax", cce)),
            "the last layer, \"out\", has 1 unit with softmax, whose output is always 1; use units 2, or sigmoid with "
            "binary_crossentropy");
  EXPECT_EQ(message(csv("named.csv", "\"y\"") + "," + net("1", "sigmoid", bce)),
            "the last layer, \"out\", has 1 unit, but named.csv has 3 classes; use units 3");
  EXPECT_EQ(message(csv("named.csv", "\"y\"") + "," + net("3", "sigmoid", bce)), "");
  EXPECT_EQ(message(csv("two.csv", "\"y\"") + "," + net("2", "softmax", cce)), "");
}

TEST_F(Build, OneClassIsNoClassification) {
  EXPECT_EQ(message(csv("one.csv", "\"y\"") + "," + net("1", "sigmoid", bce)),
            "one.csv: target column \"y\": all rows are of one class, \"7\"; there is nothing to tell apart");
}

TEST_F(Build, OutputsFitTheTargetsOfARegression) {
  EXPECT_EQ(message(csv("two.csv", R"(["y", "z"])") + "," + net("1", "linear", mse)),
            "the last layer, \"out\", has 1 unit, but two.csv has 2 target columns; use units 2");
  EXPECT_EQ(message(csv("two.csv", "\"z\"") + "," + net("2", "linear", mse)),
            "the last layer, \"out\", has 2 units, but two.csv has 1 target column; use units 1");
  EXPECT_EQ(message(csv("two.csv", R"(["y", "z"])") + "," + net("2", "linear", mse)), "");
}

TEST_F(Build, AnAutoencoderGivesBackItsInputs) {
  const std::string task = R"(, "task": "autoencoder")";
  EXPECT_EQ(
      message(csv("two.csv", "\"y\"", task) + "," + net("3", "linear", mse)),
      "the last layer, \"out\", has 3 units, but an auto-encoder gives back its inputs, and two.csv has 2 inputs; "
      "use units 2");
  EXPECT_EQ(message(csv("two.csv", "\"y\"", task) + "," + net("2", "linear", mse)), "");
  EXPECT_EQ(message(csv("two.csv", "\"y\"", task) + "," + net("2", "sigmoid", bce)),
            "two.csv: an auto-encoder with binary_crossentropy needs inputs from 0 to 1, but \"z\" is 1.5 somewhere; "
            "\"scaling\": {\"type\": \"minmax\", \"fit_on\": \"all\"} brings all of them there, and mean_squared_error "
            "takes any");
  EXPECT_EQ(message(csv("two.csv", "\"y\"", task + R"(, "scaling": "minmax")") + "," + net("2", "sigmoid", bce)), "");
  const RunConfig run = config(csv("two.csv", "\"y\"", task) + "," + net("2", "linear", mse));
  const BuiltRun<double> built = build_run<double>(run);
  EXPECT_EQ(built.data.info().feature_names, (std::vector<std::string>{"x", "z"}));  // without the target
  EXPECT_EQ(built.data.train().all_targets(), built.data.train().all_inputs());
  EXPECT_EQ(built.metric_names, std::vector<std::string>{"mean_absolute_error"});
}

TEST_F(Build, TargetsFitTheTask) {
  EXPECT_EQ(message(csv("named.csv", "\"y\"") + "," + net("1", "linear", mse)),
            "named.csv:2: column \"y\": \"a\" is not a number; the targets of a regression are numbers (is it a "
            "classification?)");
  EXPECT_EQ(message(csv("two.csv", R"(["y", "z"])") + "," + net("1", "sigmoid", bce)),
            "two.csv: a classification needs one target column, but there are 2; several targets are a regression");
  EXPECT_EQ(message(csv("named.csv", "\"y\"", R"(, "task": "binary_classification")") + "," + net("1", "sigmoid", bce)),
            "named.csv: target column \"y\" has 3 classes (a, b and c); a binary classification has two. Is the task "
            "\"multiclass_classification\"?");
  EXPECT_EQ(
      message(csv("named.csv", "\"y\"", R"(, "task": "multiclass_classification")") + "," + net("3", "linear", mse)),
      "");
}

TEST_F(Build, PartsAreNotEmpty) {
  EXPECT_EQ(message(R"("data": {"split": {"validation": 0.6, "test": 0.5}})"),
            "xor(n = 1000, noise = 0): validation (600 rows) and test (500) leave nothing of 1,000 rows to train on; "
            "make split smaller");
  EXPECT_EQ(message(R"("data": {"split": {"validation": 0.0001}})"),
            "xor(n = 1000, noise = 0): split.validation is 1e-04, which of 1,000 rows is none; take a larger share");
  EXPECT_EQ(message(R"("data": {"split": {"test": 2000}})"),
            "xor(n = 1000, noise = 0): split.test is 2000, but there are only 1,000 rows to split");
  EXPECT_EQ(message(R"("data": {"split": {"validation": 0, "test": 0}, "validation_source": "test"})"),
            "xor(n = 1000, noise = 0): the validation source is \"test\", but there is no test part; set split.test");
  EXPECT_EQ(message(R"("data": {"split": {"test": 0}}, "target": {"metric": "test_accuracy", "at_least": 0.5})"),
            "the target is on \"test_accuracy\", but there is no test part; give \"split\" a share for \"test\", or a "
            "\"test_source\"");
}

TEST_F(Build, MetricsFitTheClasses) {
  const std::string three = csv("named.csv", "\"y\"") + "," + net("3", "softmax", cce) + R"(, "metrics": )";
  EXPECT_EQ(message(three + R"({"type": "top_k_categorical_accuracy", "k": 3})"),
            "top_k_categorical_accuracy with k 3 is 1 whatever the net says, for there are 3 classes; use a smaller k");
  EXPECT_EQ(message(three + R"({"type": "top_k_categorical_accuracy", "k": 2})"), "");
  EXPECT_EQ(message(three + R"(["accuracy", {"type": "f1_score", "average": "binary"}])"),
            "the average \"binary\" is of two classes, but there are 3; use \"macro\"");
  EXPECT_EQ(message(R"("metrics": {"type": "f1_score", "average": "binary"})"), "");
}

TEST_F(Build, ATestIsMeasuredByMoreThanWasWatched) {
  const RunConfig classes = config(R"("metrics": ["roc_auc", {"type": "recall", "average": "binary"}])");
  EXPECT_EQ(build_run<float>(classes).metric_names, (std::vector<std::string>{"roc_auc", "recall"}));
  EXPECT_EQ(build_run<float>(classes).report_names,
            (std::vector<std::string>{"roc_auc", "recall", "accuracy", "precision", "f1_score", "log_loss"}));
  const RunConfig numbers = config(csv("two.csv", "\"z\"") + "," + net("1", "linear", mse));
  EXPECT_EQ(build_run<double>(numbers).report_names,
            (std::vector<std::string>{"mean_absolute_error", "mean_squared_error", "r2_score"}));
  const RunConfig margins = config(net("1", "linear", "hinge"));
  EXPECT_EQ(build_run<double>(margins).report_names,
            (std::vector<std::string>{"accuracy", "precision", "recall", "f1_score", "roc_auc"}));
}

TEST_F(Build, BatchesAreNotEmpty) {
  EXPECT_EQ(message(R"("training": {"drop_last": true, "batch_size": 601})"),
            "\"drop_last\" leaves no batch at all: the training part has 600 samples, batch_size is 601");
  EXPECT_EQ(message(R"("training": {"drop_last": true, "batch_size": 600})"), "");
  EXPECT_EQ(message(R"("training": {"drop_last": true, "batch_size": "full"})"), "");
  EXPECT_EQ(message(R"("training": {"batch_size": 100000})"), "");
}

TEST_F(Build, BatchNormalizationHasTwoSamplesInEveryBatch) {
  const std::string normalized =
      R"("model": {"layers": ["batch_normalization", {"type": "dense", "units": 1, "activation": "sigmoid"}]}, )";
  const std::string needs =
      "layer \"batch_normalization_1\" (batch_normalization) needs at least 2 samples in each training batch, but ";
  const auto with = [&](const std::string& training) {
    return message(normalized + R"("training": {)" + training + "}");
  };
  EXPECT_EQ(with(R"("batch_size": 599)"),
            needs +
                "the last batch of an epoch has 1: there are 600 training samples, and batch_size is 599; set "
                "\"drop_last\": true, or take another batch_size");
  EXPECT_EQ(with(R"("batch_size": 1)"),
            needs +
                "a batch has 1: there are 600 training samples, and batch_size is 1; take a larger batch_size (and "
                "\"drop_last\": true, where a few samples are left over)");
  EXPECT_EQ(with(R"("batch_size": 1, "drop_last": true)"), with(R"("batch_size": 1)"));
  for (const char* good : {R"("batch_size": 599, "drop_last": true)", R"("batch_size": 598)", R"("batch_size": 2)",
                           R"("batch_size": "full")", R"("batch_size": 1000)"})
    EXPECT_EQ(with(good), "") << good;
}

// Neither kernel nor statistics may be what no training could leave behind.
TEST_F(Build, InitialStatisticsAreFinite) {
  const std::vector<double> good{1, 1}, bad{1, NAN}, kernel{1, 1}, bias{0};
  const auto with_variance = [&](const std::vector<double>& variance) {
    write_npz(folder / "w.npz",
              {tensor_of<double>("n/gamma", {2}, good), tensor_of<double>("n/beta", {2}, good),
               tensor_of<double>("n/moving_mean", {2}, good), tensor_of<double>("n/moving_variance", {2}, variance),
               tensor_of<double>("out/kernel", {2, 1}, kernel), tensor_of<double>("out/bias", {1}, bias)});
    return message(R"("model": {"initial_weights": "w.npz", "layers": [{"type": "batch_normalization", "name": "n"},
                      {"type": "dense", "units": 1, "activation": "sigmoid", "name": "out"}]})");
  };
  EXPECT_EQ(with_variance(good), "");
  EXPECT_EQ(with_variance(bad), "w.npz: tensor \"n/moving_variance\" has values that are not finite");
}

TEST_F(Build, EveryClassIsInEveryStratifiedPart) {
  const std::string split = R"(, "split": {"validation": 2, "test": 0, "stratify": true})";
  const std::string data = R"("data": {"source": {"type": "csv", "path": "named.csv", "target": "y", "ignore": "z"})";
  EXPECT_EQ(message(data + split + "}," + net("3", "softmax", cce)),
            "named.csv: split.stratify: class \"c\" has 1 row, too few to be in the validation part as well; make the "
            "parts larger or write \"stratify\": false");
  EXPECT_EQ(message(R"("data": {"split": {"stratify": true}}, "model": {"layers": [{"type": "dense", "units": 1}]},
                       "loss": "mean_squared_error")"),
            "split.stratify needs classes; for this task write \"stratify\": false");
}

TEST_F(Build, AnAbsurdNetIsRefusedBeforeItTakesMemory) {
  const std::string layer = R"({"type": "dense", "units": 1000000)",
                    last = R"(, {"type": "dense", "units": 1, "activation": "sigmoid"}]})";
  const std::string text = message(R"("model": {"layers": [)" + layer + "}, " + layer + "}" + last);
  EXPECT_TRUE(text.starts_with(
      "a net of 1,000,005,000,001 parameters with its gradient and the optimizer's moments would need 14.6 TiB; "))
      << text;
  EXPECT_TRUE(text.ends_with(" are available. Take fewer units or layers.")) << text;
  const std::string most = R"({"type": "dense", "units": 2147483648, "repeat": 9})";
  EXPECT_NE(message(R"("model": {"layers": [)" + most + last), "");
}

TEST_F(Build, ALayerThatNobodyReadsIsNamed) {
  EXPECT_EQ(message(R"("model": {"layers": [{"type": "dense", "name": "lost", "units": 2},
                       {"type": "dense", "units": 1, "activation": "sigmoid", "inputs": "input"}]})"),
            "layer \"lost\" leads nowhere: name it in the \"inputs\" of a later layer, or remove it");
  EXPECT_NE(message(R"("model": {"layers": [{"type": "dense", "name": "a", "units": 2},
                       {"type": "add", "inputs": ["input", "a"]}, {"type": "dense", "units": 3, "name": "b"},
                       {"type": "add", "inputs": ["a", "b"], "name": "sum"},
                       {"type": "dense", "units": 1, "activation": "sigmoid"}]})")
                .find("\"sum\""),
            std::string::npos);
}

TEST_F(Build, DataThatRunsShareAreOfTheirOwnTask) {
  put_bytes(folder / "c.csv", "x,y\n0,1\n1,2\n2,1\n3,2\n");
  DataCache cache;
  const std::string data = csv("c.csv", "\"y\"") + ", ";
  const RunConfig classes = config(data + net("1", "sigmoid", bce)), numbers = config(data + net("1", "sigmoid", mse));
  EXPECT_EQ(build_run<float>(classes, &cache).data.train().all_targets().maxCoeff(), 1);  // the class of 2
  EXPECT_EQ(build_run<float>(numbers, &cache).data.train().all_targets().maxCoeff(), 2);  // the number
  const RunConfig again = config(data + net("1", "sigmoid", bce));
  EXPECT_EQ(build_run<float>(again, &cache).data.train().all_targets().maxCoeff(), 1);
}

/// Tests of model.initial_weights on a net of one layer, 2 inputs and 1 unit.
class InitialWeights : public Build {
 protected:
  std::string message_for(const std::vector<Tensor>& tensors) const {
    write_npz(folder / "w.npz", tensors);
    return message(small_net);
  }
  static Tensor tensor(const std::string& name, Shape shape, std::vector<double> values) {
    return tensor_of<double>(name, std::move(shape), std::span<const double>(values));
  }

  const std::string small_net = R"("model": {"initial_weights": "w.npz", "layers": [
      {"type": "dense", "name": "out", "units": 1, "activation": "sigmoid"}]})";
  const Tensor kernel = tensor("out/kernel", {2, 1}, {0.1, -0.5}), bias = tensor("out/bias", {1}, {0.25});
};

TEST_F(InitialWeights, AreTakenFromTheFile) {
  write_npz(folder / "w.npz", {bias, kernel});
  const RunConfig run = config(small_net);
  const BuiltRun<float> built = build_run<float>(run);
  TrainState<float> state = Trainer<float>(run.training, built.parts(run, Threads(1))).initial_state();
  const ParameterLayout& layout = built.model.parameters();
  EXPECT_EQ(state.parameters[static_cast<std::size_t>(layout.find("out/kernel")->offset)], 0.1f);
  EXPECT_EQ(state.parameters[static_cast<std::size_t>(layout.find("out/bias")->offset)], 0.25f);

  ModelFile file{to_json(run.resolved), built.data.info(), tensors_of(layout, state.parameters.data())};
  write_model_file(folder / "m.safetensors", file);
  const RunConfig next = config(R"("model": {"initial_weights": "m.safetensors", "layers": [
      {"type": "dense", "name": "out", "units": 1, "activation": "sigmoid"}]})");
  const BuiltRun<float> rebuilt = build_run<float>(next);
  EXPECT_EQ(Trainer<float>(next.training, rebuilt.parts(next, Threads(1))).initial_state().parameters,
            state.parameters);
}

TEST_F(InitialWeights, MustFitTheNetAndAreCheckedBeforeTraining) {
  EXPECT_EQ(message_for({kernel, bias}), "");
  EXPECT_EQ(
      message_for({tensor("out/kernel", {1, 2}, {0.1, -0.5}), bias}),
      "w.npz: tensor \"out/kernel\" has shape [1, 2]; the model needs [2, 1] (a kernel is [inputs, units]: transpose "
      "it)");
  EXPECT_EQ(message_for({kernel}), "w.npz: tensor \"out/bias\" is missing; the model needs it, of shape [1]");
  EXPECT_EQ(message_for({kernel, bias, tensor("out/gamma", {1}, {1})}),
            "w.npz: tensor \"out/gamma\" belongs to no layer of the model");
  EXPECT_EQ(message_for({kernel, tensor("out/bias", {1}, {std::nan("")})}),
            "w.npz: tensor \"out/bias\" has values that are not finite");
  EXPECT_EQ(message_for({kernel, tensor("out/bias", {1}, {1e300})}),  // beyond float32
            "w.npz: tensor \"out/bias\" has values that are not finite");
  std::filesystem::remove(folder / "w.npz");
  EXPECT_EQ(message(small_net), "cannot read w.npz: No such file or directory");
}

}  // namespace
}  // namespace mlp
