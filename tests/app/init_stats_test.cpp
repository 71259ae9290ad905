#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <sstream>

#include "mlp/core/csv.h"
#include "mlp/core/numbers.h"
#include "mlp/report/run_folder.h"
#include "program.h"

namespace mlp {
namespace {

constexpr const char* measured_config = R"({
  "data": {"source": {"type": "blobs", "n": 100, "features": 200}, "scaling": "standardize"},
  "model": {"layers": [{"type": "dense", "units": 200, "repeat": 4},
                       {"type": "dense", "units": 3, "activation": "softmax"}]},
  "loss": "categorical_crossentropy",
  "variants": {
    "tanh": {"model": {"defaults": {"activation": "tanh", "kernel_initializer": "xavier"}}},
    "relu": {"model": {"defaults": {"activation": "relu", "kernel_initializer": "glorot_uniform"}}},
    "sigmoid": {"model": {"defaults": {"activation": "sigmoid", "kernel_initializer": "xavier"}}}}
})";

/// The words of the line of a layer in a variant's table.
std::vector<std::string> words_of(const std::string& out, const std::string& variant, const std::string& layer) {
  const std::size_t table = out.find(variant + "\n");
  std::istringstream line(out.substr(out.find("\n" + layer + " ", table) + 1));
  std::string text, word;
  std::getline(line, text);
  std::istringstream words(text);
  std::vector<std::string> all;
  while (words >> word) all.push_back(word);
  return all;
}

TEST(InitStatsCommand, MeasuresWhatTheoryPredicts) {
  const Workplace here;
  here.write("init.json", measured_config);
  const ProgramResult r = here.mlp({"init-stats", "init.json"});
  ASSERT_EQ(r.code, 0) << r.err;
  // Glorot & Bengio 2010: √(n·Var W) = √⅓ for tanh with xavier; He et al. 2015: √½ for relu where n·Var W = 1.
  for (const auto& [variant, factor] : {std::pair("tanh", "0.577"), std::pair("relu", "0.707")}) {
    for (const char* layer : {"dense_2", "dense_3"}) {
      const std::vector<std::string> words = words_of(r.out, variant, layer);
      ASSERT_GE(words.size(), 8u) << r.out;
      EXPECT_EQ(words[4], factor);
      EXPECT_EQ(words[7], factor);
      EXPECT_NEAR(read_number(words[3]).value(), read_number(factor).value(), 0.15);
      EXPECT_NEAR(read_number(words[6]).value(), read_number(factor).value(), 0.15);
    }
  }
  const std::vector<std::string> words = words_of(r.out, "sigmoid", "dense_2");  // no theory of its signal
  ASSERT_GE(words.size(), 7u);
  EXPECT_EQ(words[6], "0.144");
  EXPECT_NEAR(read_number(words[5]).value(), 0.144, 0.03);
}

/// "0.512 ± 0.03": mean and standard deviation (n-1) of three numbers.
std::string spread_text(const std::array<double, 3>& values) {
  const double mean = (values[0] + values[1] + values[2]) / 3;
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return rounded(mean, 3) + " ± " + rounded(std::sqrt(squares / 2), 2);
}

// Of the same three starts: what layers.csv has of them, and the inputs as `mlp data` writes them.
TEST(InitStatsCommand, GivesTheNumbersOfTheRunsThatBeginThere) {
  const Workplace here;
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet", "--set", "repeats=3", "--set", "training.epochs=0"}).code, 0);
  ASSERT_EQ(here.mlp({"data", "xor.json", "--quiet", "-o", "xor.csv"}).code, 0);
  double squares = 0, count = 0;
  for (const std::vector<std::string>& row : csv_rows(here.read("xor.csv"), "xor.csv"))
    if (row[0] == "training")
      for (const std::size_t column : {1, 2}) squares += std::pow(read_number(row[column]).value(), 2), ++count;
  ASSERT_EQ(count, 2 * 30);
  std::array<double, 3> signal{}, signal_factor{}, gradient{}, gradient_factor{};
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string file = "runs/xor/seed-" + std::to_string(i + 1) + "/layers.csv";
    const std::vector<LayerRow> rows = parse_layers(here.read(file), file);
    ASSERT_EQ(rows.size(), 2u);
    signal[i] = std::hypot(*rows[0].value("activation_mean"), *rows[0].value("activation_std"));
    signal_factor[i] = signal[i] / std::sqrt(squares / count);
    gradient[i] = *rows[0].value("delta_std");
    gradient_factor[i] = gradient[i] / *rows[1].value("delta_std");
  }
  const ProgramResult r = here.mlp({"init-stats", "xor.json", "--seeds", "3"});
  std::string line = r.out.substr(r.out.find("\ndense_1 ") + 1);
  line.resize(line.find('\n'));
  for (const auto& values : {signal, signal_factor, gradient, gradient_factor})
    EXPECT_NE(line.find(" " + spread_text(values)), std::string::npos) << spread_text(values) << "\n" << line;
}

TEST(InitStatsCommand, OfSeveralSeedsGivesMeanAndDeviation) {
  const Workplace here;
  const ProgramResult r = here.mlp({"init-stats", "xor.json", "--seeds", "3"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find(" ± "), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("3 starts, 30 samples"), std::string::npos) << r.out;
}

}  // namespace
}  // namespace mlp
