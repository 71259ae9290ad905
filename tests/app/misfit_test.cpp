// What does not fit shows only when a run is built, and is told at the line of the config that is to blame.

#include <gtest/gtest.h>

#include "program.h"

namespace mlp {
namespace {

struct MisfitCase {
  const char* name;
  std::string config;   // «…» marks what is to blame
  std::string message;  // {file}: the data's, {folder}: where it is
};

/// A config of a classification on three.csv, which has columns a, b, name and three classes; members come
/// last, so that they replace.
std::string config_with(const std::string& data, const std::string& layers, const std::string& more = "") {
  return R"({"data": )" + data + R"(, "model": {"layers": [)" + layers + R"(]}, "loss": "binary_crossentropy")" + more +
         "}";
}

const std::string three_classes = R"({"source": {"type": "csv", "path": "three.csv", "target": "name"}})";
const std::string three_outputs = R"({"type": "dense", "units": 3, "activation": "sigmoid"})";

const std::vector<MisfitCase> cases{
    {"target", config_with(R"({"source": {"type": "csv", "path": "three.csv", "target": «"nmae"»}})", three_outputs),
     R"(/data/source/target: {file}: there is no column "nmae", which is a target; did you mean "name"?)"},
    {"ignore",
     config_with(R"({"source": {"type": "csv", "path": "three.csv", "target": "name", "ignore": «["a", 7]»}})",
                 three_outputs),
     "/data/source/ignore: {file}: there is no column 7, which is to be ignored; the file has columns 0 to 2"},
    {"test_source",
     config_with(R"({"source": {"type": "csv", "path": "three.csv", "target": "name"},
                     "test_source": {"type": "csv", "path": "three.csv", "target": «"b2"»}})",
                 three_outputs),
     R"(/data/test_source/target: {file}: there is no column "b2", which is a target; did you mean "b"?)"},
    {"path", config_with(R"({"source": {"type": "csv", "path": «"thre.csv"», "target": "name"}})", three_outputs),
     R"(/data/source/path: {folder}thre.csv: no such file; did you mean "three.csv"?)"},
    {"libsvm_path", config_with(R"({"source": {"type": "libsvm", "path": «"gone"»}})", three_outputs),
     "/data/source/path: {folder}gone: no such file"},
    {"features",
     config_with(R"({"source": {"type": "npy", "features": «"gone"», "targets": "three.csv"}})", three_outputs),
     "/data/source/features: {folder}gone: no such file"},
    {"targets",
     config_with(R"({"source": {"type": "npy", "features": "three.csv", "targets": «"gone"»}})", three_outputs),
     "/data/source/targets: {folder}gone: no such file"},
    {"npz_path", config_with(R"({"source": {"type": "npz", "path": «"gone"», "features": "x"}})", three_outputs),
     "/data/source/path: {folder}gone: no such file"},
    {"images", config_with(R"({"source": {"type": "idx", "images": «"gone"», "labels": "three.csv"}})", three_outputs),
     "/data/source/images: {folder}gone: no such file"},
    {"labels", config_with(R"({"source": {"type": "idx", "images": "three.csv", "labels": «"gone"»}})", three_outputs),
     "/data/source/labels: {folder}gone: no such file"},
    {"test_images",
     config_with(R"({"source": {"type": "idx", "images": "three.csv", "labels": "three.csv",
                                "test_images": «"gone"», "test_labels": "three.csv"}})",
                 three_outputs),
     "/data/source/test_images: {folder}gone: no such file"},
    {"test_labels",
     config_with(R"({"source": {"type": "idx", "images": "three.csv", "labels": "three.csv",
                                "test_images": "three.csv", "test_labels": «"gone"»}})",
                 three_outputs),
     "/data/source/test_labels: {folder}gone: no such file"},
    {"split", config_with(R"({"source": {"type": "xor"}, "split": «{"validation": 0.5, "test": 0.5}»})", three_outputs),
     "/data/split: xor(n = 1000, noise = 0): validation (500 rows) and test (500) leave nothing of 1,000 rows"},
    {"split_validation", config_with(R"({"source": {"type": "xor"}, "split": {"validation": «1001»}})", three_outputs),
     "/data/split/validation: xor(n = 1000, noise = 0): split.validation is 1001, but there are only 1,000 rows"},
    {"split_test", config_with(R"({"source": {"type": "xor"}, "split": {"test": «1e-9»}})", three_outputs),
     "/data/split/test: xor(n = 1000, noise = 0): split.test is 1e-09, which of 1,000 rows is none"},
    {"stratify",
     config_with(R"({"source": {"type": "csv", "path": "three.csv", "target": "name"},
                     "split": {"test": 2, "stratify": «true»}})",
                 three_outputs),
     R"(/data/split/stratify: {file}: split.stratify: class "z" has 11 rows, too few to be in the test part)"},
    {"validation_source", config_with(R"({"source": {"type": "xor"}, "validation_source": «"test"»})", three_outputs),
     R"(/data/validation_source: xor(n = 1000, noise = 0): the validation source is "test", but there is no test)"},
    {"units", config_with(three_classes, R"({"type": "dense", "units": «4», "activation": "sigmoid"})"),
     R"(/model/layers/0/units: the last layer, "dense_1", has 4 units, but {file} has 3 classes; use units 3)"},
    {"units_behind_repeats",
     config_with(
         three_classes,
         R"({"type": "dense", "units": 5, "repeat": 3}, {"type": "dense", "units": «2», "activation": "sigmoid"})"),
     R"(/model/layers/1/units: the last layer, "dense_4", has 2 units, but {file} has 3 classes; use units 3)"},
    {"single_output", config_with(three_classes, R"({"type": "dense", "units": «1», "activation": "sigmoid"})"),
     R"(/model/layers/0/units: the last layer, "dense_1", has 1 unit, but {file} has 3 classes; use units 3)"},
    {"default_batch_size",
     config_with(three_classes, R"({"type": "batch_normalization"}, )" + three_outputs,
                 R"(, "training": «{"epochs": 1}»)"),
     R"(/training/batch_size: layer "batch_normalization_1" (batch_normalization) needs at least 2 samples in each )"
     "training batch, but the last batch of an epoch has 1: there are 33 training samples, and batch_size is 32"},
    {"target_metric",
     config_with(three_classes, three_outputs, R"(, "target": {"metric": «"test_accuracy"», "at_least": 0.9})"),
     R"(/target/metric: the target is on "test_accuracy", but there is no test part)"},
    {"drop_last", config_with(three_classes, three_outputs, R"(, "training": {"batch_size": 50, "drop_last": «true»})"),
     R"(/training/drop_last: "drop_last" leaves no batch at all)"},
    {"frozen",
     config_with(three_classes, R"({"type": "dense", "units": 3, "activation": "sigmoid", "trainable": false})"),
     R"(/model/layers: every layer is frozen ("trainable": false), so there is nothing to train)"},
    {"initial_weights",
     R"({"data": )" + three_classes + R"(, "model": {"initial_weights": «"gone.safetensors"», "layers": [)" +
         three_outputs + R"(]}, "loss": "binary_crossentropy"})",
     "/model/initial_weights: "}};

class Misfit : public testing::TestWithParam<MisfitCase> {};

/// Removes the marks; the column of the first, counted from 1 in its line, or 0.
std::size_t take_mark(std::string& config) {
  const std::string open = "«", close = "»";
  const std::size_t at = config.find(open);
  if (at == std::string::npos) return 0;
  config.erase(at, open.size());
  config.erase(config.find(close), close.size());
  return at - (config.rfind('\n', at) + 1) + 1;
}

TEST_P(Misfit, IsShownWhereItIsToBlame) {
  const Workplace here;
  std::string rows = "a,b,name\n";
  for (int i = 0; i < 33; ++i) rows += std::to_string(i) + ",0," + "xyz"[i % 3] + "\n";
  here.write("three.csv", rows);
  std::string message = GetParam().message;
  for (const auto& [mark, path] : {std::pair("{file}", here / "three.csv"), std::pair("{folder}", here / "")})
    if (const std::size_t at = message.find(mark); at != std::string::npos)
      message.replace(at, std::string_view(mark).size(), path.string());
  std::string config = GetParam().config;
  const std::size_t column = take_mark(config);
  here.write("c.json", config);
  std::vector<std::string> commands{"train", "validate", "gradcheck", "summary", "init-stats"};
  if (message.starts_with("/data/")) commands.push_back("data");
  for (const std::string& command : commands) {
    SCOPED_TRACE(command);
    const ProgramResult r = here.mlp({command, "c.json"});
    EXPECT_EQ(r.code, 2) << r.err;
    const std::size_t found = r.err.find(message);
    ASSERT_NE(found, std::string::npos) << r.err;
    const std::string place = r.err.substr(0, found);
    EXPECT_TRUE(place.starts_with("c.json:")) << r.err;
    if (column > 0) {
      EXPECT_TRUE(place.ends_with(":" + std::to_string(column) + ": ")) << r.err;
    }
  }
  EXPECT_FALSE(std::filesystem::exists(here / "runs"));
}

INSTANTIATE_TEST_SUITE_P(Of, Misfit, testing::ValuesIn(cases), [](const auto& of) { return of.param.name; });

TEST(Misfits, OfSeveralVariantsAreToldTogether) {
  const Workplace here;
  here.write("three.csv", "a,b,name\n1,2,x\n3,4,y\n5,6,z\n");
  here.write("c.json", config_with(three_classes, three_outputs, R"(,
"variants": {
  "few": {"model": {"layers": [{"type": "dense", "units": 2, "activation": "sigmoid"}]}},
  "right": {},
  "many": {"model": {"layers": [{"type": "dense", "units": 9, "activation": "sigmoid"}]}}
})"));
  const ProgramResult r = here.mlp({"train", "c.json"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("c.json:3:59: /model/layers/0/units: the last layer, \"dense_1\", has 2 units"),
            std::string::npos)
      << r.err;
  EXPECT_NE(r.err.find("(in 1 of 3 runs: few)"), std::string::npos) << r.err;
  EXPECT_NE(r.err.find("c.json:5:60: /model/layers/0/units: the last layer, \"dense_1\", has 9 units"),
            std::string::npos)
      << r.err;
}

}  // namespace
}  // namespace mlp
