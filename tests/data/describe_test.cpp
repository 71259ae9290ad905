#include "mlp/data/describe.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/data/load.h"
#include "mlp/data/sources/circles.h"
#include "tests/data/tables.h"

namespace mlp {
namespace {

// Features a (varied), b (constant) and c (large); the rows 0 and 1 are equal, and so are 2 and 4.
Table sample_table() {
  Table table = named_table({"no", "yes", "no", "yes", "no"});
  table.features = Matrix<double>((Matrix<double>(3, 5) << 1, 1, 2, 3, 2,  //
                                   0.5, 0.5, 0.5, 0.5, 0.5,                //
                                   100, 100, 300, 200, 300)
                                      .finished());
  table.feature_names = {"a", "b", "c"};
  table.warnings = {"of the source"};
  return table;
}

DataDescription describe_table(Table table, std::optional<Task> task, double test = 1) {
  DataOptions options;
  options.task = task;
  options.split = {.test = test, .shuffle = false};
  return describe(make_dataset<double>(std::move(table), options));
}

TEST(Describe, CountsAndMeasures) {
  const DataDescription text = describe_table(sample_table(), std::nullopt);
  EXPECT_EQ(text.samples, (std::array<Index, 3>{4, 0, 1}));
  EXPECT_EQ(text.inputs, 3);
  EXPECT_EQ(text.outputs, 1);
  EXPECT_EQ(text.class_counts[0], (std::vector<Index>{2, 2}));
  EXPECT_EQ(text.class_counts[2], (std::vector<Index>{1, 0}));
  EXPECT_EQ(text.features.min, (std::vector<double>{1, 0.5, 100}));
  EXPECT_EQ(text.features.max, (std::vector<double>{3, 0.5, 300}));
  EXPECT_EQ(text.features.mean, (std::vector<double>{1.75, 0.5, 175}));
  EXPECT_DOUBLE_EQ(text.features.deviation[0], std::sqrt(11.0 / 16));
  EXPECT_EQ(text.features.deviation[1], 0);
  EXPECT_EQ(text.repeated_rows, 1);
  EXPECT_EQ(text.leaked_rows, 1);
}

TEST(Describe, WarnsOfWhatHinders) {
  const DataDescription text = describe_table(sample_table(), std::nullopt);
  EXPECT_EQ(text.warnings,
            (std::vector<std::string>{
                "of the source",
                "input b: constant in the training part; nothing can be learned from it",
                "input c: mean or standard deviation far from 0 and 1; \"scaling\": \"standardize\" helps training",
                "1 of 4 training rows have the inputs of an earlier one",
                "1 of 1 test rows have the inputs of a training row: the test will look too good",
            }));
}

TEST(Describe, MeasuresTheTargetsOfARegression) {
  const DataDescription text = describe_table(numbered_table({1, 3, 5}), Task::regression);
  EXPECT_EQ(text.target_names, std::vector<std::string>{"y"});
  EXPECT_EQ(text.targets.mean, std::vector<double>{2});
  EXPECT_EQ(text.targets.deviation, std::vector<double>{1});
  EXPECT_TRUE(text.class_names.empty());
}

TEST(Describe, WarnsOfRareAndMissingClasses) {
  std::vector<double> labels(22, 0);
  labels[3] = labels[4] = 1;
  EXPECT_EQ(describe_table(numbered_table(labels), std::nullopt, 0).warnings.back(),
            "class \"1\" is rare: 2 training rows, against 20 of \"0\"");
  labels.back() = 2;
  EXPECT_EQ(describe_table(numbered_table(labels), std::nullopt, 1).warnings.back(),
            "class \"2\" does not occur in the training part; \"stratify\": true helps");
}

TEST(Describe, WarnsOfInputsThatHardlyVary) {
  Table table = numbered_table({1, 2});
  table.features = Matrix<double>((Matrix<double>(1, 2) << 1e-5, 2e-5).finished());
  EXPECT_EQ(describe_table(std::move(table), Task::regression, 0).warnings,
            std::vector<std::string>{"all inputs vary by less than 0.01; \"scaling\": \"standardize\" helps training"});
}

TEST(Describe, HasNothingToSayOfGoodData) {
  DataOptions options;
  options.split.test = 0.5;
  options.scaling.kind = ScalingKind::standardize;
  const DataDescription text = describe(load_dataset<float>(Circles({.noise = 0.1}), options));
  EXPECT_TRUE(text.warnings.empty());
  EXPECT_NEAR(text.features.mean[0], 0, 1e-7);
  EXPECT_NEAR(text.features.deviation[1], 1, 1e-7);
}

}  // namespace
}  // namespace mlp
