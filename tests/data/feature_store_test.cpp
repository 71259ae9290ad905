#include "mlp/data/feature_store.h"

#include <gtest/gtest.h>

#include <array>

#include "mlp/core/error.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

template <class T>
class FeatureStoreOf : public testing::Test {};
using Precisions = testing::Types<float, double>;
TYPED_TEST_SUITE(FeatureStoreOf, Precisions);

Table byte_table() {
  Table table = numbered_table(std::vector<double>(256));
  Matrix<std::uint8_t> bytes(2, 256);
  for (int i = 0; i < 256; ++i) bytes(0, i) = static_cast<std::uint8_t>(i), bytes(1, i) = 7;
  table.features = bytes;
  table.feature_names = {"pixel_0_0", "pixel_0_1"};
  return table;
}

TYPED_TEST(FeatureStoreOf, GathersTheRowsAskedFor) {
  Table table = numbered_table({0, 0, 0, 0, 0});
  table.features = Matrix<double>((Matrix<double>(2, 5) << 1, 2, 3, 4, 5, 10, 20, 30, 40, 50).finished());
  table.feature_names = {"a", "b"};
  const Scaling scaling{ScalingKind::standardize, {1, 0}, {2, 10}};
  const auto store = make_feature_store<TypeParam>(table, scaling);
  EXPECT_EQ(store->features(), 2);
  EXPECT_EQ(store->samples(), 5);
  const std::array<Index, 3> rows{4, 0, 2}, which{2, 0, 0};
  Matrix<TypeParam> x(2, 3);
  store->gather(rows, which, x.data());
  EXPECT_EQ(x, (Matrix<TypeParam>(2, 3) << 1, 2, 2, 3, 5, 5).finished());
}

TYPED_TEST(FeatureStoreOf, ReadsBytesAsShareOf255) {
  Table table = byte_table();
  const auto store = make_feature_store<TypeParam>(table, {});
  for (Index i = 0; i < 256; ++i) {
    std::array<TypeParam, 2> x;
    store->gather(std::array{i}, std::array{Index{0}}, x.data());
    EXPECT_EQ(x[0], static_cast<TypeParam>(static_cast<double>(i) / 255));
  }
}

TYPED_TEST(FeatureStoreOf, ScalesBytesAsItScalesNumbers) {
  Table bytes = byte_table(), numbers = byte_table();
  numbers.features = Matrix<double>(std::get<Matrix<std::uint8_t>>(bytes.features).cast<double>() / 255);
  const std::array<Index, 4> rows{0, 3, 128, 255}, which{0, 1, 2, 3};
  for (const ScalingKind kind : {ScalingKind::standardize, ScalingKind::minmax}) {
    const Scaling scaling = fit_scaling(bytes, {.kind = kind, .low = -1, .high = 1}, rows);
    Table byte_copy = bytes, number_copy = numbers;
    Matrix<TypeParam> x(2, 4), y(2, 4);
    make_feature_store<TypeParam>(byte_copy, scaling)->gather(rows, which, x.data());
    make_feature_store<TypeParam>(number_copy, scaling)->gather(rows, which, y.data());
    EXPECT_LT((x - y).cwiseAbs().maxCoeff(), 4 * Eigen::NumTraits<TypeParam>::epsilon());
  }
}

TEST(FeatureStore, RefusesValuesThatAreTooLargeForItsPrecision) {
  Table table = numbered_table({0, 0});
  table.features = Matrix<double>((Matrix<double>(1, 2) << 1, 1e40).finished());
  Table copy = table;
  EXPECT_EQ(message_of<InputError>([&] { make_feature_store<float>(copy, {}); }),
            "t.csv: sample 1 (counted from 0): column \"x\": the value 1e+40 is, after scaling, too large for float32; "
            "scale the data or use "
            "float64");
  table.places = SamplePlaces("t.csv");
  for (const Index line : {2, 4}) table.places.add(line);
  copy = table;
  EXPECT_EQ(message_of<InputError>([&] { make_feature_store<float>(copy, {}); }),
            "t.csv:4: column \"x\": the value 1e+40 is, after scaling, too large for float32; scale the data or use "
            "float64");
  EXPECT_NO_THROW(make_feature_store<double>(table, {}));
}

}  // namespace
}  // namespace mlp
