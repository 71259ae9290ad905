#include "mlp/config/run_config.h"

#include <gtest/gtest.h>

#include <string_view>

#include "mlp/config/describe.h"
#include "run_support.h"
#include "src/config/text.h"

namespace mlp {
namespace {

/// Members of a config in three pieces, so that tables of hundreds are constants: compiled quickly.
struct Members {
  std::string_view before, text, after;
  constexpr Members(const char* all) : text(all) {}
  constexpr Members(std::string_view before_, std::string_view text_, std::string_view after_)
      : before(before_), text(text_), after(after_) {}
  std::string joined() const { return std::string(before).append(text).append(after); }
};

/// Members that are wrong when merged over the good config. «…» marks the place that the message must point at.
/// {optimizer} in the message stands for the names of the table, {optimizer sgd} for the keys of a component,
/// {data.split} for the keys of an object of the config.
struct ConfigMistake {
  Members members;
  const char* message;
  std::size_t problems = 1;
};

void PrintTo(const ConfigMistake& mistake, std::ostream* out) {
  *out << mistake.members.joined() << " => " << mistake.message;
}

std::string keys_of(const std::vector<KeyDescription>& keys) {
  std::vector<std::string> names;
  for (const KeyDescription& key : keys) names.push_back(key.key);
  return comma_separated(names);
}

template <class Product>
void replace_names(const Registry<Product>& table, const Catalog& catalog, std::string& text) {
  const auto replace = [&text](const std::string& name, const std::string& by) {
    if (const std::size_t at = text.find("{" + name + "}"); at != std::string::npos)
      text.replace(at, name.size() + 2, by);
  };
  replace(table.kind(), comma_separated(table.names()));
  for (const ComponentDescription& component : describe(table, &catalog).components)
    replace(table.kind() + " " + component.name, keys_of(component.keys));
}

void replace_keys(const std::vector<KeyDescription>& keys, const std::string& path, std::string& text) {
  const std::string place = "{" + (path.empty() ? "config" : path) + "}";
  if (const std::size_t at = text.find(place); at != std::string::npos) text.replace(at, place.size(), keys_of(keys));
  for (const KeyDescription& key : keys)
    if (!key.keys.empty()) replace_keys(key.keys, path.empty() ? key.key : path + "." + key.key, text);
}

std::string with_names(std::string text) {
  const Catalog catalog = builtin_catalog();
  replace_names(catalog.layers, catalog, text);
  replace_names(catalog.activations, catalog, text);
  replace_names(catalog.initializers, catalog, text);
  replace_names(catalog.losses, catalog, text);
  replace_names(catalog.optimizers, catalog, text);
  replace_names(catalog.schedules, catalog, text);
  replace_names(catalog.metrics, catalog, text);
  replace_names(catalog.sources, catalog, text);
  replace_keys(describe_run(catalog), "", text);
  return text;
}

class ConfigMistakes : public testing::TestWithParam<ConfigMistake> {};

TEST_P(ConfigMistakes, AreReportedWithPlaceCauseAndRemedy) {
  const std::string open = "«", close = "»";
  std::string members = GetParam().members.joined();
  const std::size_t begin = members.find(open);
  members.erase(begin, open.size());
  const std::size_t end = members.find(close);
  members.erase(end, close.size());

  const ReadRun read(good_config_with(members));
  const std::string message = read.message();
  EXPECT_EQ(message.substr(0, message.find('\n')),
            "c.json:1:" + std::to_string(begin + 2) + ": " + with_names(GetParam().message));
  EXPECT_EQ(read.problems.size(), GetParam().problems) << message;
  bool marked = false;  // the caret is under the whole of the marked text
  for (const Problem& problem : read.problems.all())
    marked = marked || (problem.place.offset == begin + 1 && problem.place.length == end - begin);
  EXPECT_TRUE(marked) << message;
}

/// Members with a first layer of these keys, with this first layer, data source, learning rate.
constexpr Members with_layer(std::string_view layer) {
  return {R"("model": {"layers": [)", layer, R"(, {"type": "dense", "units": 1, "activation": "sigmoid"}]})"};
}
constexpr Members with_hidden(std::string_view keys) {
  return {R"("model": {"layers": [{"type": "dense", "units": 2, )", keys,
          R"(}, {"type": "dense", "units": 1, "activation": "sigmoid"}]})"};
}
constexpr Members with_source(std::string_view source) { return {R"("data": {"source": )", source, "}"}; }
constexpr Members with_rate(std::string_view rate) {
  return {R"("optimizer": {"type": "sgd", "learning_rate": )", rate, "}"};
}

constexpr ConfigMistake top_level_mistakes[] = {
    ConfigMistake{R"(«"sede"»: 1)",
                  R"(/sede: key "sede" is not used by the config; did you mean "seed"? Known: {config})"},
    ConfigMistake{
        R"(«"training.epochs"»: 5)",
        R"(/training.epochs: key "training.epochs" is not used by the config; paths with points are for "sweep", --set and --vary: here, write an object in an object)"},
    ConfigMistake{R"(«"epochs"»: 5)", R"(/epochs: key "epochs" is not used by the config; it belongs in "training")"},
    ConfigMistake{R"(«"validation"»: 0.2)",
                  R"(/validation: key "validation" is not used by the config; it belongs in "split" in "data")"},
    ConfigMistake{R"("seed": «1.5»)", "/seed: expected a whole number, found the number 1.5"},
    ConfigMistake{R"("seed": «"one"»)", R"(/seed: expected a whole number, found the string "one")"},
    ConfigMistake{R"("seed": «-1»)", "/seed: must be at least 0, found -1"},
    ConfigMistake{R"("name": «true»)", "/name: expected a string, found true"},
    ConfigMistake{R"("precision": «"double"»)", R"(/precision: unknown precision "double"; known: float32, float64)"},
    ConfigMistake{R"("precision": «"Float32"»)",
                  R"(/precision: unknown precision "Float32"; did you mean "float32"? Known: float32, float64)"},
    ConfigMistake{R"("precision": «64»)", R"(/precision: expected one of "float32" or "float64", found the number 64)"},
    ConfigMistake{R"("data": «3»)", "/data: expected an object, found the number 3; its keys: {data}"},
    ConfigMistake{R"("model": «[]»)", "/model: expected an object, found an empty list; its keys: {model}"},
    ConfigMistake{R"("training": «5»)", "/training: expected an object, found the number 5; its keys: {training}"},
    ConfigMistake{R"("target": «0.9»)", "/target: expected an object, found the number 0.9; its keys: {target}"},
    ConfigMistake{R"("diagnostics": «true»)", "/diagnostics: expected an object, found true; its keys: {diagnostics}"}};
INSTANTIATE_TEST_SUITE_P(TopLevel, ConfigMistakes, testing::ValuesIn(top_level_mistakes));

constexpr ConfigMistake data_mistakes[] = {
    ConfigMistake{with_source("«3»"),
                  R"(/data/source: expected the name of a data source or an object with "type", found the number 3)"},
    ConfigMistake{with_source(R"(«"xorr"»)"),
                  R"(/data/source: unknown data source "xorr"; did you mean "xor"? Known: {data source})"},
    ConfigMistake{with_source(R"({"type": «"mnist"»})"),
                  R"(/data/source/type: unknown data source "mnist"; known: {data source})"},
    ConfigMistake{with_source(R"({"type": «3»})"),
                  "/data/source/type: expected the name of a data source, found the number 3"},
    ConfigMistake{with_source(R"(«"csv"»)"), R"(/data/source: the key "path" is missing, and it has no default)"},
    ConfigMistake{with_source(R"({"type": "csv", "path": «""»})"),
                  "/data/source/path: expected a path, found an empty string"},
    ConfigMistake{with_source(R"({"type": "csv", "path": «3»})"),
                  "/data/source/path: expected a path, found the number 3"},
    ConfigMistake{with_source(R"({"type": "csv", "path": "x.csv", "delimiter": «"ab"»})"),
                  R"(/data/source/delimiter: expected one character, such as ",", ";" or "\t")"},
    ConfigMistake{with_source(R"({"type": "csv", "path": "x.csv", "delimiter": «""»})"),
                  R"(/data/source/delimiter: expected one character, such as ",", ";" or "\t")"},
    ConfigMistake{with_source(R"({"type": "csv", "path": "x.csv", "header": «1»})"),
                  "/data/source/header: expected true or false, found the number 1"},
    ConfigMistake{with_source(R"({"type": "csv", "path": "x.csv", "target": «true»})"),
                  "/data/source/target: expected a column's name or number (0: the first, -1: the last), found true"},
    ConfigMistake{with_source(R"({"type": "csv", "path": "x.csv", "target": ["a", «1.5»]})"),
                  "/data/source/target/1: expected a column's name or number (0: the first, -1: the last), found the "
                  "number 1.5"},
    ConfigMistake{
        with_source(R"({"type": "csv", "path": "x.csv", "ignore": «{"a": 1}»})"),
        "/data/source/ignore: expected a column's name or number (0: the first, -1: the last), found an object"},
    ConfigMistake{
        with_source(R"({"type": "csv", "path": "x.csv", «"targets"»: "y"})"),
        R"(/data/source/targets: key "targets" is not used by data source "csv"; did you mean "target"? Known: {data source csv})"},
    ConfigMistake{with_source(R"({"type": "csv", "path": "x.csv", "missing": «"dorp"»})"),
                  R"(/data/source/missing: unknown missing "dorp"; did you mean "drop"? Known: error, drop, mean)"},
    ConfigMistake{
        with_source(R"({"type": "csv", "path": "x.csv", "categorical": [«1.5»]})"),
        "/data/source/categorical/0: expected a column's name or number (0: the first, -1: the last), found the "
        "number 1.5"},
    ConfigMistake{with_source(R"(«"idx"»)"), R"(/data/source: the key "images" is missing, and it has no default)"},
    ConfigMistake{with_source(R"({"type": "idx", "images": "a", "labels": "l", "test_images": «"b"»})"),
                  R"(/data/source/test_images: "test_images" and "test_labels" go together, and with "labels")"},
    ConfigMistake{with_source(R"({"type": "idx", "images": "a", "labels": "l", "test_labels": «"b"»})"),
                  R"(/data/source/test_labels: "test_images" and "test_labels" go together, and with "labels")"},
    ConfigMistake{with_source(R"({"type": "idx", "images": "a", "limit": «0»})"),
                  "/data/source/limit: must be at least 1, found 0"},
    ConfigMistake{with_source(R"({"type": "xor", "n": «0»})"), "/data/source/n: must be at least 1, found 0"},
    ConfigMistake{with_source(R"({"type": "xor", "n": «"60"»})"),
                  R"(/data/source/n: expected a whole number, found the string "60")"},
    ConfigMistake{with_source(R"({"type": "xor", "n": «5000000000»})"),
                  "/data/source/n: must be at most 4294967296, found 5000000000"},
    ConfigMistake{with_source(R"({"type": "xor", "noise": «-0.1»})"),
                  "/data/source/noise: must be at least 0, found -0.1"},
    ConfigMistake{
        with_source(R"({"type": "xor", «"nosie"»: 0.1})"),
        R"(/data/source/nosie: key "nosie" is not used by data source "xor"; did you mean "noise"? Known: {data source xor})"},
    ConfigMistake{with_source(R"({"type": "circles", "factor": «1»})"),
                  "/data/source/factor: must be below 1, found 1"},
    ConfigMistake{with_source(R"({"type": "blobs", "centers": «0»})"),
                  "/data/source/centers: must be at least 1, found 0"},
    ConfigMistake{with_source(R"({"type": "blobs", "stddev": «-1»})"),
                  "/data/source/stddev: must be at least 0, found -1"},
    ConfigMistake{with_source(R"({"type": "spirals", "turns": «0»})"), "/data/source/turns: must be above 0, found 0"},
    ConfigMistake{with_source(R"({"type": "parity", "bits": «21»})"),
                  "/data/source/bits: must be at most 20, found 21"},
    ConfigMistake{with_source(R"({"type": "gaussian_quantiles", "classes": «0»})"),
                  "/data/source/classes: must be at least 1, found 0"},
    ConfigMistake{with_source(R"({"type": "gaussian_quantiles", "variance": «0»})"),
                  "/data/source/variance: must be above 0, found 0"},
    ConfigMistake{with_source(R"({"type": "sine", "frequency": «0»})"),
                  "/data/source/frequency: must be above 0, found 0"},
    ConfigMistake{with_source(R"({"type": "sine", "noise": «-1»})"),
                  "/data/source/noise: must be at least 0, found -1"},
    ConfigMistake{with_source(R"({"type": "polynomial", "coefficients": «[]»})"),
                  "/data/source/coefficients: expected at least one number"},
    ConfigMistake{
        R"("data": {"task": «"clasification"»})",
        R"(/data/task: unknown task "clasification"; known: binary_classification, multiclass_classification, regression, autoencoder)"},
    ConfigMistake{
        R"("data": {"task": «3»})",
        R"(/data/task: expected one of "binary_classification", "multiclass_classification", "regression" or "autoencoder", found the number 3)"},
    ConfigMistake{
        R"("data": {"task": "autoencoder"}, "loss": «"hinge"», "model": {"layers": [{"type": "dense", "units": 2}]})",
        "/loss: hinge is a loss of classes; an auto-encoder takes mean_squared_error, "
        "mean_absolute_error, huber, or, "
        "for inputs from 0 to 1, binary_crossentropy"},
    ConfigMistake{R"("data": {"task": "autoencoder"}, "loss": "mean_squared_error", "metrics": «"accuracy"»)",
                  R"(/metrics: "accuracy" is of classes, but the task is an auto-encoder)"},
    ConfigMistake{
        R"("data": {"task": "autoencoder", "target_scaling": «"minmax"»}, "loss": "mean_squared_error")",
        R"(/data/target_scaling: only the targets of a regression are scaled, but the task is "autoencoder"; leave it out)"},
    ConfigMistake{R"("data": {"split": «0.2»})",
                  "/data/split: expected an object, found the number 0.2; its keys: {data.split}"},
    ConfigMistake{R"("data": {"split": {"validation": «1.5»}})",
                  "/data/split/validation: expected a share below 1 or a whole number of rows, found 1.5"},
    ConfigMistake{R"("data": {"split": {"validation": «-0.1»}})",
                  "/data/split/validation: must be at least 0, found -0.1"},
    ConfigMistake{R"("data": {"split": {"test": «"20%"»}})",
                  R"(/data/split/test: expected a number, found the string "20%")"},
    ConfigMistake{R"("data": {"split": {«"tset"»: 0.2}})",
                  R"(/data/split/tset: key "tset" is not used by "split"; did you mean "test"? Known: {data.split})"},
    ConfigMistake{R"("data": {"split": {"shuffle": «"yes"»}})",
                  R"(/data/split/shuffle: expected true or false, found the string "yes")"},
    ConfigMistake{R"("data": {"split": {"stratify": «0»}})",
                  "/data/split/stratify: expected true or false, found the number 0"},
    ConfigMistake{R"("data": {"validation_source": «"train"»})",
                  R"(/data/validation_source: unknown data source "train"; known: test, {data source})"},
    ConfigMistake{
        R"("data": {"validation_source": «"tets"»})",
        R"(/data/validation_source: unknown data source "tets"; did you mean "test"? Known: test, {data source})"},
    ConfigMistake{
        R"("data": {"validation_source": «true»})",
        R"(/data/validation_source: expected the name of a data source or an object with "type", found true)"},
    ConfigMistake{
        R"("data": {"validation_source": «"test"»})",
        R"(/data/validation_source: it is the whole validation part, but "split" has one, too; set split.validation to 0)"},
    ConfigMistake{
        R"("data": {"validation_source": «"moons"»})",
        R"(/data/validation_source: it is the whole validation part, but "split" has one, too; set split.validation to 0)"},
    ConfigMistake{R"("data": {"test_source": «{"type": "moons", "n": 5}»})",
                  R"(/data/test_source: it is the whole test part, but "split" has one, too; set split.test to 0)"},
    ConfigMistake{R"("data": {"test_source": «"test"», "split": {"test": 0}})",
                  R"(/data/test_source: unknown data source "test"; known: {data source})"},
    ConfigMistake{
        R"("data": {"validation_source": {"type": "csv", "path": "v.csv", «"tarGet"»: "y"}, "split": {"validation": 0}})",
        R"(/data/validation_source/tarGet: key "tarGet" is not used by data source "csv"; did you mean "target"? Known: {data source csv})"},
    ConfigMistake{
        R"("data": {"scaling": «"standardise"»})",
        R"(/data/scaling: unknown scaling "standardise"; did you mean "standardize"? Known: none, standardize, minmax)"},
    ConfigMistake{R"("data": {"scaling": «true»})",
                  R"(/data/scaling: expected one of "none", "standardize" or "minmax", found true)"},
    ConfigMistake{R"("data": {"scaling": {"type": "minmax", "range": «[1, 0]»}})",
                  "/data/scaling/range: expected two numbers [low, high] with low < high"},
    ConfigMistake{R"("data": {"scaling": {"type": "minmax", "range": «[0, 1, 2]»}})",
                  "/data/scaling/range: expected two numbers [low, high] with low < high"},
    ConfigMistake{R"("data": {"scaling": {"type": "minmax", "range": [«"a"», 1]}})",
                  R"(/data/scaling/range/0: expected a number, found the string "a")"},
    ConfigMistake{R"("data": {"scaling": {"type": "minmax", "range": «1»}})",
                  "/data/scaling/range: expected a list of numbers, found the number 1"},
    ConfigMistake{R"("data": {"scaling": {"range": «[-1, 1]»}})",
                  R"(/data/scaling/range: a range is that of "type": "minmax")"},
    ConfigMistake{R"("data": {"scaling": {"type": "standardize", "range": «[-1, 1]»}})",
                  R"(/data/scaling/range: a range is that of "type": "minmax")"},
    ConfigMistake{R"("data": {"scaling": {"type": "minmax", "fit_on": «"test"»}})",
                  R"(/data/scaling/fit_on: unknown fit_on "test"; known: train, all)"},
    ConfigMistake{
        R"("data": {"target_scaling": «"standardise"»}, "loss": "mean_squared_error")",
        R"(/data/target_scaling: unknown target_scaling "standardise"; did you mean "standardize"? Known: none, standardize, minmax)"},
    ConfigMistake{R"("data": {"target_scaling": {"type": "minmax", "range": «[1, 1]»}}, "loss": "huber")",
                  "/data/target_scaling/range: expected two numbers [low, high] with low < high"},
    ConfigMistake{
        R"("data": {"target_scaling": {"type": "minmax", «"rang"»: [0, 1]}}, "loss": "mean_squared_error")",
        R"(/data/target_scaling/rang: key "rang" is not used by "target_scaling"; did you mean "range"? Known: {data.target_scaling})"},
    ConfigMistake{
        R"("data": {"target_scaling": «"standardize"»})",
        R"(/data/target_scaling: only the targets of a regression are scaled, but binary_crossentropy is a loss of classes; leave it out)"},
    ConfigMistake{
        R"("data": {"target_scaling": «{"type": "minmax"}», "task": "multiclass_classification"}, "loss": "mean_squared_error")",
        R"(/data/target_scaling: only the targets of a regression are scaled, but the task is "multiclass_classification"; leave it out)"},
    ConfigMistake{R"("data": {"seed": «-1»})", "/data/seed: must be at least 0, found -1"},
    ConfigMistake{R"("data": {«"sources"»: "xor"})",
                  R"(/data/sources: key "sources" is not used by "data"; did you mean "source"? Known: {data})"}};
INSTANTIATE_TEST_SUITE_P(Data, ConfigMistakes, testing::ValuesIn(data_mistakes));

constexpr ConfigMistake layers_mistakes[] = {
    ConfigMistake{R"("model": {"layers": «{}»})", "/model/layers: expected a list, found an empty object"},
    ConfigMistake{R"("model": {"layers": «[]»})", "/model/layers: a net needs at least one layer"},
    ConfigMistake{R"("model": {"layers": [«3»]})",
                  R"(/model/layers/0: expected the name of a layer or an object with "type", found the number 3)"},
    ConfigMistake{R"("model": {«"layer"»: []})",
                  R"(/model/layer: key "layer" is not used by "model"; did you mean "layers"? Known: {model})"},
    ConfigMistake{with_layer(R"(«"dense"»)"), R"(/model/layers/0: the key "units" is missing, and it has no default)"},
    ConfigMistake{
        with_layer(R"(«{"units": 3}»)"),
        R"(/model/layers/0: an object that stands for a layer needs a "type": one of "dense", "activation", "dropout", "maxout", "alpha_dropout", "gaussian_noise", "batch_normalization", "layer_normalization", "add" or "concatenate")"},
    ConfigMistake{with_layer(R"({"type": «"Dense"», "units": 3})"),
                  R"(/model/layers/0/type: unknown layer "Dense"; did you mean "dense"? Known: {layer})"},
    ConfigMistake{with_layer(R"(«"relu"»)"), R"(/model/layers/0: unknown layer "relu"; known: {layer})"},
    ConfigMistake{with_layer(R"({"type": "dense", "units": «0»})"),
                  "/model/layers/0/units: must be at least 1, found 0"},
    ConfigMistake{with_layer(R"({"type": "dense", "units": «2.5»})"),
                  "/model/layers/0/units: expected a whole number, found the number 2.5"},
    ConfigMistake{with_layer(R"({"type": "dense", "units": «"4"»})"),
                  R"(/model/layers/0/units: expected a whole number, found the string "4")"},
    ConfigMistake{with_layer(R"({"type": "dense", "units": «3000000000»})"),
                  "/model/layers/0/units: must be at most 2147483648, found 3000000000"},
    ConfigMistake{
        with_layer(R"({"type": "dense", "units": 4, «"unitss"»: 4})"),
        R"(/model/layers/0/unitss: key "unitss" is not used by layer "dense"; did you mean "units"? Known: {model.layers}, {layer dense})"},
    ConfigMistake{with_layer(R"(«{"type": "dense", "unit": 4}»)"),
                  R"(/model/layers/0: the key "units" is missing, and it has no default)", 2},
    ConfigMistake{with_hidden(R"("use_bias": «"no"»)"),
                  R"(/model/layers/0/use_bias: expected true or false, found the string "no")"},
    ConfigMistake{with_hidden(R"("activation": «"rleu"»)"),
                  R"(/model/layers/0/activation: unknown activation "rleu"; did you mean "relu"? Known: {activation})"},
    ConfigMistake{with_hidden(R"("activation": «"ReLU"»)"),
                  R"(/model/layers/0/activation: unknown activation "ReLU"; did you mean "relu"? Known: {activation})"},
    ConfigMistake{
        with_hidden(R"("activation": «3»)"),
        R"(/model/layers/0/activation: expected the name of an activation or an object with "type", found the number 3)"},
    ConfigMistake{with_hidden(R"("activation": {"type": "elu", "alpha": «-1»})"),
                  "/model/layers/0/activation/alpha: must be at least 0, found -1"},
    ConfigMistake{
        with_hidden(R"("activation": {"type": "elu", «"alhpa"»: 1})"),
        R"(/model/layers/0/activation/alhpa: key "alhpa" is not used by activation "elu"; did you mean "alpha"? Known: {activation elu})"},
    ConfigMistake{
        with_hidden(R"("activation": {"type": "relu", «"alpha"»: 1})"),
        R"(/model/layers/0/activation/alpha: key "alpha" is not used by activation "relu", which has no parameters)"},
    ConfigMistake{with_hidden(R"("activation": {"type": "softplus", "beta": «0»})"),
                  "/model/layers/0/activation/beta: must be above 0, found 0"},
    ConfigMistake{with_hidden(R"("activation": {"type": "prelu", "shared": «1»})"),
                  "/model/layers/0/activation/shared: expected true or false, found the number 1"},
    ConfigMistake{
        with_hidden(R"("kernel_initializer": «"he_norm"»)"),
        R"(/model/layers/0/kernel_initializer: unknown initializer "he_norm"; did you mean "he_normal"? Known: {initializer})"},
    ConfigMistake{
        with_hidden(R"("kernel_initializer": «true»)"),
        R"(/model/layers/0/kernel_initializer: expected a number, the name of an initializer or an object with "type", found true)"},
    ConfigMistake{with_hidden(R"("kernel_initializer": {"type": "uniform", "low": 1.5, "high": «0»})"),
                  R"(/model/layers/0/kernel_initializer/high: must be at least "low", which is 1.5, found 0)"},
    ConfigMistake{with_hidden(R"("kernel_initializer": {"type": "normal", "stddev": «-1»})"),
                  "/model/layers/0/kernel_initializer/stddev: must be at least 0, found -1"},
    ConfigMistake{
        with_hidden(R"("kernel_initializer": {"type": "normal", «"std"»: 1})"),
        R"(/model/layers/0/kernel_initializer/std: key "std" is not used by initializer "normal"; did you mean "stddev"? Known: {initializer normal})"},
    ConfigMistake{
        with_hidden(R"("kernel_initializer": {"type": "he", "distribution": «"gaussian"»})"),
        R"(/model/layers/0/kernel_initializer/distribution: unknown distribution "gaussian"; known: normal, uniform)"},
    ConfigMistake{with_hidden(R"("kernel_initializer": «{"type": "file"}»)"),
                  R"(/model/layers/0/kernel_initializer: the key "path" is missing, and it has no default)"},
    ConfigMistake{with_hidden(R"("kernel_initializer": {"type": "file", "path": «"gone.npz"»})"),
                  "/model/layers/0/kernel_initializer/path: cannot read /folder/gone.npz: No such file or directory"},
    ConfigMistake{
        with_hidden(R"("kernel_initializer": {"type": "file", "path": «"w.bin"»})"),
        "/model/layers/0/kernel_initializer/path: /folder/w.bin: tensors are read from files whose names end in "
        ".safetensors, .npz or .npy"},
    ConfigMistake{
        with_hidden(R"("bias_initializer": «"orthogonal"»)"),
        "/model/layers/0/bias_initializer: this initializer fills matrices only; a bias takes zeros, a number, "
        "uniform, normal, …"},
    ConfigMistake{with_hidden(R"("kernel_regularizer": «0.01»)"),
                  "/model/layers/0/kernel_regularizer: expected an object, found the number 0.01; its keys: l1, l2"},
    ConfigMistake{with_hidden(R"("kernel_regularizer": {"l2": «-1»})"),
                  "/model/layers/0/kernel_regularizer/l2: must be at least 0, found -1"},
    ConfigMistake{
        with_hidden(R"("kernel_regularizer": {«"L2"»: 0.1})"),
        R"(/model/layers/0/kernel_regularizer/L2: key "L2" is not used by "kernel_regularizer"; did you mean "l2"? Known: l1, l2)"},
    ConfigMistake{with_hidden(R"("bias_regularizer": {"l1": «"a"»})"),
                  R"(/model/layers/0/bias_regularizer/l1: expected a number, found the string "a")"},
    ConfigMistake{
        with_hidden(R"("activity_regularizer": {«"type"»: "l1"})"),
        R"(/model/layers/0/activity_regularizer/type: key "type" is not used by "activity_regularizer"; known: l1, l2)"},
    ConfigMistake{with_hidden(R"("trainable": «0»)"),
                  "/model/layers/0/trainable: expected true or false, found the number 0"},
    ConfigMistake{with_hidden(R"("learning_rate_multiplier": «-1»)"),
                  "/model/layers/0/learning_rate_multiplier: must be at least 0, found -1"},
    ConfigMistake{
        with_layer(R"({"type": "activation", "activation": "relu", «"trainable"»: false})"),
        R"(/model/layers/0/trainable: key "trainable" is not used by layer "activation"; known: {model.layers}, activation)"},
    ConfigMistake{
        with_layer(R"({"type": "dropout", "rate": 0.5, «"trainable"»: false})"),
        R"(/model/layers/0/trainable: key "trainable" is not used by layer "dropout"; known: {model.layers}, {layer dropout})"},
    ConfigMistake{
        R"("model": {"layers": [{"type": "dense", "units": 2, "learning_rate_multiplier": 2}, )"
        R"({"type": "dense", "units": 1, "activation": "sigmoid"}]}, "optimizer": «"lbfgs"», "training": {"batch_size": "full"})",
        R"(/optimizer: lbfgs goes along a line for all parameters at once and has no learning rate of its own for the layer "dense_1"; leave its learning_rate_multiplier out ("trainable": false freezes a layer), or take another optimizer, such as "adam")"},
    ConfigMistake{with_layer(R"(«"dropout"»)"), R"(/model/layers/0: the key "rate" is missing, and it has no default)"},
    ConfigMistake{with_layer(R"({"type": "dropout", "rate": «1»})"), "/model/layers/0/rate: must be below 1, found 1"},
    ConfigMistake{with_layer(R"({"type": "dropout", "rate": «-0.5»})"),
                  "/model/layers/0/rate: must be at least 0, found -0.5"},
    ConfigMistake{with_layer(R"(«{"type": "activation"}»)"),
                  R"(/model/layers/0: the key "activation" is missing, and it has no default)"},
    ConfigMistake{R"("model": {"defaults": «3»})", "/model/defaults: expected an object, found the number 3"},
    ConfigMistake{
        R"("model": {"defaults": {«"rate"»: 0.5}})",
        R"(/model/defaults/rate: key "rate" is not one of a dense or maxout layer; known: {layer dense}, pieces)"},
    ConfigMistake{
        R"("model": {"defaults": {«"activatoin"»: "relu"}})",
        R"(/model/defaults/activatoin: key "activatoin" is not one of a dense or maxout layer; did you mean "activation"? Known: {layer dense}, pieces)"},
    ConfigMistake{R"("model": {"defaults": {"activation": «"rleu"»}})",
                  R"(/model/defaults/activation: unknown activation "rleu"; did you mean "relu"? Known: {activation})"},
    ConfigMistake{R"("model": {"defaults": {"units": «0»}})", "/model/defaults/units: must be at least 1, found 0"},
    ConfigMistake{R"("model": {"initial_weights": «3»})",
                  "/model/initial_weights: expected a path, found the number 3"},
    ConfigMistake{
        R"("model": {«"initial_weight"»: "x.npz"})",
        R"(/model/initial_weight: key "initial_weight" is not used by "model"; did you mean "initial_weights"? Known: {model})"}};
INSTANTIATE_TEST_SUITE_P(Layers, ConfigMistakes, testing::ValuesIn(layers_mistakes));

constexpr ConfigMistake further_layers_mistakes[] = {
    ConfigMistake{with_layer(R"(«{"type": "maxout", "units": 3}»)"),
                  R"(/model/layers/0: the key "pieces" is missing, and it has no default)"},
    ConfigMistake{with_layer(R"(«{"type": "maxout", "pieces": 3}»)"),
                  R"(/model/layers/0: the key "units" is missing, and it has no default)"},
    ConfigMistake{with_layer(R"({"type": "maxout", "units": 3, "pieces": «0»})"),
                  "/model/layers/0/pieces: must be at least 1, found 0"},
    ConfigMistake{with_layer(R"({"type": "maxout", "units": 3, "pieces": «70000»})"),
                  "/model/layers/0/pieces: must be at most 65536, found 70000"},
    ConfigMistake{
        with_layer(R"({"type": "maxout", "units": 3, "pieces": 2, «"piece"»: 2})"),
        R"(/model/layers/0/piece: key "piece" is not used by layer "maxout"; did you mean "pieces"? Known: {model.layers}, {layer maxout})"},
    ConfigMistake{with_layer(R"(«"alpha_dropout"»)"),
                  R"(/model/layers/0: the key "rate" is missing, and it has no default)"},
    ConfigMistake{with_layer(R"({"type": "alpha_dropout", "rate": «1»})"),
                  "/model/layers/0/rate: must be below 1, found 1"},
    ConfigMistake{with_layer(R"({"type": "alpha_dropout", "rate": «-0.1»})"),
                  "/model/layers/0/rate: must be at least 0, found -0.1"},
    ConfigMistake{with_layer(R"(«"gaussian_noise"»)"),
                  R"(/model/layers/0: the key "stddev" is missing, and it has no default)"},
    ConfigMistake{with_layer(R"({"type": "gaussian_noise", "stddev": «-1»})"),
                  "/model/layers/0/stddev: must be at least 0, found -1"},
    ConfigMistake{
        with_layer(R"({"type": "gaussian_noise", "stddev": 1, «"std"»: 1})"),
        R"(/model/layers/0/std: key "std" is not used by layer "gaussian_noise"; did you mean "stddev"? Known: {model.layers}, {layer gaussian_noise})"},
    ConfigMistake{with_layer(R"({"type": "batch_normalization", "epsilon": «0»})"),
                  "/model/layers/0/epsilon: must be above 0, found 0"},
    ConfigMistake{with_layer(R"({"type": "batch_normalization", "momentum": «1.5»})"),
                  "/model/layers/0/momentum: must be at most 1, found 1.5"},
    ConfigMistake{with_layer(R"({"type": "batch_normalization", "momentum": «-0.1»})"),
                  "/model/layers/0/momentum: must be at least 0, found -0.1"},
    ConfigMistake{with_layer(R"({"type": "batch_normalization", "momentum": «"0.9"»})"),
                  R"(/model/layers/0/momentum: expected a number, found the string "0.9")"},
    ConfigMistake{with_layer(R"({"type": "layer_normalization", "epsilon": «-1e-5»})"),
                  "/model/layers/0/epsilon: must be above 0, found -1e-05"},
    ConfigMistake{
        with_layer(R"({"type": "layer_normalization", «"momentum"»: 0.1})"),
        R"(/model/layers/0/momentum: key "momentum" is not used by layer "layer_normalization"; known: {model.layers}, {layer layer_normalization})"},
    ConfigMistake{
        with_layer(R"(«"batch_normalisation"»)"),
        R"(/model/layers/0: unknown layer "batch_normalisation"; did you mean "batch_normalization"? Known: {layer})"},
    ConfigMistake{with_hidden(R"("kernel_constraint": «3»)"),
                  "/model/layers/0/kernel_constraint: expected an object, found the number 3; its keys: max_norm"},
    ConfigMistake{with_hidden(R"("kernel_constraint": {"max_norm": «0»})"),
                  "/model/layers/0/kernel_constraint/max_norm: must be above 0, found 0"},
    ConfigMistake{
        with_hidden(R"("kernel_constraint": {«"maxnorm"»: 3})"),
        R"(/model/layers/0/kernel_constraint/maxnorm: key "maxnorm" is not used by "kernel_constraint"; did you mean "max_norm"? Known: max_norm)"},
    ConfigMistake{
        R"("training": {"batch_size": "full"}, "optimizer": «"lbfgs"», "model": {"defaults": {"kernel_constraint": {"max_norm": 1}}})",
        R"(/optimizer: lbfgs learns from each step that it made, but the kernel_constraint of layer "dense_1" changes the weights after it; leave the constraint out, or take another optimizer, such as "adam")"},
    ConfigMistake{
        R"("training": {"batch_size": "full"}, "optimizer": «"lbfgs"», "model": {"layers": [{"type": "gaussian_noise", "stddev": 1}, {"type": "dense", "units": 1, "activation": "sigmoid"}]})",
        R"(/optimizer: lbfgs compares the losses of several steps, but layer "gaussian_noise_1" (gaussian_noise) changes the net by chance from step to step; leave the layer out, or take another optimizer, such as "adam")"},
    ConfigMistake{R"("model": {"defaults": {"pieces": «0»}})", "/model/defaults/pieces: must be at least 1, found 0"},
    ConfigMistake{R"("model": {"defaults": {"kernel_constraint": {"max_norm": «-1»}}})",
                  "/model/defaults/kernel_constraint/max_norm: must be above 0, found -1"}};
INSTANTIATE_TEST_SUITE_P(FurtherLayers, ConfigMistakes, testing::ValuesIn(further_layers_mistakes));

constexpr const char* bad_layer_name =
    R"(/model/layers/0/name: a layer's name has 1 to 100 characters, no / \ " or control characters, and is not "input")";

constexpr ConfigMistake graph_mistakes[] = {
    ConfigMistake{with_hidden(R"("name": «""»)"), bad_layer_name},
    ConfigMistake{with_hidden(R"("name": «"a/b"»)"), bad_layer_name},
    ConfigMistake{with_hidden(R"("name": «"input"»)"), bad_layer_name},
    ConfigMistake{with_hidden(R"("name": «3»)"), "/model/layers/0/name: expected a string, found the number 3"},
    ConfigMistake{
        with_layer(R"({"type": "dense", "units": 2, "name": "a"}, {"type": "dense", "units": 2, "name": «"a"»})"),
        R"(/model/layers/1/name: two layers are named "a")"},
    ConfigMistake{with_layer(R"({"type": "dense", "units": 2, "name": "dense_1"}, «{"type": "dense", "units": 2}»)"),
                  R"(/model/layers/1: two layers are named "dense_1")"},
    ConfigMistake{with_hidden(R"("inputs": [«"inptu"»])"),
                  R"(/model/layers/0/inputs/0: "inptu" is no earlier layer; did you mean "input"? Earlier are: input)"},
    ConfigMistake{with_hidden(R"("inputs": [«"dense_2"»])"),
                  R"(/model/layers/0/inputs/0: "dense_2" is no earlier layer; earlier are: input)"},
    ConfigMistake{with_hidden(R"("inputs": «3»)"),
                  "/model/layers/0/inputs: expected a string or a list of strings, found the number 3"},
    ConfigMistake{with_hidden(R"("inputs": ["input", «3»])"),
                  "/model/layers/0/inputs/1: expected a string, found the number 3"},
    ConfigMistake{with_hidden(R"("inputs": «["input", "input"]»)"),
                  R"(/model/layers/0/inputs: layer "dense" has one input; join several with "add" or "concatenate")"},
    ConfigMistake{with_layer(R"(«{"type": "add"}»)"),
                  R"(/model/layers/0: layer "add" joins two or more layers: name them in "inputs")"},
    ConfigMistake{with_layer(R"({"type": "concatenate", "inputs": «"input"»})"),
                  R"(/model/layers/0/inputs: layer "concatenate" joins two or more layers: name them in "inputs")"},
    ConfigMistake{with_layer(R"({"type": "add", "inputs": ["input", "input"], "repeat": «2»})"),
                  R"(/model/layers/0/repeat: layer "add" cannot be repeated: each would need inputs of its own)"},
    ConfigMistake{with_hidden(R"("repeat": «0»)"), "/model/layers/0/repeat: must be at least 1, found 0"},
    ConfigMistake{with_hidden(R"("repeat": «1000000»)"),
                  "/model/layers/0/repeat: must be at most 10000, found 1000000"},
    ConfigMistake{with_layer(R"({"type": "dense", "units": 2}, {"type": "dense", "units": 2, "repeat": «10000»})"),
                  "/model/layers/1/repeat: a net of more than 10000 layers cannot be meant"},
    ConfigMistake{with_hidden(R"("repeat": «"5"»)"),
                  R"(/model/layers/0/repeat: expected a whole number, found the string "5")"}};
INSTANTIATE_TEST_SUITE_P(Graph, ConfigMistakes, testing::ValuesIn(graph_mistakes));

constexpr ConfigMistake loss_mistakes[] = {
    ConfigMistake{R"("loss": «"mse"»)",
                  R"(/loss: unknown loss "mse"; did you mean "mean_squared_error"? Known: {loss})"},
    ConfigMistake{R"("loss": «"binary_cross_entropy"»)",
                  R"(/loss: unknown loss "binary_cross_entropy"; did you mean "binary_crossentropy"? Known: {loss})"},
    ConfigMistake{R"("loss": «3»)",
                  R"(/loss: expected the name of a loss or an object with "type", found the number 3)"},
    ConfigMistake{
        R"("loss": {"type": "mean_squared_error", "reduction": «"sum"»})",
        R"(/loss/reduction: unknown reduction "sum"; did you mean "sum_over_outputs"? Known: mean_over_outputs, sum_over_outputs)"},
    ConfigMistake{
        R"("loss": {"type": "binary_crossentropy", «"smoothing"»: 0.1})",
        R"(/loss/smoothing: key "smoothing" is not used by loss "binary_crossentropy"; known: {loss binary_crossentropy})"},
    ConfigMistake{R"("loss": «"categorical_crossentropy"»)",
                  R"(/loss: categorical_crossentropy needs a last layer with the activation "softmax")"},
    ConfigMistake{R"("loss": «"binary_crossentropy"», "model": {"layers": [{"type": "dense", "units": 1}]})",
                  R"(/loss: binary_crossentropy needs a last layer with the activation "sigmoid")"},
    ConfigMistake{
        R"("loss": «"binary_crossentropy"», "model": {"layers": [{"type": "dense", "units": 2, "activation": "softmax"}]})",
        R"(/loss: binary_crossentropy needs a last layer with the activation "sigmoid")"},
    ConfigMistake{R"("loss": «"binary_crossentropy"», "data": {"task": "regression"})",
                  "/loss: binary_crossentropy is a loss of classes, but the task is a regression"}};
INSTANTIATE_TEST_SUITE_P(Loss, ConfigMistakes, testing::ValuesIn(loss_mistakes));

constexpr ConfigMistake optimizer_mistakes[] = {
    ConfigMistake{R"("optimizer": «"sdg"»)",
                  R"(/optimizer: unknown optimizer "sdg"; did you mean "sgd"? Known: {optimizer})"},
    ConfigMistake{R"("optimizer": «"SGD"»)",
                  R"(/optimizer: unknown optimizer "SGD"; did you mean "sgd"? Known: {optimizer})"},
    ConfigMistake{R"("optimizer": «3»)",
                  R"(/optimizer: expected the name of an optimizer or an object with "type", found the number 3)"},
    ConfigMistake{
        R"("optimizer": {"type": "sgd", «"lr"»: 0.1})",
        R"(/optimizer/lr: key "lr" is not used by optimizer "sgd"; did you mean "learning_rate"? Known: {optimizer sgd})"},
    ConfigMistake{
        R"("optimizer": {«"learning_rat"»: 0.1})",
        R"(/optimizer/learning_rat: key "learning_rat" is not used by optimizer "sgd", the default where there is no "type"; did you mean "learning_rate"? Known: {optimizer sgd})"},
    ConfigMistake{R"("optimizer": {"type": "sgd", "momentum": «1»})", "/optimizer/momentum: must be below 1, found 1"},
    ConfigMistake{R"("optimizer": {"type": "sgd", "momentum": «-0.5»})",
                  "/optimizer/momentum: must be at least 0, found -0.5"},
    ConfigMistake{R"("optimizer": {"type": "sgd", "nesterov": «1»})",
                  "/optimizer/nesterov: expected true or false, found the number 1"},
    ConfigMistake{R"("optimizer": {"type": "adam", «"momentum"»: 0.9})",
                  R"(/optimizer/momentum: key "momentum" is not used by optimizer "adam"; known: {optimizer adam})"},
    ConfigMistake{R"("optimizer": {"type": "adam", "beta_1": «1»})", "/optimizer/beta_1: must be below 1, found 1"},
    ConfigMistake{R"("optimizer": {"type": "adam", "beta_2": «-0.1»})",
                  "/optimizer/beta_2: must be at least 0, found -0.1"},
    ConfigMistake{
        R"("optimizer": {"type": "adam", «"beta1"»: 0.9})",
        R"(/optimizer/beta1: key "beta1" is not used by optimizer "adam"; did you mean "beta_1"? Known: {optimizer adam})"},
    ConfigMistake{R"("optimizer": {"type": "adam", "epsilon": «0»})", "/optimizer/epsilon: must be above 0, found 0"},
    ConfigMistake{R"("optimizer": {"type": "sgd", "momentum": «"fast"»})",
                  R"(/optimizer/momentum: expected a number, found the string "fast")"},
    ConfigMistake{R"("optimizer": {"type": "sgd", "momentum": «{"type": "linear", "initial": 0, "final": 0.9}»})",
                  R"(/optimizer/momentum: the key "steps" is missing, and it has no default)"},
    ConfigMistake{
        R"("optimizer": {"type": "sgd", "momentum": {"type": «"cosine"», "initial": 0, "final": 0.9, "steps": 9}})",
        R"(/optimizer/momentum/type: unknown type "cosine"; known: linear)"},
    ConfigMistake{
        R"("optimizer": {"type": "sgd", "momentum": {"type": "linear", "initial": 0, "final": «1», "steps": 9}})",
        "/optimizer/momentum/final: must be below 1, found 1"},
    ConfigMistake{
        R"("optimizer": {"type": "sgd", "momentum": {"type": "linear", "initial": 0, "final": 0.9, "steps": «0»}})",
        "/optimizer/momentum/steps: must be at least 1, found 0"},
    ConfigMistake{
        R"("optimizer": {"type": "sgd", "momentum": {«"start"»: 0, "initial": 0, "final": 0.9, "steps": 9}})",
        R"(/optimizer/momentum/start: key "start" is not used by "momentum"; known: type, initial, final, steps)"},
    ConfigMistake{R"("optimizer": {"type": "adamw", "weight_decay": «-0.1»})",
                  "/optimizer/weight_decay: must be at least 0, found -0.1"},
    ConfigMistake{R"("optimizer": {"type": "rprop", "min_step": 1, "max_step": «0.1»})",
                  R"(/optimizer/max_step: must not be below "min_step")"},
    ConfigMistake{R"("optimizer": {"type": "rprop", "learning_rate": «{"type": "constant", "initial": 0.1}»})",
                  "/optimizer/learning_rate: expected a number, found an object"},
    ConfigMistake{R"("training": {"batch_size": "full"}, "optimizer": {"type": "lbfgs", "history_size": «0»})",
                  "/optimizer/history_size: must be at least 1, found 0"},
    ConfigMistake{
        R"("training": «{}», "optimizer": "lbfgs")",
        R"(/training: lbfgs compares the losses of several points, which must be losses of the same samples: write "batch_size": "full")"},
    ConfigMistake{
        R"("optimizer": "lbfgs", "training": {"batch_size": «600»})",
        R"(/training/batch_size: lbfgs compares the losses of several points, which must be losses of the same samples: write "batch_size": "full")"},
    ConfigMistake{
        R"("optimizer": {"type": "lbfgs"}, "training": {"batch_size": "full", "clip_norm": «1»})",
        R"(/training/clip_norm: lbfgs has a line search, which keeps steps short by itself and needs the gradient as it is; leave "clip_norm" out)"},
    ConfigMistake{
        R"("optimizer": "lbfgs", "training": {"batch_size": "full", "clip_value": «1»})",
        R"(/training/clip_value: lbfgs has a line search, which keeps steps short by itself and needs the gradient as it is; leave "clip_value" out)"},
    ConfigMistake{
        R"("optimizer": «"lbfgs"», "training": {"batch_size": "full"}, "model": {"layers": [{"type": "dropout", "rate": 0.5, "name": "noise"},
            {"type": "dense", "units": 1, "activation": "sigmoid"}]})",
        R"(/optimizer: lbfgs compares the losses of several steps, but layer "noise" (dropout) changes the net by chance from step to step; leave the layer out, or take another optimizer, such as "adam")"},
    ConfigMistake{with_rate("«0»"), "/optimizer/learning_rate: must be above 0, found 0"},
    ConfigMistake{with_rate("«-0.1»"), "/optimizer/learning_rate: must be above 0, found -0.1"}};
INSTANTIATE_TEST_SUITE_P(Optimizer, ConfigMistakes, testing::ValuesIn(optimizer_mistakes));

constexpr ConfigMistake schedules_mistakes[] = {
    ConfigMistake{
        with_rate(R"(«"fast"»)"),
        R"(/optimizer/learning_rate: expected a number, the name of a schedule or an object with "type", found the string "fast")"},
    ConfigMistake{
        with_rate("«true»"),
        R"(/optimizer/learning_rate: expected a number, the name of a schedule or an object with "type", found true)"},
    ConfigMistake{
        with_rate("«[0.1]»"),
        R"(/optimizer/learning_rate: expected a number, the name of a schedule or an object with "type", found a list)"},
    ConfigMistake{with_rate(R"(«"cosine"»)"),
                  R"(/optimizer/learning_rate: the key "initial" is missing, and it has no default)"},
    ConfigMistake{
        with_rate(R"({"type": «"cosin"», "initial": 0.1})"),
        R"(/optimizer/learning_rate/type: unknown schedule "cosin"; did you mean "cosine"? Known: {schedule})"},
    ConfigMistake{with_rate(R"({"type": "cosine", "initial": «0»})"),
                  "/optimizer/learning_rate/initial: must be above 0, found 0"},
    ConfigMistake{with_rate(R"({"type": "cosine", "initial": 0.1, "min": «-1»})"),
                  "/optimizer/learning_rate/min: must be at least 0, found -1"},
    ConfigMistake{with_rate(R"({"type": "cosine", "initial": 0.1, "restarts": «1.5»})"),
                  "/optimizer/learning_rate/restarts: expected a whole number, found the number 1.5"},
    ConfigMistake{with_rate(R"({"type": "cosine", "initial": 0.1, "unit": «"epochs"»})"),
                  R"(/optimizer/learning_rate/unit: unknown unit "epochs"; did you mean "epoch"? Known: step, epoch)"},
    ConfigMistake{with_rate(R"(«{"type": "step", "initial": 0.1}»)"),
                  R"(/optimizer/learning_rate: the key "every" is missing, and it has no default)"},
    ConfigMistake{with_rate(R"({"type": "step", "initial": 0.1, "every": «0»})"),
                  "/optimizer/learning_rate/every: must be above 0, found 0"},
    ConfigMistake{
        with_rate(R"({"type": "step", "initial": 0.1, "every": 10, «"gamma"»: 0.1})"),
        R"(/optimizer/learning_rate/gamma: key "gamma" is not used by schedule "step"; known: {schedule step})"},
    ConfigMistake{with_rate(R"({"type": "cosine", "initial": 0.1, "warmup_steps": «-1»})"),
                  "/optimizer/learning_rate/warmup_steps: must be at least 0, found -1"},
    ConfigMistake{with_rate(R"({"type": "polynomial", "initial": 0.1, "power": «0»})"),
                  "/optimizer/learning_rate/power: must be above 0, found 0"},
    ConfigMistake{with_rate(R"(«{"type": "piecewise", "values": [0.1]}»)"),
                  R"(/optimizer/learning_rate: the key "boundaries" is missing, and it has no default)"},
    ConfigMistake{with_rate(R"({"type": "piecewise", "boundaries": «[10, 10]», "values": [3, 2, 1]})"),
                  "/optimizer/learning_rate/boundaries: must rise from one to the next"},
    ConfigMistake{with_rate(R"({"type": "piecewise", "boundaries": [10, 20], "values": «[3, 2]»})"),
                  "/optimizer/learning_rate/values: expected 3 values, one more than boundaries, found 2"},
    ConfigMistake{with_rate(R"({"type": "piecewise", "boundaries": [10], "values": [3, «-2»]})"),
                  "/optimizer/learning_rate/values/1: must be at least 0, found -2"},
    ConfigMistake{with_rate(R"({"type": "one_cycle", "max": 0.1, "pct_start": «1»})"),
                  "/optimizer/learning_rate/pct_start: must be below 1, found 1"},
    ConfigMistake{with_rate(R"({"type": "reduce_on_plateau", "initial": 0.1, "factor": «1»})"),
                  "/optimizer/learning_rate/factor: must be below 1, found 1"},
    ConfigMistake{with_rate(R"({"type": "reduce_on_plateau", "initial": 0.1, "min": «0.2»})"),
                  R"(/optimizer/learning_rate/min: must not be above "initial")"},
    ConfigMistake{
        with_rate(R"({"type": "reduce_on_plateau", "initial": 0.1, "monitor": «"val_los"»})"),
        R"(/optimizer/learning_rate/monitor: "val_los" is not measured in this run; did you mean "val_loss"? Measured are: train_loss, train_penalty, train_accuracy, val_loss and val_accuracy)"},
    ConfigMistake{with_rate(R"({"type": "exponential", "initial": 0.1, "rate": «-1»})"),
                  "/optimizer/learning_rate/rate: must be at least 0, found -1"}};
INSTANTIATE_TEST_SUITE_P(Schedules, ConfigMistakes, testing::ValuesIn(schedules_mistakes));

constexpr ConfigMistake training_mistakes[] = {
    ConfigMistake{R"("training": {"epochs": «-1»})", "/training/epochs: must be at least 0, found -1"},
    ConfigMistake{R"("training": {"epochs": «1.5»})",
                  "/training/epochs: expected a whole number, found the number 1.5"},
    ConfigMistake{
        R"("training": {«"epcohs"»: 10})",
        R"(/training/epcohs: key "epcohs" is not used by "training"; did you mean "epochs"? Known: {training})"},
    ConfigMistake{R"("training": {«"learning_rate"»: 0.1})",
                  R"(/training/learning_rate: key "learning_rate" is not used by "training"; known: {training})"},
    ConfigMistake{R"("training": {"batch_size": «0»})", "/training/batch_size: must be at least 1, found 0"},
    ConfigMistake{R"("training": {"batch_size": «"all"»})",
                  R"(/training/batch_size: expected a whole number or "full", found the string "all")"},
    ConfigMistake{R"("training": {"batch_size": «true»})",
                  R"(/training/batch_size: expected a whole number or "full", found true)"},
    ConfigMistake{R"("training": {"batch_size": «1.5»})",
                  "/training/batch_size: expected a whole number, found the number 1.5"},
    ConfigMistake{R"("training": {"shuffle": «"false"»})",
                  R"(/training/shuffle: expected true or false, found the string "false")"},
    ConfigMistake{R"("training": {"drop_last": «1»})",
                  "/training/drop_last: expected true or false, found the number 1"},
    ConfigMistake{R"("training": {"validate_every": «0»})", "/training/validate_every: must be at least 1, found 0"},
    ConfigMistake{R"("training": {"clip_norm": «0»})", "/training/clip_norm: must be above 0, found 0"},
    ConfigMistake{R"("training": {"clip_value": «-1»})", "/training/clip_value: must be above 0, found -1"},
    ConfigMistake{R"("training": {"clip_norm": «"big"»})",
                  R"(/training/clip_norm: expected a number, found the string "big")"},
    ConfigMistake{R"("training": {"stop_on_nonfinite": «"no"»})",
                  R"(/training/stop_on_nonfinite: expected true or false, found the string "no")"},
    ConfigMistake{
        R"("training": {"epochs": 5, "steps": «7»})",
        R"(/training/steps: a run is as long as "epochs" say or as "steps" say: leave one of them out (in what is merged over another config, set it to null))"},
    ConfigMistake{R"("training": {"steps": «-1»})", "/training/steps: must be at least 0 and at most 1e+15, found -1"},
    ConfigMistake{R"("training": {"steps": «1.5»})", "/training/steps: expected a whole number, found the number 1.5"},
    ConfigMistake{R"("training": {"time_limit": «0»})", "/training/time_limit: must be above 0, found 0"},
    ConfigMistake{R"("training": {"time_limit": «"1h"»})",
                  R"(/training/time_limit: expected a number, found the string "1h")"},
    ConfigMistake{R"("training": {"early_stopping": {"restore_best": «1»}})",
                  "/training/early_stopping/restore_best: expected true or false, found the number 1"},
    ConfigMistake{R"("training": {"checkpoint": {"every_seconds": «0»}})",
                  "/training/checkpoint/every_seconds: must be above 0, found 0"},
    ConfigMistake{
        R"("training": {"checkpoint": {"keep_best": «"val_acuracy"»}})",
        R"(/training/checkpoint/keep_best: "val_acuracy" is not measured in this run; did you mean "val_accuracy"? Measured are: train_loss, train_penalty, train_accuracy, val_loss and val_accuracy)"},
    ConfigMistake{R"("training": {"checkpoint": {"keep_best": «true»}})",
                  "/training/checkpoint/keep_best: expected a string, found true"},
    ConfigMistake{
        R"("training": {"pretraining": {"type": «"autoencodr"»}})",
        R"(/training/pretraining/type: unknown type "autoencodr"; did you mean "autoencoder"? Known: supervised, autoencoder, denoising_autoencoder)"},
    ConfigMistake{R"("training": {"pretraining": {"epochs": «0»}})",
                  "/training/pretraining/epochs: must be at least 1, found 0"},
    ConfigMistake{R"("training": {"pretraining": {"learning_rate": «0»}})",
                  "/training/pretraining/learning_rate: must be above 0, found 0"},
    ConfigMistake{R"("training": {"pretraining": {"type": "denoising_autoencoder", "corruption": «1»}})",
                  "/training/pretraining/corruption: must be below 1, found 1"},
    ConfigMistake{R"("training": {"pretraining": {"type": "autoencoder", "corruption": «0.5»}})",
                  R"(/training/pretraining/corruption: a corruption is that of "type": "denoising_autoencoder")"},
    ConfigMistake{
        R"("optimizer": "lbfgs", "training": {"batch_size": "full", "pretraining": {"type": «"denoising_autoencoder"»}})",
        R"(/training/pretraining/type: the optimizer compares the losses of several steps, but the corruption changes the inputs by chance from step to step; take "autoencoder", or another optimizer, such as "adam")"},
    ConfigMistake{
        R"("training": {"pretraining": «"supervised"»})",
        R"(/training/pretraining: expected an object, found the string "supervised"; its keys: type, epochs, learning_rate)"},
    ConfigMistake{R"("training": {"early_stopping": «true»})",
                  "/training/early_stopping: expected an object, found true; its keys: {training.early_stopping}"},
    ConfigMistake{R"("training": {"early_stopping": {"patience": «0»}})",
                  "/training/early_stopping/patience: must be at least 1, found 0"},
    ConfigMistake{R"("training": {"early_stopping": {"min_delta": «-1»}})",
                  "/training/early_stopping/min_delta: must be at least 0, found -1"},
    ConfigMistake{
        R"("training": {"early_stopping": {«"patince"»: 3}})",
        R"(/training/early_stopping/patince: key "patince" is not used by "early_stopping"; did you mean "patience"? Known: {training.early_stopping})"},
    ConfigMistake{
        R"("training": {"early_stopping": {"monitor": «"val_los"»}})",
        R"(/training/early_stopping/monitor: "val_los" is not measured in this run; did you mean "val_loss"? Measured are: train_loss, train_penalty, train_accuracy, val_loss and val_accuracy)"},
    ConfigMistake{
        R"("training": {"early_stopping": {"monitor": «"test_loss"»}})",
        R"(/training/early_stopping/monitor: "test_loss" is not measured in this run. Measured are: train_loss, train_penalty, train_accuracy, val_loss and val_accuracy)"},
    ConfigMistake{R"("training": {"early_stopping": {"monitor": «3»}})",
                  "/training/early_stopping/monitor: expected a string, found the number 3"},
    ConfigMistake{
        R"("data": {"split": {"validation": 0}}, "training": {"early_stopping": «{}»})",
        R"(/training/early_stopping: "val_loss" is not measured in this run. Measured are: train_loss, train_penalty and train_accuracy. There is no validation part: give "split" a share for "validation")"},
    ConfigMistake{R"("training": {"checkpoint": «5»})",
                  "/training/checkpoint: expected an object, found the number 5; its keys: {training.checkpoint}"},
    ConfigMistake{R"("training": {"checkpoint": {"every": «-1»}})",
                  "/training/checkpoint/every: must be at least 0, found -1"}};
INSTANTIATE_TEST_SUITE_P(Training, ConfigMistakes, testing::ValuesIn(training_mistakes));

constexpr ConfigMistake measuring_mistakes[] = {
    ConfigMistake{R"("metrics": [«"acuracy"»])",
                  R"(/metrics/0: unknown metric "acuracy"; did you mean "accuracy"? Known: {metric})"},
    ConfigMistake{R"("metrics": «"f1"»)", R"(/metrics: unknown metric "f1"; did you mean "f1_score"? Known: {metric})"},
    ConfigMistake{
        R"("metrics": «3»)",
        R"(/metrics: expected the name of a metric, an object with "type", or a list of these, found the number 3)"},
    ConfigMistake{R"("metrics": ["accuracy", «"accuracy"»])", R"(/metrics/1: "accuracy" is named twice)"},
    ConfigMistake{R"("metrics": ["accuracy", «3»])",
                  R"(/metrics/1: expected the name of a metric or an object with "type", found the number 3)"},
    ConfigMistake{R"("metrics": [{"type": «"f1_scor"»}])",
                  R"(/metrics/0/type: unknown metric "f1_scor"; did you mean "f1_score"? Known: {metric})"},
    ConfigMistake{
        R"("metrics": [«{"k": 3}»])",
        R"(/metrics/0: an object that stands for a metric needs a "type": one of "accuracy", "top_k_categorical_accuracy", "precision", "recall", "f1_score", "roc_auc", "log_loss", "mean_absolute_error", "mean_squared_error" or "r2_score")"},
    ConfigMistake{R"("metrics": {"type": "top_k_categorical_accuracy", "k": «0»})",
                  "/metrics/k: must be at least 1, found 0"},
    ConfigMistake{R"("metrics": {"type": "top_k_categorical_accuracy", "k": «2.5»})",
                  "/metrics/k: expected a whole number, found the number 2.5"},
    ConfigMistake{R"("metrics": [{"type": "accuracy", «"k"»: 3}])",
                  R"(/metrics/0/k: key "k" is not used by metric "accuracy", which has no parameters)"},
    ConfigMistake{
        R"("metrics": [{"type": "top_k_categorical_accuracy", «"top"»: 3}])",
        R"(/metrics/0/top: key "top" is not used by metric "top_k_categorical_accuracy"; known: {metric top_k_categorical_accuracy})"},
    ConfigMistake{R"("metrics": ["roc_auc", {"type": "recall", "average": «"micro"»}])",
                  R"(/metrics/1/average: unknown average "micro"; did you mean "macro"? Known: macro, binary)"},
    ConfigMistake{R"("metrics": ["recall", «{"type": "recall", "average": "binary"}»])",
                  R"(/metrics/1: "recall" is named twice)"},
    ConfigMistake{R"("loss": "mean_squared_error", "metrics": ["r2_score", «"roc_auc"»])",
                  R"(/metrics/1: "roc_auc" is of classes, but the task is a regression)"},
    ConfigMistake{R"("loss": "hinge", "model": {"layers": [{"type": "dense", "units": 1}]}, "metrics": [«"log_loss"»])",
                  R"(/metrics/0: "log_loss" needs probabilities, but with the loss hinge the outputs are margins)"},
    ConfigMistake{
        R"("loss": "hinge", "model": {"layers": [{"type": "dense", "units": 1}]}, "target": {"metric": «"test_log_loss"», "at_most": 1})",
        R"(/target/metric: "test_log_loss" is not measured in this run; did you mean "test_loss"? Measured are: train_loss, train_penalty, train_accuracy, val_loss, val_accuracy, test_loss, test_accuracy, test_precision, test_recall, test_f1_score and test_roc_auc)"},
    ConfigMistake{
        R"("training": {"early_stopping": {"monitor": «"val_roc_auc"»}})",
        R"(/training/early_stopping/monitor: "val_roc_auc" is not measured in this run. Measured are: train_loss, train_penalty, train_accuracy, val_loss and val_accuracy)"},
    ConfigMistake{R"("loss": "mean_squared_error", "metrics": [«"accuracy"»])",
                  R"(/metrics/0: "accuracy" is of classes, but the task is a regression)"},
    ConfigMistake{R"("diagnostics": {"every": «-1»})", "/diagnostics/every: must be at least 0, found -1"},
    ConfigMistake{R"("diagnostics": {"every": «"never"»})",
                  R"(/diagnostics/every: expected a whole number or "auto", found the string "never")"},
    ConfigMistake{R"("diagnostics": {"every": «1.5»})",
                  "/diagnostics/every: expected a whole number, found the number 1.5"},
    ConfigMistake{R"("diagnostics": {"samples": «0»})", "/diagnostics/samples: must be at least 1, found 0"},
    ConfigMistake{R"("diagnostics": {"samples": «"all"»})",
                  R"(/diagnostics/samples: expected a whole number, found the string "all")"},
    ConfigMistake{R"("diagnostics": {"histograms": «3»})",
                  "/diagnostics/histograms: expected a list of whole numbers, found the number 3"},
    ConfigMistake{R"("diagnostics": {"histograms": [0, «-1»]})",
                  "/diagnostics/histograms/1: must be at least 0, found -1"},
    ConfigMistake{R"("diagnostics": {"histograms": [«"last"»]})",
                  R"(/diagnostics/histograms/0: expected a whole number, found the string "last")"},
    ConfigMistake{R"("diagnostics": {"every": 0, "histograms": «[1]»})",
                  R"(/diagnostics/histograms: with "every": 0 nothing is measured, and there can be no histograms)"},
    ConfigMistake{
        R"("diagnostics": {«"evry"»: 1})",
        R"(/diagnostics/evry: key "evry" is not used by "diagnostics"; did you mean "every"? Known: {diagnostics})"},
    ConfigMistake{R"("report": {"live": «1»})", "/report/live: expected true or false, found the number 1"},
    ConfigMistake{R"("report": {«"life"»: true})",
                  R"(/report/life: key "life" is not used by "report"; did you mean "live"? Known: {report})"},
    ConfigMistake{R"("target": «{"metric": "test_accuracy"}»)",
                  R"(/target: expected either "at_least" or "at_most", found neither)"},
    ConfigMistake{R"("target": «{"metric": "test_accuracy", "at_least": 0.8, "at_most": 0.9}»)",
                  R"(/target: expected either "at_least" or "at_most", found both)"},
    ConfigMistake{R"("target": «{"at_least": 0.8}»)", R"(/target: the key "metric" is missing, and it has no default)"},
    ConfigMistake{
        R"("target": {"metric": «"test_acuracy"», "at_least": 0.8})",
        R"(/target/metric: "test_acuracy" is not measured in this run; did you mean "test_accuracy"? Measured are: train_loss, train_penalty, train_accuracy, val_loss, val_accuracy, test_loss, test_accuracy, test_precision, test_recall, test_f1_score, test_roc_auc and test_log_loss)"},
    ConfigMistake{R"("target": {"metric": «3», "at_least": 0.8})",
                  "/target/metric: expected a string, found the number 3"},
    ConfigMistake{R"("target": {"metric": "test_accuracy", "at_least": «"80%"»})",
                  R"(/target/at_least: expected a number, found the string "80%")"},
    ConfigMistake{
        R"("data": {"split": {"validation": 0}}, "target": {"metric": «"val_loss"», "at_most": 1})",
        R"(/target/metric: "val_loss" is not measured in this run. Measured are: train_loss, train_penalty, train_accuracy, test_loss, test_accuracy, test_precision, test_recall, test_f1_score, test_roc_auc and test_log_loss. There is no validation part: give "split" a share for "validation")"},
    ConfigMistake{R"("target": {"metric": "test_accuracy", "at_least": 0.8, «"epochs"»: 3})",
                  R"(/target/epochs: key "epochs" is not used by "target"; known: {target})"}};
INSTANTIATE_TEST_SUITE_P(Measuring, ConfigMistakes, testing::ValuesIn(measuring_mistakes));

TEST(RunConfig, ReadsTheGoodConfigWithoutProblems) { EXPECT_EQ(ReadRun(good_config_with("")).message(), ""); }

TEST(RunConfig, MetricsAreNamesOrObjectsOneOrMany) {
  const auto metrics = [](const std::string& written) {
    const ReadRun read(good_config_with("\"metrics\": " + written));
    EXPECT_EQ(read.message(), "") << written;
    return to_compact_json(*read.run.resolved.find("metrics"));
  };
  const std::string top_3 = R"({"type":"top_k_categorical_accuracy","k":3})";
  EXPECT_EQ(metrics("null"), R"(["accuracy"])");
  EXPECT_EQ(metrics("[]"), "[]");
  EXPECT_EQ(metrics("\"roc_auc\""), R"(["roc_auc"])");
  EXPECT_EQ(metrics(R"(["roc_auc", {"type": "accuracy"}])"), R"(["roc_auc","accuracy"])");
  EXPECT_EQ(metrics(top_3), "[" + top_3 + "]");
  EXPECT_EQ(metrics("[" + top_3 + ", \"recall\"]"), "[" + top_3 + R"(,{"type":"recall","average":"macro"}])");
}

TEST(RunConfig, EarlyStoppingKnowsWhichMetricsAreToGrow) {
  const auto higher_is_better = [](const std::string& column) {
    const ReadRun read(good_config_with(R"("metrics": ["accuracy", "roc_auc", "log_loss", "r2_score"],
        "training": {"early_stopping": {"monitor": ")" +
                                        column + "\"}}"));
    EXPECT_EQ(read.message(), "") << column;
    return read.run.training.early_stopping->watch.higher_is_better;
  };
  EXPECT_TRUE(higher_is_better("val_accuracy"));
  EXPECT_TRUE(higher_is_better("val_roc_auc"));
  EXPECT_TRUE(higher_is_better("train_r2_score"));
  EXPECT_FALSE(higher_is_better("val_log_loss"));
  EXPECT_FALSE(higher_is_better("val_loss"));
  EXPECT_FALSE(higher_is_better("train_penalty"));
}

TEST(RunConfig, AKeyThatIsNullIsNotThere) {
  const Tree plain = ReadRun(good_config_with("")).run.resolved;
  const ReadRun nulls(good_config_with(
      R"("seed": null, "precision": null, "optimizer": null, "metrics": null, "target": null, "training": {"epochs": null,
         "batch_size": null, "early_stopping": null}, "diagnostics": {"every": null, "histograms": null},
         "data": {"task": null, "scaling": null, "seed": null}, "model": {"defaults": null})"));
  EXPECT_EQ(nulls.message(), "");
  EXPECT_EQ(to_json(nulls.run.resolved), to_json(plain));
  EXPECT_NE(ReadRun(good_config_with(R"("loss": null)")).message().find("the key \"loss\" is missing"),
            std::string::npos);
}

}  // namespace
}  // namespace mlp
