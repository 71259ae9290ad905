// The numbers of summary.json, from the config and from the run's other files.

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "mlp/report/run_folder.h"
#include "program.h"

namespace mlp {
namespace {

/// Trains xor.json (60 samples, of which 30 train in batches of 8) with these settings; what summary.json says.
nlohmann::json trained(const Workplace& here, const std::vector<std::string>& settings) {
  std::vector<std::string> words{"train", "xor.json", "--quiet", "--force"};
  for (const std::string& setting : settings) words.insert(words.end(), {"--set", setting});
  const ProgramResult r = here.mlp(words);
  EXPECT_EQ(r.code, 0) << r.err;
  return nlohmann::json::parse(here.read("runs/xor/summary.json"));
}

std::vector<double> column_of(const Workplace& here, const std::string& name) {
  const History history = parse_history(here.read("runs/xor/history.csv"), "history.csv");
  const std::vector<double>* column = history.find(name);
  return column == nullptr ? std::vector<double>() : *column;
}

TEST(RunSummary, CountsTheEpochsToTheTarget) {
  const Workplace here;
  const std::vector<std::string> settings{"training.epochs=30", "optimizer=adam"};
  trained(here, settings);
  const std::vector<double> losses = column_of(here, "train_loss");
  ASSERT_EQ(losses.size(), 31u);
  std::size_t first = 0;
  while (losses[first] > losses[20]) ++first;
  ASSERT_GT(first, 1u);
  const std::string target = R"(target={"metric": "train_loss", "at_most": )";
  const auto with_target = [&](double most) {
    return trained(here, {settings[0], settings[1], target + nlohmann::json(most).dump() + "}"}).at("target");
  };
  const nlohmann::json reached = with_target(losses[20]), missed = with_target(losses.back() / 2);
  EXPECT_EQ(reached.at("reached"), true);
  EXPECT_EQ(reached.at("epochs"), first);
  EXPECT_EQ(missed.at("reached"), false);
  EXPECT_TRUE(missed.at("epochs").is_null());
}

TEST(RunSummary, GivesTheSpeedOverAllUpdates) {
  const Workplace here;
  const nlohmann::json plain = trained(here, {});
  EXPECT_EQ(plain.at("steps"), 3 * 4);
  EXPECT_NEAR(plain.at("samples_per_second").get<double>() * plain.at("seconds").get<double>(), 3 * 30, 1e-6);
  EXPECT_EQ(plain.at("seconds"), column_of(here, "seconds").back());
  const nlohmann::json pretrained = trained(here, {R"(training.pretraining={"type": "autoencoder", "epochs": 2})"});
  EXPECT_NEAR(pretrained.at("samples_per_second").get<double>() * pretrained.at("seconds").get<double>(), (3 + 2) * 30,
              1e-6);
}

TEST(RunSummary, TheBestEpochIsTheFirstWithTheLowestValidationLoss) {
  const Workplace here;
  const nlohmann::json equal = trained(here, {"optimizer.learning_rate=1e-30"});  // no step changes anything
  EXPECT_EQ(equal.at("metrics").at("best").at("epoch"), 1);
  const nlohmann::json best =
      trained(here, {"optimizer.learning_rate=2", "training.epochs=30"}).at("metrics").at("best");
  const std::vector<double> losses = column_of(here, "val_loss");
  const auto lowest = std::min_element(losses.begin() + 1, losses.end());
  EXPECT_EQ(best.at("epoch"), lowest - losses.begin());
  EXPECT_EQ(best.at("val_loss"), *lowest);
  EXPECT_EQ(best.at("train_loss"), column_of(here, "train_loss")[static_cast<std::size_t>(lowest - losses.begin())]);
}

TEST(RunSummary, CountsWhatTheRunIsMadeOf) {
  const Workplace here;
  const nlohmann::json s =
      trained(here, {"model.layers.0.trainable=false", R"(data.split={"validation": 11, "test": 7})"});
  EXPECT_EQ(s.at("samples"), (nlohmann::json{{"train", 42}, {"validation", 11}, {"test", 7}}));
  EXPECT_EQ(s.at("inputs"), 2);
  EXPECT_EQ(s.at("parameters"), 17);           // 2·4 + 4, and 4 + 1
  EXPECT_EQ(s.at("trainable_parameters"), 5);  // of the second layer
  EXPECT_EQ(s.at("epochs"), 3);
  EXPECT_EQ(s.at("steps"), 3 * 6);
  EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet", "--force", "--threads", "3"}).code, 0);
  EXPECT_EQ(nlohmann::json::parse(here.read("runs/xor/summary.json")).at("environment").at("threads"), 3);
}

}  // namespace
}  // namespace mlp
