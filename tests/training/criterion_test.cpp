// Label smoothing and class weights: by hand, and against PyTorch.

#include "mlp/training/criterion.h"

#include <gtest/gtest.h>

#include "tests/support/golden.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

/// A single output of several samples.
TestArray<double> row_of(std::initializer_list<double> values) {
  TestArray<double> a = column<double>(values);
  std::swap(a.rows, a.cols);
  return a;
}

struct Costs {
  TestArray<double> loss, dz;
};

Costs costs(const std::string& loss_name, const ClassTargets& classes, const TestArray<double>& z,
            const TestArray<double>& t, double scale = 1) {
  const auto loss = make_loss<double>(loss_name);
  const Criterion<double> criterion(*loss, classes);
  Costs result{z, z};
  TestArray<double> smoothed(t.rows, t.cols);
  criterion.evaluate(z.in(), t.in(), scale, smoothed.data(), result.loss.out(), result.dz.out());
  return result;
}

TestArray<double> one_hot(const std::vector<double>& classes) {
  TestArray<double> t(4, static_cast<Index>(classes.size()));
  for (Index j = 0; j < t.cols; ++j) t(static_cast<Index>(classes[static_cast<std::size_t>(j)]), j) = 1;
  return t;
}

// A single output stands for two classes: with ε = 0.2 the targets 1 and 0 become 0.9 and 0.1.
TEST(LabelSmoothing, OfASingleOutputByHand) {
  const auto r = costs("mean_squared_error", {0.2, {}}, row_of({0.5, 0.5, 1}), row_of({1, 0, 1}));
  EXPECT_NEAR(r.loss(0, 0), 0.4 * 0.4, 1e-15);
  EXPECT_NEAR(r.loss(0, 1), 0.4 * 0.4, 1e-15);
  EXPECT_NEAR(r.loss(0, 2), 0.1 * 0.1, 1e-15);
  EXPECT_NEAR(r.dz(0, 1), 2 * 0.4, 1e-15);
}

// Of four classes, 1 becomes 0.8 + 0.05 and 0 becomes 0.05.
TEST(LabelSmoothing, OfSeveralOutputsByHand) {
  const auto r = costs("mean_squared_error", {0.2, {}}, column<double>({0, 1, 0, 0}), one_hot({1}));
  EXPECT_NEAR(r.loss(0, 0), 0.05 * 0.05, 1e-15);
  EXPECT_NEAR(r.loss(1, 0), 0.15 * 0.15, 1e-15);
}

// The hinge's targets 1 and −1 become 0.8 and −0.8: a margin of 1.25 is enough.
TEST(LabelSmoothing, OfAHingeLossByHand) {
  const auto r = costs("hinge", {0.2, {}}, row_of({1, -1.3, 1}), row_of({1, 0, 0}));
  EXPECT_NEAR(r.loss(0, 0), 0.2, 1e-15);
  EXPECT_EQ(r.loss(0, 1), 0);
  EXPECT_NEAR(r.loss(0, 2), 1.8, 1e-15);
}

TEST(ClassWeight, MultipliesLossAndGradientByHand) {
  const auto r = costs("mean_squared_error", {0, {3, 0.5}}, row_of({0.5, 0.5}), row_of({0, 1}), 0.5);
  EXPECT_EQ(r.loss(0, 0), 3 * 0.25);
  EXPECT_EQ(r.loss(0, 1), 0.5 * 0.25);
  EXPECT_EQ(r.dz(0, 0), 3 * 0.5);
  EXPECT_EQ(r.dz(0, 1), -0.5 * 0.5);
}

// The weight is that of the sample's class, however its label is smoothed.
TEST(ClassWeight, GoesWithLabelSmoothingByHand) {
  const auto r = costs("mean_squared_error", {0.2, {3, 0.5}}, row_of({0.5, 0.5}), row_of({0, 1}));
  EXPECT_NEAR(r.loss(0, 0), 3 * 0.16, 1e-15);
  EXPECT_NEAR(r.loss(0, 1), 0.5 * 0.16, 1e-15);
}

void expect_pytorchs(const std::string& name, const ClassTargets& classes) {
  const Golden golden("math/math.csv");
  TestArray<double> z(4, 11);
  std::ranges::copy(golden["columns"], z.data());
  const auto r = costs("categorical_crossentropy", classes, z, one_hot(golden["classes"]));
  for (Index j = 0; j < z.cols; ++j) {
    const double expected = golden[name + "/value"][static_cast<std::size_t>(j)];
    EXPECT_NEAR(r.loss.in().col(j).sum(), expected, 2e-15 * std::max(1.0, expected));
    for (Index k = 0; k < 4; ++k)
      EXPECT_NEAR(r.dz(k, j), golden[name + "/gradient"][static_cast<std::size_t>(4 * j + k)], 1e-15);
  }
}

TEST(LabelSmoothing, IsPyTorchs) { expect_pytorchs("smoothed", {0.1, {}}); }

TEST(ClassWeight, IsPyTorchs) { expect_pytorchs("weighted", {0, Golden("math/math.csv")["class_weights"]}); }

TEST(ClassWeight, IsNotOfValidation) {
  const auto loss = make_loss<double>("mean_squared_error");
  const Criterion<double> plain = Criterion<double>(*loss, {0.2, {3, 0.5}}).unweighted();
  TestArray<double> z = row_of({0.5, 0.5}), t = row_of({0, 1}), smoothed = z, losses = z, dz = z;
  plain.evaluate(z.in(), t.in(), 1, smoothed.data(), losses.out(), dz.out());
  EXPECT_NEAR(losses(0, 0), 0.16, 1e-15);
  EXPECT_NEAR(losses(0, 1), 0.16, 1e-15);
}

// The samples of the second class, on which y = 0 is wrong by 1, count 4 times: the mean over 4 samples is (1 + 4)/4 …
TEST(ClassWeight, IsPartOfEveryTrainLossAndOfNoValLoss) {
  TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false,
                          {matrix<double>(1, {1, 2, 3, 4}), matrix<double>(1, {0, 0, 0, 1})});
  run.validation = run.training;
  run.targets = {0, {0.5, 4}};
  run.settings.epochs = 1;
  run.settings.batch_size = 4;
  run.measure_accuracy();
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  std::ranges::fill(state.parameters, 0.0);
  state.parameters[1] = 2;  // y = 2: errors 2, 2, 2, 1
  Recorder<double> recorder;
  trainer.run(state, recorder);
  const double weighted = (3 * 0.5 * 4 + 4 * 1) / 4;
  EXPECT_DOUBLE_EQ(*cell(trainer, recorder.rows[0], "train_loss"), weighted);
  EXPECT_DOUBLE_EQ(*cell(trainer, recorder.rows[1], "train_loss"), weighted);
  EXPECT_DOUBLE_EQ(*cell(trainer, recorder.rows[0], "val_loss"), 13.0 / 4);
  EXPECT_EQ(cell(trainer, recorder.rows[0], "train_accuracy"), 0.25);
  // ∂J/∂b = (3·0.5·2·2 + 4·2·1)/4 = 3.5, learning rate 0.1
  EXPECT_DOUBLE_EQ(state.parameters[1], 2 - 0.35);
}

}  // namespace
}  // namespace mlp::test
