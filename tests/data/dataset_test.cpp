#include "mlp/data/dataset.h"

#include <gtest/gtest.h>

#include <array>

#include "mlp/data/load.h"
#include "tests/data/tables.h"

namespace mlp {
namespace {

template <class T>
class DatasetOf : public testing::Test {};
using Precisions = testing::Types<float, double>;
TYPED_TEST_SUITE(DatasetOf, Precisions);

const SplitOptions in_order{.validation = 1, .test = 2, .shuffle = false};
using Counts = std::vector<Index>;

TYPED_TEST(DatasetOf, HandsOutBatchesOfEachPart) {
  using T = TypeParam;
  const auto data = make_dataset<T>(numbered_table({10, 11, 12, 13, 14, 15}),
                                    {.task = Task::regression, .encoding = {}, .split = in_order, .scaling = {}});
  EXPECT_EQ(data.train().samples(), 3);
  EXPECT_EQ(data.validation().samples(), 1);
  EXPECT_EQ(data.test().samples(), 2);
  const std::array<Index, 3> which{1, 0, 1};
  Matrix<T> x(1, 3), y(1, 3);
  data.test().gather(which, x.data(), y.data());
  EXPECT_EQ(x, (Matrix<T>(1, 3) << 5, 4, 5).finished());
  EXPECT_EQ(y, (Matrix<T>(1, 3) << 15, 14, 15).finished());
  EXPECT_EQ(data.test().row(1), 5);
}

TYPED_TEST(DatasetOf, EncodesTwoClassesInOneRowOrTwo) {
  using T = TypeParam;
  const Table table = named_table({"yes", "no", "no", "yes"});
  DataOptions options;
  options.split.shuffle = false;
  const auto single = make_dataset<T>(table, options);
  EXPECT_EQ(single.info().task, Task::binary_classification);
  EXPECT_EQ(single.info().class_names, (std::vector<std::string>{"no", "yes"}));
  EXPECT_EQ(single.train().all_targets(), (Matrix<T>(1, 4) << 1, 0, 0, 1).finished());
  options.encoding = Encoding::one_hot;
  const auto two = make_dataset<T>(table, options);
  EXPECT_EQ(two.outputs(), 2);
  EXPECT_EQ(two.train().all_targets(), (Matrix<T>(2, 4) << 0, 1, 1, 0, 1, 0, 0, 1).finished());
  EXPECT_EQ(two.train().label(0), 1);
}

TYPED_TEST(DatasetOf, EncodesSeveralClassesOneHot) {
  using T = TypeParam;
  const auto data = make_dataset<T>(numbered_table({7, 3, 5, 3, 7, 7}),
                                    {.task = {}, .encoding = {}, .split = in_order, .scaling = {}});
  EXPECT_EQ(data.info().task, Task::multiclass_classification);
  EXPECT_EQ(data.outputs(), 3);
  Matrix<T> y(3, 3);
  y << 0, 1, 0, 0, 0, 1, 1, 0, 0;
  EXPECT_EQ(data.train().all_targets(), y);
  EXPECT_EQ(data.train().class_counts(), (Counts{1, 1, 1}));
  EXPECT_EQ(data.test().class_counts(), (Counts{0, 0, 2}));
}

TYPED_TEST(DatasetOf, GivesAnAutoencoderItsScaledInputs) {
  using T = TypeParam;
  DataOptions options{.task = Task::autoencoder, .encoding = {}, .split = {}, .scaling = {.kind = ScalingKind::minmax}};
  options.split.shuffle = false;
  const auto data = make_dataset<T>(table_of(NoTargets{}, 3), options);
  EXPECT_EQ(data.outputs(), 1);
  EXPECT_EQ(data.train().all_targets(), (Matrix<T>(1, 3) << 0, 0.5, 1).finished());
  EXPECT_EQ(data.train().all_targets(), data.train().all_inputs());
  const std::array<Index, 1> which{2};
  T x = 0, y = 0;
  data.train().gather(which, &x, &y);
  EXPECT_EQ(x, 1);
  EXPECT_EQ(y, 1);
}

TYPED_TEST(DatasetOf, KeepsItsSamplesAliveInItsParts) {
  using T = TypeParam;
  DataOptions options{.task = Task::regression, .encoding = {}, .split = {}, .scaling = {}};
  options.split.shuffle = false;
  Part<T> part;
  EXPECT_EQ(part.samples(), 0);
  EXPECT_FALSE(part.has_targets());
  part = make_dataset<T>(numbered_table({1, 2}), options).train();
  EXPECT_EQ(part.all_targets(), (Matrix<T>(1, 2) << 1, 2).finished());
}

}  // namespace
}  // namespace mlp
