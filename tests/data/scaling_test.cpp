#include "mlp/data/scaling.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "mlp/core/error.h"
#include "tests/data/golden.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

Table table_of_rows(const GoldenRows& rows) {
  Table table;
  Matrix<double> values(static_cast<Index>(rows[0].size()), static_cast<Index>(rows.size()));
  for (Index n = 0; n < values.cols(); ++n)
    for (Index i = 0; i < values.rows(); ++i)
      values(i, n) = rows[static_cast<std::size_t>(n)][static_cast<std::size_t>(i)];
  for (Index i = 0; i < values.rows(); ++i) table.feature_names.push_back("f" + std::to_string(i));
  table.features = std::move(values);
  table.origin = "t.csv";
  return table;
}

std::vector<Index> first(Index count) {
  std::vector<Index> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), Index{0});
  return rows;
}

// scikit-learn subtracts what it computed with rounding, so a value near 0 can only agree to the size of its terms.
void expect_golden(const std::string& name, const ScalingOptions& options, Index fitted) {
  SCOPED_TRACE(name);
  const auto blocks = golden("scaling.txt");
  const Table table = table_of_rows(blocks.at("table"));
  const GoldenRows& expected = blocks.at(name);
  const Scaling scaling = fit_scaling(table, options, first(fitted));
  const auto& values = std::get<Matrix<double>>(table.features);
  for (Index n = 0; n < values.cols(); ++n)
    for (Index i = 0; i < values.rows(); ++i) {
      const auto k = static_cast<std::size_t>(i);
      const double size = 1 + (std::abs(values(i, n)) + std::abs(scaling.shift[k])) / scaling.scale[k];
      EXPECT_NEAR(scaling.apply(values(i, n), i), expected[static_cast<std::size_t>(n)][k], 1e-15 * size)
          << "sample " << n << ", feature " << i;
    }
}

TEST(Scaling, IsThatOfScikitLearn) {
  expect_golden("standardize", {.kind = ScalingKind::standardize}, 6);
  expect_golden("minmax_0_1", {.kind = ScalingKind::minmax}, 6);
  expect_golden("minmax_-1_1", {.kind = ScalingKind::minmax, .low = -1, .high = 1}, 9);
}

TEST(Scaling, OfNoneChangesNothing) {
  const Scaling scaling = fit_scaling(table_of_rows({{1, 2}}), {}, first(1));
  EXPECT_TRUE(scaling.shift.empty());
  EXPECT_EQ(scaling.apply(3.25, 1), 3.25);
}

TEST(Scaling, DividesAConstantByOne) {
  const Table table = table_of_rows({{0.1}, {0.1}, {0.1}, {2.1}});
  const Scaling standard = fit_scaling(table, {.kind = ScalingKind::standardize}, first(3));
  EXPECT_EQ(standard.apply(0.1, 0), 0);
  EXPECT_EQ(standard.apply(2.1, 0), 2);
  const Scaling minmax = fit_scaling(table, {.kind = ScalingKind::minmax, .low = -1, .high = 1}, first(3));
  EXPECT_EQ(minmax.apply(0.1, 0), -1);
}

TEST(Scaling, ReachesTheEndsOfTheRange) {
  const Table table = table_of_rows({{-3}, {1}, {5}});
  const Scaling scaling = fit_scaling(table, {.kind = ScalingKind::minmax, .low = -1, .high = 1}, first(3));
  EXPECT_EQ(scaling.apply(-3, 0), -1);
  EXPECT_EQ(scaling.apply(1, 0), 0);
  EXPECT_EQ(scaling.apply(5, 0), 1);
}

TEST(Scaling, OfTargetsIsColumnByColumn) {
  Table table = table_of_rows({{0}, {0}, {0}});
  table.targets = NumericTargets{(Matrix<double>(3, 3) << 1, 3, 100, 7, 7, 9, -1e3, 1e3, 0).finished()};
  table.target_names = {"y", "constant", "wide"};
  const Scaling standard = fit_target_scaling(table, {.kind = ScalingKind::standardize}, first(2));
  EXPECT_EQ(standard.shift, (std::vector<double>{2, 7, 0}));
  EXPECT_EQ(standard.scale, (std::vector<double>{1, 1, 1e3}));  // a constant is divided by 1
  const Scaling minmax = fit_target_scaling(table, {.kind = ScalingKind::minmax}, first(3));
  EXPECT_EQ(minmax.apply(100, 0), 1);
  EXPECT_EQ(minmax.apply(-1e3, 2), 0);
  table.targets = NumericTargets{(Matrix<double>(1, 2) << 1e300, -1e300).finished()};
  EXPECT_EQ(message_of<InputError>([&] { fit_target_scaling(table, {.kind = ScalingKind::standardize}, first(2)); }),
            "t.csv: column \"y\" has values too large to be scaled; divide it by a power of ten");
}

TEST(Scaling, IsUndone) {
  const Scaling scaling{ScalingKind::minmax, {1, -2}, {4, 0.5}};
  EXPECT_EQ(scaling.undo(scaling.apply(9, 0), 0), 9);
  EXPECT_EQ(scaling.undo(scaling.apply(9, 1), 1), 9);
  EXPECT_EQ(scaling.undo(0.5, 0), 3);
  EXPECT_EQ(Scaling{}.undo(9, 1), 9);
}

TEST(Scaling, RefusesEmptyRangesAndHugeValues) {
  const Table table = table_of_rows({{1e300, 1}, {-1e300, 2}});
  EXPECT_EQ(
      message_of<InputError>([&] { fit_scaling(table, {.kind = ScalingKind::minmax, .low = 1, .high = 1}, first(2)); }),
      "scaling: the range of minmax is [1, 1]; its first number must be less than its second");
  EXPECT_EQ(message_of<InputError>([&] { fit_scaling(table, {.kind = ScalingKind::standardize}, first(2)); }),
            "t.csv: column \"f0\" has values too large to be scaled; divide it by a power of ten");
}

TEST(Scaling, NamesReadBack) {
  for (const ScalingKind kind : {ScalingKind::none, ScalingKind::standardize, ScalingKind::minmax})
    EXPECT_EQ(scaling_of_name(scaling_name(kind)), kind);
  EXPECT_EQ(scaling_of_name("robust"), std::nullopt);
}

// 1, 2, 3, 4 has mean 2.5 and population variance 1.25.
TEST(FeatureStatistics, MatchAHandCalculation) {
  const Table table = table_of_rows({{1}, {2}, {3}, {4}, {100}});
  const FeatureStatistics result = feature_statistics(table.features, first(4));
  EXPECT_EQ(result.min[0], 1);
  EXPECT_EQ(result.max[0], 4);
  EXPECT_EQ(result.mean[0], 2.5);
  EXPECT_EQ(result.deviation[0], std::sqrt(1.25));
}

TEST(FeatureStatistics, LoseNothingToALargeMean) {
  Matrix<double> values(1, 100000);
  for (Index i = 0; i < values.cols(); ++i) values(0, i) = 1e9 + static_cast<double>(i % 2);
  const FeatureStatistics result = feature_statistics(Features(values), first(values.cols()));
  EXPECT_DOUBLE_EQ(result.mean[0], 1e9 + 0.5);
  EXPECT_DOUBLE_EQ(result.deviation[0], 0.5);
}

TEST(FeatureStatistics, OfBytesAreThoseOfTheirNumbers) {
  Matrix<std::uint8_t> bytes(2, 5);
  bytes << 0, 255, 17, 3, 200,  //
      9, 9, 9, 9, 9;
  const Matrix<double> numbers = bytes.cast<double>() / 255;
  const FeatureStatistics result = feature_statistics(Features(bytes), first(5));
  const FeatureStatistics expected = feature_statistics(Features(numbers), first(5));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(result.min[i], expected.min[i]);
    EXPECT_EQ(result.max[i], expected.max[i]);
    EXPECT_DOUBLE_EQ(result.mean[i], expected.mean[i]);
    EXPECT_DOUBLE_EQ(result.deviation[i], expected.deviation[i]);
  }
  EXPECT_EQ(result.deviation[1], 0);
}

}  // namespace
}  // namespace mlp
