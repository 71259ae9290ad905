#include "apps/mlp/same_bits.h"

#include <gtest/gtest.h>

#include <limits>

namespace mlp {
namespace {

TEST(SameBits, OfTablesNamesRowAndColumn) {
  const std::string a = "epoch,seconds,loss\n0,0,0.5\n1,1,0.25\n";
  EXPECT_EQ(first_difference(a, a, "seconds"), std::nullopt);
  EXPECT_EQ(first_difference(a, "epoch,seconds,loss\n0,9,0.5\n1,9,0.25\n", "seconds"), std::nullopt);
  EXPECT_EQ(first_difference(a, "epoch,seconds,loss\n0,0,0.5\n1,1,0.125\n", "seconds"),
            "row 2 (epoch 1), column \"loss\": 0.25 in the run, 0.125 now");
  EXPECT_EQ(first_difference(a, "epoch,seconds,loss\n0,0,0.5\n1,1,\n", "seconds"),
            "row 2 (epoch 1), column \"loss\": 0.25 in the run, nothing now");
  EXPECT_EQ(first_difference(a, "epoch,seconds,loss\n0,0,0.5\n", "seconds"), "2 rows in the run, 1 rows now");
  EXPECT_EQ(first_difference(a, "epoch,seconds\n0,0\n", "seconds"), "the header differs");
  EXPECT_EQ(first_difference(a, "", "seconds"), "the header differs");
}

ModelFile model(std::vector<float> values, const std::string& config = "{}") {
  ModelFile file;
  file.config = config;
  file.tensors.push_back(tensor_of<float>("dense_1/bias", {static_cast<Index>(values.size())}, values));
  return file;
}

TEST(SameBits, OfModelsNamesTensorAndElement) {
  EXPECT_EQ(first_difference(model({1, 2}), model({1, 2})), std::nullopt);
  EXPECT_EQ(first_difference(model({1, 2}), model({1, 2.5})),
            "tensor \"dense_1/bias\", element 1 of shape [2]: 2 in the run, 2.5 now");
  EXPECT_EQ(first_difference(model({1, 2}), model({1})),
            "tensor \"dense_1/bias\", shape [2] in the run, shape [1] now");
  EXPECT_EQ(first_difference(model({1}), ModelFile{}), "tensor \"dense_1/bias\" is missing now");
  EXPECT_EQ(first_difference(ModelFile{}, model({1})), "there are more tensors now");
  EXPECT_EQ(first_difference(model({1}), model({1}, "{\"seed\": 2}")), "the config in it differs, the tensors do not");
}

TEST(SameBits, ComparesBitsNotValues) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(first_difference(model({nan}), model({nan})), std::nullopt);
  EXPECT_NE(first_difference(model({0.0f}), model({-0.0f})), std::nullopt);
}

}  // namespace
}  // namespace mlp
