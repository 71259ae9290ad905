#include "mlp/data/load.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/data/sources/circles.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

DataOptions options_of(std::optional<Task> task) {
  DataOptions options;
  options.task = task;
  options.split.shuffle = false;
  return options;
}

std::string error_of(Table table, const DataOptions& options) {
  return message_of<InputError>([&] { make_dataset<float>(std::move(table), options); });
}

// The tutorial's sequel: circles scaled to [-1, 1] on all rows, the first half to train and the second to test.
TEST(Load, PreparesTheTutorialsCircles) {
  DataOptions options = options_of(Task::binary_classification);
  options.split.test = 500;
  options.scaling = {.kind = ScalingKind::minmax, .low = -1, .high = 1, .fit_on_all = true};
  options.seed = 1;
  const auto data = load_dataset<double>(Circles({.n = 1000, .noise = 0.1}), options);
  const Matrix<double> train = data.train().all_inputs(), test = data.test().all_inputs();
  ASSERT_EQ(train.cols(), 500);
  ASSERT_EQ(test.cols(), 500);
  const Table raw = Circles({.n = 1000, .noise = 0.1}).load(1);
  const auto& points = std::get<Matrix<double>>(raw.features);
  for (Index i = 0; i < 2; ++i) {
    const double low = points.row(i).minCoeff(), high = points.row(i).maxCoeff();
    EXPECT_NEAR(train(i, 3), 2 * (points(i, 3) - low) / (high - low) - 1, 1e-15);
    EXPECT_NEAR(test(i, 499), 2 * (points(i, 999) - low) / (high - low) - 1, 1e-15);
    EXPECT_NEAR(std::min(train.row(i).minCoeff(), test.row(i).minCoeff()), -1, 1e-15);
    EXPECT_NEAR(std::max(train.row(i).maxCoeff(), test.row(i).maxCoeff()), 1, 1e-15);
  }
}

TEST(Load, FitsTheScalingToTheTrainingPartAlone) {
  DataOptions options = options_of(Task::regression);
  options.split.test = 2;
  options.scaling.kind = ScalingKind::standardize;
  const auto data = make_dataset<double>(numbered_table({0, 0, 0, 0, 0}), options);
  EXPECT_EQ(data.info().scaling.shift, std::vector<double>{1});  // of 0, 1, 2
  options.scaling.fit_on_all = true;
  EXPECT_EQ(make_dataset<double>(numbered_table({0, 0, 0, 0, 0}), options).info().scaling.shift,
            std::vector<double>{2});
}

TEST(Load, FitsTheScalingOfTargetsToTheTrainingPartAlone) {
  DataOptions options = options_of(Task::regression);
  options.split.test = 2;
  options.target_scaling.kind = ScalingKind::standardize;
  const auto data =
      make_dataset<double>(numbered_table({3, 5, 7, 5, 55}), options);  // of 3, 5, 7: mean 5, variance 8/3
  EXPECT_EQ(data.info().target_scaling.shift, std::vector<double>{5});
  EXPECT_EQ(data.test().all_targets()(0, 0), 0);
  EXPECT_NEAR(data.test().all_targets()(0, 1), 50 / std::sqrt(8.0 / 3), 1e-14);
  EXPECT_EQ(data.info().output_scaling().shift, std::vector<double>{5});
  EXPECT_TRUE(data.info().scaling.shift.empty());
  options.target_scaling.fit_on_all = true;
  EXPECT_EQ(make_dataset<double>(numbered_table({3, 5, 7, 5, 55}), options).info().target_scaling.shift,
            std::vector<double>{15});
  // What is too large for float32 may be within its reach once it is scaled.
  const auto huge = make_dataset<float>(numbered_table({1e39, 3e39}),
                                        {.task = Task::regression, .target_scaling = options.target_scaling});
  EXPECT_EQ(huge.train().all_targets().cwiseAbs(), Matrix<float>::Ones(1, 2));
}

TEST(Load, NumbersClassesOverAllRows) {
  DataOptions options = options_of(std::nullopt);
  options.split.test = 1;
  const auto data = make_dataset<float>(numbered_table({1, 2, 1, 0}), options);
  EXPECT_EQ(data.train().label(0), 1);
  EXPECT_EQ(data.outputs(), 3);
}

TEST(Load, ChecksThatTheTargetsFitTheTask) {
  EXPECT_EQ(error_of(named_table({"no", "yes"}), options_of(Task::regression)),
            "t.csv:2: column \"y\": \"no\" is not a number; the targets of a regression are numbers (is it a "
            "classification?)");
  EXPECT_EQ(error_of(table_of(NoTargets{}, 3), options_of(Task::regression)),
            "t.csv: the data have no targets, which the task \"regression\" needs (only an \"autoencoder\" has none)");
  EXPECT_NE(error_of(table_of(NoTargets{}, 3), options_of(std::nullopt)), "");
  EXPECT_NE(error_of(numbered_table({1, 1e39}), options_of(Task::regression)).find("1e+39 is too large for float32"),
            std::string::npos);
  DataOptions stratified = options_of(Task::regression);
  stratified.split.stratify = true;
  EXPECT_NE(error_of(numbered_table({1, 2}), stratified).find("stratify"), std::string::npos);
}

TEST(Load, EncodesClassesAsWantedWhereThatCanBe) {
  DataOptions single = options_of(Task::multiclass_classification);
  single.encoding = Encoding::single_row;
  EXPECT_EQ(make_dataset<float>(numbered_table({0, 1, 2}), single).outputs(), 3);
  single.task = Task::binary_classification;
  EXPECT_EQ(make_dataset<float>(numbered_table({0, 1}), single).outputs(), 1);
  single.encoding = Encoding::one_hot;
  EXPECT_EQ(make_dataset<float>(numbered_table({0, 1}), single).outputs(), 2);
}

TEST(Load, FingerprintsTheDataAndNothingElse) {
  const auto print = [](const Table& table, DataOptions options) {
    return make_dataset<float>(table, options).fingerprint;
  };
  const DataOptions plain = options_of(Task::regression);
  DataOptions other = plain;
  other.split.validation = 1;
  other.scaling.kind = ScalingKind::standardize;
  const std::string digest = print(numbered_table({1, 2, 3}), plain);
  EXPECT_EQ(digest.size(), 64u);
  EXPECT_EQ(print(numbered_table({1, 2, 3}), other), digest);
  EXPECT_NE(print(numbered_table({1, 2, 4}), plain), digest);
  Table renamed = numbered_table({1, 2, 3});
  renamed.feature_names = {"z"};
  EXPECT_NE(print(renamed, plain), digest);
}

class ForTrainedNet : public testing::Test {
 protected:
  ForTrainedNet() {
    trained_.task = Task::multiclass_classification;
    trained_.encoding = Encoding::one_hot;
    trained_.feature_names = {"x"};
    trained_.target_names = {"y"};
    trained_.class_names = {"ape", "cat", "dog"};
    trained_.scaling = {ScalingKind::standardize, {1}, {2}};
  }
  DataInfo trained_;
};

TEST_F(ForTrainedNet, UsesItsScalingAndClasses) {
  const auto data = dataset_for<float>(trained_, named_table({"dog", "ape"}));
  EXPECT_TRUE(data.train().empty());
  EXPECT_EQ(data.test().all_inputs(), (Matrix<float>(1, 2) << -0.5, 0).finished());
  EXPECT_EQ(data.test().all_targets(), (Matrix<float>(3, 2) << 0, 1, 0, 0, 1, 0).finished());
  EXPECT_THROW(dataset_for<float>(trained_, named_table({"cow"})), InputError);
}

TEST_F(ForTrainedNet, NeedsNoTargets) {
  const auto data = dataset_for<float>(trained_, table_of(NoTargets{}, 2));
  EXPECT_FALSE(data.test().has_targets());
  EXPECT_EQ(data.test().all_inputs().cols(), 2);
  EXPECT_EQ(data.test().all_targets().size(), 0);
}

TEST_F(ForTrainedNet, ScalesTargetsAsItsOwnWere) {
  trained_.task = Task::regression;
  trained_.target_scaling = {ScalingKind::minmax, {10}, {4}};
  EXPECT_EQ(dataset_for<float>(trained_, numbered_table({10, 12})).test().all_targets(),
            (Matrix<float>(1, 2) << 0, 0.5).finished());
}

TEST_F(ForTrainedNet, RefusesSamplesOfAnotherShape) {
  trained_.feature_names = {"x", "z"};
  EXPECT_EQ(message_of<InputError>([&] { dataset_for<float>(trained_, table_of(NoTargets{}, 2)); }),
            "t.csv: samples of 1 features do not fit a net of 2 inputs");
  trained_.feature_names = {"x"};
  trained_.task = Task::regression;
  trained_.target_names = {"y", "z"};
  EXPECT_THROW(dataset_for<float>(trained_, numbered_table({1})), InputError);
}

}  // namespace
}  // namespace mlp
