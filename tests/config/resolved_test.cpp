// The resolved config, and docs/config.md against the reader: what the page says of a key is tried.

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "mlp/config/plan.h"
#include "mlp/core/files.h"
#include "mlp/core/npy.h"
#include "run_support.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

TEST(ResolvedConfig, OfEveryShippedConfigReadsBackAsItself) {
  int runs = 0;
  for (const fs::directory_entry& file : fs::directory_iterator(fs::path(MLP_SOURCE_DIR) / "configs")) {
    if (file.path().extension() != ".json") continue;
    const Catalog catalog = builtin_catalog();
    for (const PlannedRun& planned : make_plan(file.path(), {}, &catalog).runs) {
      const ReadRun first(planned.config);
      ASSERT_EQ(first.message(), "") << file.path();
      const ReadRun again(tree_of(to_json(first.run.resolved)));
      ASSERT_EQ(again.message(), "") << file.path();
      EXPECT_EQ(to_json(again.run.resolved), to_json(first.run.resolved));
      ++runs;
    }
  }
  EXPECT_GT(runs, 150);  // two_circles alone is 7 variants of 20
}

/// A row of a table of docs/config.md.
struct Row {
  std::string key, fallback, type;
};

/// The tables of the page by their names: of an object of the config, or of "activation swish", a component.
std::map<std::string, std::vector<Row>> documented_keys() {
  std::map<std::string, std::vector<Row>> tables;
  std::istringstream page(read_file(fs::path(MLP_SOURCE_DIR) / "docs/config.md"));
  std::string table, component;
  const auto unquoted = [](std::string cell) {
    std::erase(cell, '`');
    cell.erase(0, cell.find_first_not_of(' '));
    cell.erase(cell.find_last_not_of(' ') + 1);
    return cell;
  };
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("<!-- table: ")) table = line.substr(12, line.find(" -->") - 12), component.clear();
    if (line.starts_with("<!-- end of table")) table.clear();
    if (table.empty() || !line.starts_with("| ")) continue;
    if (line.starts_with("| **`")) {
      component = " " + line.substr(5, line.find("`**") - 5);
      tables[table + component];
    } else if (line.starts_with("| `")) {
      std::istringstream cells(line.substr(1));
      Row row;
      std::getline(cells, row.key, '|');
      std::getline(cells, row.fallback, '|');
      std::getline(cells, row.type, '|');
      tables[table + component].push_back({unquoted(row.key), unquoted(row.fallback), unquoted(row.type)});
    }
  }
  return tables;
}

/// A value that a required key takes, as JSON.
std::string value_for(const Row& row, const fs::path& tensor) {
  if (row.key == "layers") return R"([{"type": "dense", "units": 1, "activation": "sigmoid"}])";
  if (row.key == "metric") return "\"val_loss\"";
  if (row.key == "expression") return "\"z * sigmoid(z)\"";
  if (row.key == "boundaries") return "[1]";
  if (row.key == "values") return "[0.5, 0.25]";
  if (row.type.starts_with("integer")) return "1";
  if (row.type.starts_with("number")) return "0.5";
  if (row.type.starts_with("path")) return "\"" + tensor.string() + "\"";
  if (row.type == "string") return "\"word\"";
  const std::map<std::string, std::string> components{
      {"activation", "\"prelu\""}, {"data source", "\"moons\""}, {"loss", "\"binary_crossentropy\""}};
  return components.at(row.type);
}

/// The object of the rows: required keys, and those with a default where `all`. "" for a type.
std::string object_of(const std::vector<Row>& rows, const std::string& type, bool all, const fs::path& tensor) {
  std::string members = type.empty() ? "" : "\"type\": \"" + type + "\"";
  for (const Row& row : rows) {
    std::string value = row.fallback;
    if (row.fallback == "**required**") value = value_for(row, tensor);
    const bool has_default = !row.fallback.empty() && row.fallback != "none";
    if (!has_default || (!all && row.fallback != "**required**") || row.key == "type") continue;
    members += (members.empty() ? "\"" : ", \"") + row.key + "\": " + value;
  }
  return members;
}

/// Members of a config that use a component of the kind.
std::string use_of(const std::string& kind, const std::string& type, const std::string& members) {
  const std::string object = "{" + members + "}";
  const std::string activation = type == "categorical_crossentropy" ? "softmax"
                                 : type == "hinge"                  ? "linear"
                                                                    : "sigmoid";
  const std::string last = R"({"type": "dense", "units": 1, "activation": ")" + activation + "\"}";
  const auto hidden = [&](const std::string& key) {
    return R"("model": {"layers": [{"type": "dense", "units": 2, ")" + key + "\": " + object + "}, " + last + "]}";
  };
  if (kind == "activation") return hidden("activation");
  if (kind == "initializer") return hidden("kernel_initializer");
  if (kind == "optimizer")
    return "\"optimizer\": " + object + (type == "lbfgs" ? R"(, "training": {"batch_size": "full"})" : "");
  if (kind == "schedule") return R"("optimizer": {"type": "sgd", "learning_rate": )" + object + "}";
  if (kind == "loss") return "\"loss\": " + object + R"(, "model": {"layers": [)" + last + "]}";
  if (kind == "data source") return R"("data": {"source": )" + object + "}";
  if (kind == "metric") return "\"metrics\": [" + object + "]";
  const bool joins = type == "add" || type == "concatenate";
  const std::string inputs = joins ? R"(, "inputs": ["input", "input"])" : "";
  return R"("model": {"layers": [{)" + members + inputs + "}, " + last + "]}";  // a layer
}

/// Members of a config that have those of an object at a dotted path.
std::string object_at(const std::string& path, const std::string& members) {
  if (path == "config") return members;
  if (path == "model.layers")
    return R"("model": {"layers": [{"type": "dense", "units": 2, )" + members +
           R"(}, {"type": "dense", "units": 1, "activation": "sigmoid"}]})";
  const std::string extra = path == "target" ? ", \"at_most\": 1" : "";
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) return "\"" + path + "\": {" + members + extra + "}";
  return "\"" + path.substr(0, dot) + "\": {\"" + path.substr(dot + 1) + "\": {" + members + "}}";
}

class ConfigPageKeys : public testing::Test {
 protected:
  ConfigPageKeys() { write_npy(tensor, tensor_of<float>("", {2, 2}, std::vector<float>{1, 2, 3, 4})); }

  /// Writing the defaults of the page changes nothing; and config.json reads back as itself.
  static void expect_same(const std::string& short_form, const std::string& long_form) {
    const ReadRun brief(good_config_with(short_form)), full(good_config_with(long_form));
    EXPECT_EQ(brief.message(), "") << short_form;
    EXPECT_EQ(full.message(), "") << long_form;
    EXPECT_EQ(to_json(full.run.resolved), to_json(brief.run.resolved)) << long_form;
    const ReadRun again(tree_of(to_json(brief.run.resolved)));
    EXPECT_EQ(again.message(), "") << short_form;
    EXPECT_EQ(to_json(again.run.resolved), to_json(brief.run.resolved));
  }

  TemporaryFolder folder;
  const fs::path tensor = folder / "tensor.npy";
};

TEST_F(ConfigPageKeys, OfComponentsAreReadWithTheDefaultsOfThePage) {
  int components = 0;
  for (const auto& [name, rows] : documented_keys()) {
    const Catalog catalog = builtin_catalog();
    std::string kind, type;
    for (const std::string known :
         {"activation", "initializer", "optimizer", "schedule", "loss", "data source", "metric", "layer"})
      if (name.starts_with(known + " ")) kind = known, type = name.substr(known.size() + 1);
    if (kind.empty()) continue;
    expect_same(use_of(kind, type, object_of(rows, type, false, tensor)),
                use_of(kind, type, object_of(rows, type, true, tensor)));
    ++components;
  }
  EXPECT_GE(components, 50);
}

TEST_F(ConfigPageKeys, OfObjectsAreReadWithTheDefaultsOfThePage) {
  int objects = 0;
  for (const auto& [path, rows] : documented_keys()) {
    if (path.find(' ') != std::string::npos) continue;
    const bool is_scaling = path == "data.scaling" || path == "data.target_scaling";
    const bool is_pretraining = path == "training.pretraining";
    // Of the types, one that has every key.
    const std::string type = is_scaling ? "minmax" : is_pretraining ? "denoising_autoencoder" : "";
    const bool is_extra =
        path == "target" || is_scaling || is_pretraining || path.starts_with("training.early");  // not there by default
    const std::string none = is_extra ? object_at(path, object_of(rows, type, false, tensor)) : "";
    std::string required = object_of(rows, type, false, tensor), all = object_of(rows, type, true, tensor);
    if (path == "config" || path == "data" || path == "model") {
      expect_same(object_at(path, required), object_at(path, all));
    } else if (path == "data.split") {  // the good config has parts
      const std::string cleared = R"("data": {"split": {"validation": null, "test": null}})";
      expect_same(cleared, object_at(path, all));
    } else if (path == "data.target_scaling") {  // the good config has classes
      const std::string regression = R"("loss": "mean_squared_error", )";
      expect_same(regression + none, regression + object_at(path, all));
    } else if (path == "model.layers") {
      expect_same(object_at(path, "\"use_bias\": true"), object_at(path, "\"use_bias\": true, " + all));
    } else {
      expect_same(none, object_at(path, all));
    }
    ++objects;
  }
  EXPECT_EQ(objects, 14);
}

TEST_F(ConfigPageKeys, OfFurtherSourcesAreReadAgain) {
  const ReadRun read(good_config_with(R"("data": {"validation_source": "test", "split": {"validation": 0, "test": 0},
    "test_source": {"type": "csv", "path": "more/t.csv", "target": "y"}})"));
  EXPECT_EQ(read.message(), "");
  const std::string text = to_json(read.run.resolved);
  EXPECT_NE(text.find("\"validation_source\": \"test\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"/folder/more/t.csv\""), std::string::npos) << text;
  const ReadRun again(tree_of(text));
  EXPECT_EQ(again.message(), "");
  EXPECT_EQ(to_json(again.run.resolved), text);
  EXPECT_TRUE(again.run.data.split.validation_is_test);
  EXPECT_TRUE(again.run.has_validation);
  EXPECT_NE(again.run.test_source, nullptr);
}

TEST_F(ConfigPageKeys, WithoutADefaultMayBeMissing) {
  const std::map<std::string, std::string> values{{"config extends", ""},
                                                  {"config variants", ""},
                                                  {"config sweep", ""},
                                                  {"config name", "\"mine\""},
                                                  {"config target", R"({"metric": "val_loss", "at_most": 1})"},
                                                  {"data task", "\"binary_classification\""},
                                                  {"data validation_source", ""},
                                                  {"data test_source", ""},
                                                  {"model defaults", R"({"activation": "relu"})"},
                                                  {"model initial_weights", "\"w.npz\""},
                                                  {"model.layers name", "\"first\""},
                                                  {"target at_least", ""},
                                                  {"target at_most", ""},
                                                  {"training clip_norm", "1"},
                                                  {"training clip_value", "1"},
                                                  {"training early_stopping", "{}"},
                                                  {"training pretraining", "{}"},
                                                  {"training steps", "5"},
                                                  {"training time_limit", "60"},
                                                  {"training.checkpoint every_seconds", "60"},
                                                  {"training.checkpoint keep_best", "\"val_loss\""}};
  for (const auto& [path, rows] : documented_keys()) {
    if (path.find(' ') != std::string::npos) continue;
    for (const Row& row : rows) {
      if (row.fallback != "none") continue;
      const auto value = values.find(path + " " + row.key);
      ASSERT_NE(value, values.end()) << path << " " << row.key;
      if (value->second.empty()) continue;  // read elsewhere: the plan's, or one of two that exclude each other
      const ReadRun read(good_config_with(object_at(path, "\"" + row.key + "\": " + value->second)));
      EXPECT_EQ(read.message(), "") << path << " " << row.key;
    }
  }
}

}  // namespace
}  // namespace mlp
