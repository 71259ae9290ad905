// No key is accepted that does nothing: each that has a default is changed, alone, and the run must come out otherwise.
// A key that is added to the program must be added here, or to those that other tests prove.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/config/describe.h"
#include "mlp/config/run_config.h"
#include "mlp/core/npy.h"
#include "program.h"
#include "tests/data/idx_bytes.h"

namespace mlp {
namespace {

using Json = nlohmann::json;

constexpr const char* base_config = R"({
  "name": "keys",
  "data": {"source": {"type": "moons", "n": 60, "noise": 0.2}, "split": {"validation": 0.2, "test": 0.2}},
  "model": {"layers": [{"type": "dense", "units": 3, "activation": "tanh"},
                       {"type": "dense", "units": 1, "activation": "sigmoid"}]},
  "loss": "binary_crossentropy",
  "optimizer": {"type": "sgd", "learning_rate": 0.1},
  "training": {"epochs": 5, "batch_size": 10}
})";

/// A key, a value other than its default, and what else must be in the config, in both runs, for the key to matter.
struct KeyCase {
  std::string key, value, context = "{}";
};

/// Objects merge, anything else replaces.
Json merged(Json config, const std::string& with) {
  config.merge_patch(Json::parse(with));
  return config;
}

/// What a run leaves behind that its config determines, as text: tables without the seconds, and what else there is.
std::string outcome_of(const Workplace& here, const std::string& folder) {
  std::string outcome;
  for (const std::string name : {"history.csv", "pretraining.csv"}) {
    if (!std::filesystem::exists(here / (folder + "/" + name))) continue;
    std::istringstream rows(here.read(folder + "/" + name));
    const std::size_t seconds = name == "history.csv" ? 2 : 3;
    for (std::string row; std::getline(rows, row);) {
      std::istringstream cells(row);
      std::size_t column = 0;
      for (std::string cell; std::getline(cells, cell, ','); ++column)
        if (column != seconds) outcome += cell + ",";
      outcome += "\n";
    }
  }
  outcome += here.read(folder + "/layers.csv");
  const Json summary = Json::parse(here.read(folder + "/summary.json"));
  for (const char* part : {"metrics", "target", "saved", "status"})
    if (summary.contains(part)) outcome += summary.at(part).dump() + "\n";
  for (const std::string name : {"best.safetensors", "histograms.json"})
    outcome += name + (std::filesystem::exists(here / (folder + "/" + name)) ? " is there\n" : " is not there\n");
  return outcome;
}

/// Pairs of configs, all trained in one go; those of a pair must come out differently.
class Pairs {
 public:
  /// All configs are merged over `base`; `prepare` puts the files there that they need.
  explicit Pairs(Json base = Json::parse(base_config), std::function<void(const Workplace&)> prepare = nullptr)
      : base_(std::move(base)), prepare_(std::move(prepare)) {}

  void add(const std::string& key, const Json& without, const Json& with) {
    pairs_.push_back({key, name_of(without), name_of(with)});
  }

  void expect_different() const {
    const Workplace here;
    if (prepare_) prepare_(here);
    Json config = base_;
    for (const auto& [json, name] : names_) config["variants"][name] = Json::parse(json);
    here.write("keys.json", config.dump());
    const ProgramResult r = here.mlp({"train", "keys.json", "--quiet", "-j", "2"});
    ASSERT_TRUE(r.code == 0 || r.code == 3) << r.err;  // 3: a run that is meant to diverge
    for (const Pair& pair : pairs_)
      EXPECT_NE(outcome_of(here, "runs/keys/" + pair.without), outcome_of(here, "runs/keys/" + pair.with))
          << pair.key << " does nothing";
    EXPECT_EQ(outcome_of(here, "runs/keys/" + name_of_first()), outcome_of(here, "runs/keys/same"));
  }

 private:
  struct Pair {
    std::string key, without, with;
  };

  /// Each config is trained once, and the first one twice: a run that never comes out alike would prove nothing.
  std::string name_of(const Json& config) {
    if (names_.empty()) {
      first_ = config.dump();
      names_.emplace(first_, "v0");
      Json again = config;
      again["seed"] = 1;  // the default
      names_.emplace(again.dump(), "same");
    }
    return names_.try_emplace(config.dump(), "v" + std::to_string(names_.size())).first->second;
  }
  std::string name_of_first() const { return names_.at(first_); }

  Json base_;
  std::function<void(const Workplace&)> prepare_;
  std::map<std::string, std::string> names_;  // of variants, by what they are merged over the base with
  std::string first_;
  std::vector<Pair> pairs_;
};

/// The keys of an object and of those in it, "split.validation"; without those that must be there, which are never
/// left at a default.
void collect(const std::vector<KeyDescription>& keys, const std::string& prefix, std::set<std::string>& names) {
  for (const KeyDescription& key : keys) {
    const bool is_group = !key.keys.empty() && key.type == "object" && key.fallback;  // of keys, and no key by itself
    if (!is_group && !key.required) names.insert(prefix + key.key);
    collect(key.keys, prefix + key.key + ".", names);
  }
}

template <class Product>
std::set<std::string> keys_of(const Registry<Product>& table, const Catalog& catalog) {
  std::set<std::string> names;
  for (const ComponentDescription& component : describe(table, &catalog).components)
    for (const KeyDescription& key : component.keys)
      if (!key.required) names.insert(component.name + "." + key.key);
  return names;
}

/// What is tested is what there is.
void expect_all(const std::set<std::string>& tested, const std::set<std::string>& known) {
  for (const std::string& key : known) EXPECT_TRUE(tested.contains(key)) << "no test that " << key << " acts";
  for (const std::string& key : tested) EXPECT_TRUE(known.contains(key)) << "there is no key " << key;
}

/// Trains all cases of a kind. `place` says what a component's object is part of; `base` has what an object needs.
template <class Product>
void expect_every_key_of(const Registry<Product>& table, const Catalog& catalog, const std::vector<KeyCase>& cases,
                         const std::function<Json(const Json& component)>& place,
                         const std::map<std::string, std::string>& base = {},
                         const std::set<std::string>& elsewhere = {}, Pairs pairs = Pairs()) {
  std::set<std::string> tested = elsewhere;
  for (const KeyCase& one : cases) {
    const std::size_t dot = one.key.find('.');
    const std::string type = one.key.substr(0, dot), key = one.key.substr(dot + 1);
    Json component = Json::parse(base.contains(type) ? base.at(type) : "{}");
    component["type"] = type;
    component.merge_patch(Json::parse(one.context));
    Json without = place(component);
    component[key] = Json::parse(one.value);
    pairs.add(one.key, without, place(component));
    tested.insert(one.key);
  }
  expect_all(tested, keys_of(table, catalog));
  pairs.expect_different();
}

TEST(EveryKey, OfAnOptimizerActs) {
  const Catalog catalog = builtin_catalog();
  const std::string full = R"("full")";
  expect_every_key_of(catalog.optimizers, catalog,
                      {{"sgd.learning_rate", "0.3"},
                       {"sgd.momentum", "0.9"},
                       {"sgd.nesterov", "true", R"({"momentum": 0.9})"},
                       {"adagrad.learning_rate", "0.3"},
                       {"adagrad.initial_accumulator_value", "0.5"},
                       {"adagrad.epsilon", "0.1"},
                       {"rmsprop.learning_rate", "0.3"},
                       {"rmsprop.alpha", "0.5"},
                       {"rmsprop.epsilon", "0.1"},
                       {"adadelta.learning_rate", "0.3"},
                       {"adadelta.rho", "0.5"},
                       {"adadelta.epsilon", "0.1"},
                       {"adam.learning_rate", "0.3"},
                       {"adam.beta_1", "0.5"},
                       {"adam.beta_2", "0.5"},
                       {"adam.epsilon", "0.1"},
                       {"adamw.learning_rate", "0.3"},
                       {"adamw.beta_1", "0.5"},
                       {"adamw.beta_2", "0.5"},
                       {"adamw.epsilon", "0.1"},
                       {"adamw.weight_decay", "0.5"},
                       {"nadam.learning_rate", "0.3"},
                       {"nadam.beta_1", "0.5"},
                       {"nadam.beta_2", "0.5"},
                       {"nadam.epsilon", "0.1"},
                       {"nadam.momentum_decay", "0.5"},
                       {"rprop.learning_rate", "0.3"},
                       {"rprop.eta_minus", "0.1", R"({"learning_rate": 3})"},
                       {"rprop.eta_plus", "3"},
                       {"rprop.min_step", "0.05"},
                       {"rprop.max_step", "0.005"},
                       {"lbfgs.learning_rate", "0.3"},
                       {"lbfgs.history_size", "1"},
                       {"lbfgs.tolerance_grad", "1000"},
                       {"lbfgs.tolerance_change", "1000"}},
                      [](const Json& component) {
                        Json config{{"optimizer", component}};
                        if (component["type"] == "lbfgs" || component["type"] == "rprop")
                          config["training"]["batch_size"] = "full";
                        return config;
                      });
}

TEST(EveryKey, OfAScheduleActs) {
  const Catalog catalog = builtin_catalog();
  std::vector<KeyCase> cases{
      {"step.factor", "0.1"},
      {"polynomial.end", "0.05"},
      {"polynomial.power", "2"},
      {"cosine.min", "0.05"},
      {"cosine.restarts", "1"},
      {"one_cycle.initial", "0.05"},
      {"one_cycle.end", "0.05"},
      {"one_cycle.pct_start", "0.6"},
      {"reduce_on_plateau.monitor", R"("train_accuracy")", R"({"min_delta": 0.02, "patience": 1})"},
      {"reduce_on_plateau.factor", "0.5", R"({"min_delta": 1000, "patience": 1})"},
      {"reduce_on_plateau.patience", "1", R"({"min_delta": 1000})"},
      {"reduce_on_plateau.min_delta", "1000", R"({"patience": 1})"},
      {"reduce_on_plateau.min", "0.05", R"({"min_delta": 1000, "patience": 1})"}};
  for (const std::string& name : catalog.schedules.names()) {
    cases.push_back({name + ".warmup_steps", "4"});
    cases.push_back({name + ".unit", R"("epoch")", R"({"warmup_steps": 4})"});
  }
  expect_every_key_of(catalog.schedules, catalog, cases,
                      [](const Json& component) {
                        return Json{{"optimizer", {{"type", "sgd"}, {"learning_rate", component}}}};
                      },
                      {{"constant", R"({"initial": 0.1})"},
                       {"step", R"({"initial": 0.1, "every": 4})"},
                       {"exponential", R"({"initial": 0.1, "rate": 0.1})"},
                       {"inverse_time", R"({"initial": 0.1, "rate": 0.1})"},
                       {"polynomial", R"({"initial": 0.1})"},
                       {"cosine", R"({"initial": 0.1})"},
                       {"piecewise", R"({"boundaries": [4], "values": [0.1, 0.05]})"},
                       {"one_cycle", R"({"max": 0.1})"},
                       {"reduce_on_plateau", R"({"initial": 0.1})"}});
}

TEST(EveryKey, OfAnActivationActs) {
  const Catalog catalog = builtin_catalog();
  expect_every_key_of(catalog.activations, catalog,
                      {{"leaky_relu.negative_slope", "0.3"},
                       {"prelu.initial", "0.5"},
                       {"prelu.shared", "true"},
                       {"elu.alpha", "0.5"},
                       {"softplus.beta", "2"},
                       {"gelu.approximate", R"("tanh")"}},
                      [](const Json& component) {
                        Json config = Json::parse(base_config);
                        config["model"]["layers"][0]["activation"] = component;
                        return Json{{"model", config["model"]}};
                      });
}

TEST(EveryKey, OfAnInitializerActs) {
  const Catalog catalog = builtin_catalog();
  std::vector<KeyCase> cases{{"constant.value", "0.5"},
                             {"uniform.low", "-1"},
                             {"uniform.high", "1"},
                             {"normal.mean", "1"},
                             {"normal.stddev", "1"},
                             {"truncated_normal.mean", "1"},
                             {"truncated_normal.stddev", "1"},
                             {"he.distribution", R"("uniform")"},
                             {"he.negative_slope", "0.5"},
                             {"he_normal.negative_slope", "0.5"},
                             {"he_uniform.negative_slope", "0.5"},
                             {"sparse.connections", "1"},
                             {"sparse.stddev", "0.5"}};
  for (const std::string& key : keys_of(catalog.initializers, catalog))
    if (key.ends_with(".gain")) cases.push_back({key, "2"});
  expect_every_key_of(catalog.initializers, catalog, cases,
                      [](const Json& component) {
                        Json config = Json::parse(base_config);
                        config["model"]["layers"][0]["kernel_initializer"] = component;
                        return Json{{"model", config["model"]}};
                      },
                      {}, {"file.tensor"});  // tests/core/npy_test.cpp, tests/files/tensor_file_test.cpp
}

TEST(EveryKey, OfALossActs) {
  const Catalog catalog = builtin_catalog();
  std::vector<KeyCase> cases{{"huber.delta", "0.1"}};
  for (const std::string& key : keys_of(catalog.losses, catalog)) {
    if (key.ends_with(".reduction")) cases.push_back({key, R"("sum_over_outputs")"});
    if (key.ends_with(".label_smoothing")) cases.push_back({key, "0.2"});
    if (key.ends_with(".class_weight")) cases.push_back({key, R"({"1": 3})"});
  }
  expect_every_key_of(catalog.losses, catalog, cases, [](const Json& component) {
    const std::string activation(component["type"] == "binary_crossentropy"        ? "sigmoid"
                                 : component["type"] == "categorical_crossentropy" ? "softmax"
                                                                                   : "linear");
    Json config = Json::parse(base_config);
    config["model"]["layers"][1] = {{"type", "dense"}, {"units", 2}, {"activation", activation}};
    return Json{{"model", config["model"]}, {"loss", component}, {"data", {{"task", "binary_classification"}}}};
  });
}

TEST(EveryKey, OfAMetricActs) {
  const Catalog catalog = builtin_catalog();
  expect_every_key_of(catalog.metrics, catalog,
                      {{"top_k_categorical_accuracy.k", "2", R"({"k": 1})"},
                       {"precision.average", R"("binary")"},
                       {"recall.average", R"("binary")"},
                       {"f1_score.average", R"("binary")"}},
                      [](const Json& component) {
                        Json config{{"metrics", {component}}};
                        if (component["type"] != "top_k_categorical_accuracy") return config;
                        config["data"]["source"] = {{"type", "blobs"}, {"stddev", 9}};
                        config["loss"] = "categorical_crossentropy";
                        config["model"]["layers"] = {{{"type", "dense"}, {"units", 3}, {"activation", "softmax"}}};
                        return config;
                      });
}

TEST(EveryKey, OfALayerActs) {
  const Catalog catalog = builtin_catalog();
  std::vector<KeyCase> cases{{"dense.activation", R"("relu")"},
                             {"activation.trainable", "false", R"({"activation": "prelu"})"},
                             {"activation.learning_rate_multiplier", "3", R"({"activation": "prelu"})"},
                             {"batch_normalization.momentum", "0.5"}};
  for (const std::string type : {"dense", "maxout"})
    for (const auto& [key, value] : std::map<std::string, std::string>{{"use_bias", "false"},
                                                                       {"kernel_initializer", R"("he_normal")"},
                                                                       {"bias_initializer", "0.5"},
                                                                       {"kernel_regularizer", R"({"l2": 0.1})"},
                                                                       {"bias_regularizer", R"({"l1": 0.1})"},
                                                                       {"activity_regularizer", R"({"l1": 0.1})"},
                                                                       {"kernel_constraint", R"({"max_norm": 0.1})"}})
      cases.push_back({type + "." + key, value});
  for (const std::string type : {"dense", "maxout", "batch_normalization", "layer_normalization"}) {
    cases.push_back({type + ".trainable", "false"});
    cases.push_back({type + ".learning_rate_multiplier", "3"});
    if (type.ends_with("_normalization")) cases.push_back({type + ".epsilon", "0.1"});
  }
  expect_every_key_of(catalog.layers, catalog, cases,
                      [](const Json& component) {
                        Json config = Json::parse(base_config);
                        Json& layers = config["model"]["layers"];
                        layers.insert(layers.begin(), component);
                        return Json{{"model", config["model"]}};
                      },
                      {{"dense", R"({"units": 3})"}, {"maxout", R"({"units": 3, "pieces": 2})"}});
}

/// Files of 30 samples for the sources that read some: two inputs a and b, the targets a·b and a + b.
void write_sources(const Workplace& here) {
  std::string table = "a,b,product,sum\n", plain, gaps = table, sparse;
  std::string either = "u;t;v,p,w;z\n";  // three columns by the commas, four by the semicolons
  std::vector<double> x, product, sum;
  std::vector<unsigned char> pixels, labels, other_labels;
  for (int i = 0; i < 30; ++i) {
    const double a = i % 6, b = i % 5;
    x.insert(x.end(), {a, b});
    product.push_back(a * b);
    sum.push_back(a + b);
    const std::string row = std::to_string(i % 6) + "," + std::to_string(i % 5) + "," +
                            std::to_string(i % 6 * (i % 5)) + "," + std::to_string(i % 6 + i % 5) + "\n";
    table += row;
    // As names of columns the first row would do: its numbers differ.
    plain += i == 0 ? "7,8,56,15\n" : row;
    gaps += i % 4 == 0 ? row.substr(row.find(',')) : row;
    either += (i % 2 == 0 ? "even;" : "odd;") + std::to_string(i % 6) + ";v," + std::to_string(i % 5) + ",w;1\n";
    sparse += std::to_string(i) + " 1:" + std::to_string(i % 6) + " 2:" + std::to_string(i % 5) + "\n";
    pixels.insert(pixels.end(), {static_cast<unsigned char>(40 * (i % 6)), static_cast<unsigned char>(50 * (i % 5))});
    labels.push_back(static_cast<unsigned char>(i % 2));
    other_labels.push_back(static_cast<unsigned char>(i % 3));
  }
  here.write("table.csv", table);
  here.write("plain.csv", plain);
  here.write("gaps.csv", gaps);
  here.write("either.csv", either);
  here.write("sparse.svm", sparse);
  write_npy(here / "x.npy", tensor_of<double>("", {30, 2}, x));
  write_npy(here / "product.npy", tensor_of<double>("", {30}, product));
  write_npy(here / "sum.npy", tensor_of<double>("", {30}, sum));
  write_npz(here / "all.npz", {tensor_of<double>("x", {30, 2}, x), tensor_of<double>("product", {30}, product),
                               tensor_of<double>("sum", {30}, sum)});
  here.write("images", idx_bytes(8, {30, 1, 2}, pixels));
  here.write("labels", idx_bytes(8, {30}, labels));
  here.write("other_labels", idx_bytes(8, {30}, other_labels));
  here.write("black", idx_bytes(8, {30, 1, 2}, std::vector<unsigned char>(60)));
}

TEST(EveryKey, OfADataSourceActs) {
  const Catalog catalog = builtin_catalog();
  std::vector<KeyCase> cases{
      {"csv.delimiter", R"(";")", R"({"path": "either.csv", "target": 1, "categorical": [0, 2]})"},
      {"csv.header", "false", R"({"path": "plain.csv", "target": -1})"},
      {"csv.target", R"("sum")", R"({"target": "product"})"},
      {"csv.ignore", R"("a")"},
      {"csv.categorical", R"("a")"},
      {"csv.missing", R"("drop")", R"({"path": "gaps.csv", "missing": "mean"})"},
      {"idx.labels", R"("other_labels")"},
      {"idx.test_images", R"("black")", R"({"test_images": "images", "test_labels": "labels"})"},
      {"idx.test_labels", R"("other_labels")", R"({"test_images": "images", "test_labels": "labels"})"},
      {"idx.limit", "20"},
      {"npy.targets", R"("sum.npy")"},
      {"npz.targets", R"("sum")"},
      {"libsvm.features", "3"},
      {"libsvm.index_base", "0"},
      {"circles.factor", "0.3"},
      {"blobs.centers", "4"},
      {"blobs.features", "3"},
      {"blobs.stddev", "2"},
      {"spirals.turns", "1"},
      {"parity.bits", "3"},
      {"gaussian_quantiles.classes", "4"},
      {"gaussian_quantiles.features", "3"},
      {"gaussian_quantiles.variance", "2"},
      {"sine.frequency", "2"},
      {"polynomial.coefficients", "[1, 2]"}};
  const std::vector<ComponentDescription> described = describe(catalog.sources, &catalog).components;
  for (const std::string& name : catalog.sources.names()) {
    const auto component = std::ranges::find(described, name, &ComponentDescription::name);
    const auto has = [&](const std::string& key) {
      return std::ranges::find(component->keys, key, &KeyDescription::key) != component->keys.end();
    };
    if (has("n")) cases.push_back({name + ".n", "40"});
    if (has("noise")) cases.push_back({name + ".noise", "0.5", R"({"n": 30})"});
  }
  // Classes are numbers here, so that any source gives a regression of one target.
  Json base = merged(Json::parse(base_config), R"({"loss": "mean_squared_error"})");
  base["data"] = Json::parse(R"({"task": "regression", "split": {"validation": 0.2}})");
  expect_every_key_of(
      catalog.sources, catalog, cases,
      [](const Json& source) {
        return Json{{"data", {{"source", source}}}};
      },
      {{"csv", R"({"path": "table.csv", "target": "sum"})"},
       {"idx", R"({"images": "images", "labels": "labels"})"},
       {"npy", R"({"features": "x.npy", "targets": "product.npy"})"},
       {"npz", R"({"path": "all.npz", "features": "x", "targets": "product"})"},
       {"libsvm", R"({"path": "sparse.svm"})"}},
      // data/csv_test.cpp, and data/streamed_features_test.cpp: streamed data give the same bits.
      {"csv.delimiter", "idx.stream", "npy.stream"}, Pairs(base, write_sources));
}

/// Of the config itself, by dotted paths.
const std::vector<KeyCase>& cases_of_objects() {
  static const std::vector<KeyCase> cases{
      {"seed", "2"},
      {"precision", R"("float64")"},
      {"optimizer", R"("adam")"},
      {"metrics", R"(["accuracy", "f1_score"])"},
      {"target", R"({"metric": "val_loss", "at_most": 1})"},
      {"target.at_least", "0.1", R"({"target": {"metric": "val_accuracy", "at_least": 0.99}})"},
      {"target.at_most", "9", R"({"target": {"metric": "val_loss", "at_most": 0.01}})"},
      {"data.task", R"("binary_classification")", R"({"loss": "mean_squared_error"})"},
      {"data.seed", "1"},
      {"data.validation_source", R"("test")", R"({"data": {"split": {"validation": null}}})"},
      {"data.test_source", R"({"type": "circles", "n": 9})", R"({"data": {"split": {"test": null}}})"},
      {"data.split.validation", "0.3"},
      {"data.split.test", "0.3"},
      {"data.split.shuffle", "false"},
      {"data.split.stratify", "true"},
      {"data.scaling", R"("standardize")"},
      {"data.scaling.type", R"("minmax")"},
      {"data.scaling.range", "[-1, 1]", R"({"data": {"scaling": {"type": "minmax"}}})"},
      {"data.scaling.fit_on", R"("all")", R"({"data": {"scaling": {"type": "minmax"}}})"},
      {"model.defaults", R"({"kernel_initializer": "he_normal"})"},
      {"training.epochs", "2"},
      {"training.steps", "7", R"({"training": {"epochs": null}})"},
      {"training.time_limit", "1e-9"},
      {"training.batch_size", "7"},
      {"training.shuffle", "false"},
      {"training.drop_last", "true", R"({"training": {"batch_size": 7}})"},
      {"training.validate_every", "2"},
      {"training.clip_norm", "0.01"},
      {"training.clip_value", "0.01"},
      {"training.stop_on_nonfinite", "false", R"({"optimizer": {"learning_rate": 1e200}, "loss": "mean_squared_error",
        "data": {"task": "binary_classification"}})"},
      {"training.early_stopping", R"({"patience": 1, "min_delta": 1})"},
      {"training.early_stopping.monitor", R"("train_accuracy")",
       R"({"training": {"early_stopping": {"patience": 1, "min_delta": 0.03}}})"},
      {"training.early_stopping.patience", "1", R"({"training": {"early_stopping": {"min_delta": 1}}})"},
      {"training.early_stopping.min_delta", "1", R"({"training": {"early_stopping": {"patience": 1}}})"},
      {"training.early_stopping.restore_best", "true", R"({"training": {"early_stopping": {"min_delta": 1}}})"},
      {"training.checkpoint.keep_best", R"("val_loss")"},
      {"training.pretraining", "{}"},
      {"training.pretraining.type", R"("autoencoder")", R"({"training": {"pretraining": {}}})"},
      {"training.pretraining.epochs", "2", R"({"training": {"pretraining": {}}})"},
      {"training.pretraining.learning_rate", "0.5", R"({"training": {"pretraining": {}}})"},
      {"training.pretraining.corruption", "0.5", R"({"training": {"pretraining": {"type": "denoising_autoencoder"}}})"},
      {"diagnostics.every", "0"},
      {"diagnostics.samples", "5"},
      {"diagnostics.histograms", "[1]"}};
  return cases;
}

/// What these do is proved where it can be seen: by the test's file.
const std::map<std::string, std::vector<std::string>>& objects_elsewhere() {
  static const std::map<std::string, std::vector<std::string>> keys{
      {"config/plan_test.cpp", {"extends", "name", "variants", "sweep", "repeats"}},
      {"config/build_test.cpp", {"model.initial_weights"}},
      {"app/live_report_test.cpp", {"report.live"}},
      {"app/train_test.cpp", {"training.checkpoint.every", "training.checkpoint.every_seconds", "report.each_run"}},
      {"app/target_scaling_test.cpp",
       {"data.target_scaling", "data.target_scaling.type", "data.target_scaling.range", "data.target_scaling.fit_on"}}};
  return keys;
}

/// What any layer may have is changed in the second of two that are joined.
void add_keys_of_any_layer(Pairs& pairs, std::set<std::string>& tested) {
  const Json plain = Json::parse(R"({"model": {"layers": [{"type": "dense", "units": 3, "activation": "tanh"},
    {"type": "dense", "units": 3, "activation": "tanh"}, {"type": "concatenate", "inputs": ["dense_1", "here"]},
    {"type": "dense", "units": 1, "activation": "sigmoid"}]}})");
  const auto with = [&](const std::string& second, const std::string& name) {
    Json config = plain;
    config["model"]["layers"][1].merge_patch(Json::parse(second));
    config["model"]["layers"][2]["inputs"][1] = name;
    return config;
  };
  const Json base = with("{}", "dense_2");
  pairs.add("model.layers.name", base, with(R"({"name": "other"})", "other"));
  pairs.add("model.layers.inputs", base, with(R"({"inputs": ["input"]})", "dense_2"));
  pairs.add("model.layers.repeat", base, with(R"({"repeat": 2})", "dense_3"));
  tested.insert({"model.layers.name", "model.layers.inputs", "model.layers.repeat"});
}

TEST(EveryKey, OfAnObjectActs) {
  const Catalog catalog = builtin_catalog();
  Pairs pairs;
  std::set<std::string> tested, known;
  for (const auto& [file, keys] : objects_elsewhere()) {
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(MLP_SOURCE_DIR) / "tests" / file)) << file;
    tested.insert(keys.begin(), keys.end());
  }
  for (const KeyCase& one : cases_of_objects()) {
    const Json without = Json::parse(one.context);
    Json nested = Json::parse(one.value);
    for (std::string path = one.key; !path.empty();) {
      const std::size_t dot = path.rfind('.');
      nested = Json{{path.substr(dot == std::string::npos ? 0 : dot + 1), nested}};
      path = dot == std::string::npos ? "" : path.substr(0, dot);
    }
    pairs.add(one.key, without, merged(without, nested.dump()));
    tested.insert(one.key);
  }
  add_keys_of_any_layer(pairs, tested);
  collect(describe_run(catalog), "", known);
  expect_all(tested, known);
  pairs.expect_different();
}

}  // namespace
}  // namespace mlp
