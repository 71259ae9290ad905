// NumPy's arrays and libsvm files through the program: a net trained on the same numbers must come out the same,
// whatever file they come from, in memory or streamed.

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "mlp/core/npy.h"
#include "mlp/core/numbers.h"
#include "program.h"

namespace mlp {
namespace {

using Json = nlohmann::json;

class ArraySources : public testing::Test {
 protected:
  ArraySources() {
    std::string csv = "x1,x2,y\n", libsvm;
    for (int i = 0; i < count; ++i) {
      const double a = i % 7 * 0.25 - 0.5, b = i % 5 * 0.5 - 1;
      const int label = a * b > 0 ? 1 : 0;
      x_.insert(x_.end(), {a, b});
      y_.push_back(label);
      csv += shortest(a) + "," + shortest(b) + "," + std::to_string(label) + "\n";
      libsvm += std::to_string(label) + " 1:" + shortest(a) + (b == 0 ? "" : " 2:" + shortest(b)) + "\n";
    }
    Tensor x = tensor_of<double>("x_train", {count, 2}, x_), y = tensor_of<double>("y_train", {count}, y_);
    write_npy(here / "x.npy", x);
    write_npy(here / "y.npy", y);
    write_npz(here / "d.npz", {y, x});
    here.write("d.csv", csv);
    here.write("d.svm", libsvm);
  }

  Json config(const std::string& source) const {
    Json config = Json::parse(R"({
      "data": {"split": {"validation": 0.2, "test": 0.2}, "scaling": "standardize"},
      "model": {"layers": [{"type": "dense", "units": 3, "activation": "tanh"},
                           {"type": "dense", "units": 1, "activation": "sigmoid"}]},
      "loss": "binary_crossentropy", "training": {"epochs": 3, "batch_size": 8}})");
    config["data"]["source"] = Json::parse(source);
    return config;
  }

  /// history.csv of the config, without the seconds.
  std::string history(const std::string& name, const Json& config) const {
    here.write(name + ".json", config.dump());
    const ProgramResult r = here.mlp({"train", name + ".json", "--quiet"});
    EXPECT_EQ(r.code, 0) << r.err;
    std::istringstream rows(here.read("runs/" + name + "/history.csv"));
    std::string text;
    for (std::string row; std::getline(rows, row);) {
      std::istringstream cells(row);
      std::string cell;
      for (int column = 0; std::getline(cells, cell, ','); ++column)
        if (column != 2) text += cell + ",";
      text += "\n";
    }
    return text;
  }

  static constexpr int count = 60;
  Workplace here;
  std::vector<double> x_, y_;
};

const std::map<std::string, std::string>& all_sources() {
  static const std::map<std::string, std::string> sources{
      {"npy", R"({"type": "npy", "features": "x.npy", "targets": "y.npy"})"},
      {"streamed", R"({"type": "npy", "features": "x.npy", "targets": "y.npy", "stream": "always"})"},
      {"npz", R"({"type": "npz", "path": "d.npz", "features": "x_train", "targets": "y_train"})"},
      {"libsvm", R"({"type": "libsvm", "path": "d.svm"})"}};
  return sources;
}

TEST_F(ArraySources, GiveTheSameNetAsTheSameNumbersInText) {
  const std::string expected = history("csv", config(R"({"type": "csv", "path": "d.csv", "target": "y"})"));
  for (const auto& [name, source] : all_sources()) {
    EXPECT_EQ(history(name, config(source)), expected) << name;
    EXPECT_EQ(here.read("runs/" + name + "/layers.csv"), here.read("runs/csv/layers.csv"));
  }
}

TEST_F(ArraySources, WorkInEveryCommand) {
  for (const auto& [name, source] : all_sources()) {
    history(name, config(source));
    for (const std::vector<std::string>& command : {std::vector<std::string>{"evaluate", "runs/" + name},
                                                    {"verify", "runs/" + name},
                                                    {"data", name + ".json"},
                                                    {"gradcheck", name + ".json"},
                                                    {"validate", name + ".json"},
                                                    {"init-stats", name + ".json"}}) {
      const ProgramResult r = here.mlp(command);
      EXPECT_EQ(r.code, 0) << command[0] << " " << name << ": " << r.err;
    }
    // What a net says of samples does not depend on the file they come in.
    const std::string expected = here.mlp({"predict", "runs/" + name, "--data", "x.npy"}).out;
    EXPECT_EQ(std::count(expected.begin(), expected.end(), '\n'), count + 1);
    EXPECT_EQ(here.mlp({"predict", "runs/" + name, "--data", "d.svm"}).out, expected) << name;
    if (name == "npz") {
      EXPECT_EQ(here.mlp({"predict", "runs/npz", "--data", "d.npz"}).out, expected);
    }
    const ProgramResult measured = here.mlp({"evaluate", "runs/" + name, "--data", name == "npz" ? "d.npz" : "d.svm"});
    EXPECT_EQ(measured.code, 0) << measured.err;
  }
}

TEST_F(ArraySources, MayBeValidationAndTestData) {
  Json own = config(all_sources().at("streamed"));
  own["data"]["split"] = Json::parse(R"({"validation": 0, "test": 0})");
  own["data"]["validation_source"] = Json::parse(all_sources().at("npy"));
  own["data"]["test_source"] = Json::parse(all_sources().at("npz"));
  const std::string streamed = history("own", own);
  own["data"]["source"]["stream"] = "never";
  EXPECT_EQ(history("own_in_memory", own), streamed);
}

TEST_F(ArraySources, TrainInLittleMemoryWhereTheyAreStreamed) {
  if (MLP_SANITIZED) GTEST_SKIP() << "a sanitizer takes memory of its own";
  // 64 MiB of zeros in the file, 128 MiB as doubles.
  constexpr Index samples = 65536, features = 256;
  write_npy(here / "large.npy", tensor_of<float>("", {1, features}, std::vector<float>(features)));
  std::string header = here.read("large.npy").substr(0, 128);
  header.replace(header.find("(1, 256), }    "), 15, "(65536, 256), }");
  here.write("large.npy", header);
  std::filesystem::resize_file(here / "large.npy", 128 + sizeof(float) * samples * features);
  Json large = config(R"({"type": "npy", "features": "large.npy", "stream": "always"})");
  large["data"]["task"] = "autoencoder";
  large["loss"] = "mean_squared_error";
  large["model"]["layers"] = Json::parse(R"([{"type": "dense", "units": 2}, {"type": "dense", "units": 256}])");
  large["training"] = Json::parse(R"({"steps": 2})");
  const auto peak = [&](const std::string& name) {
    history(name, large);
    return Json::parse(here.read("runs/" + name + "/summary.json"))
        .at("environment")
        .at("peak_memory_bytes")
        .get<double>();
  };
  const double streamed = peak("streamed");
  large["data"]["source"]["stream"] = "never";
  constexpr double doubles = sizeof(double) * samples * features;
  EXPECT_LT(streamed, doubles / 2);
  EXPECT_GT(peak("in_memory"), doubles);
}

TEST_F(ArraySources, FailWithAMessageWhereTheFileChangesUnderWay) {
  Json config_of_long_run = config(all_sources().at("streamed"));
  config_of_long_run["training"] = Json::parse(R"({"epochs": 100000000, "time_limit": 60})");
  config_of_long_run["diagnostics"] = Json::parse(R"({"every": 0})");
  here.write("long.json", config_of_long_run.dump());
  std::jthread changing([&](const std::stop_token& stop) {
    while (!stop.stop_requested() && !std::filesystem::exists(here / "runs/long/history.csv"))
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::filesystem::resize_file(here / "x.npy", 200);
  });
  const ProgramResult r = here.mlp({"train", "long.json", "--quiet"});
  EXPECT_EQ(r.code, 1) << r.err;
  EXPECT_NE(r.err.find("x.npy has changed while it was read (it had 1088 bytes and has 200 now)"), std::string::npos)
      << r.err;
}

}  // namespace
}  // namespace mlp
