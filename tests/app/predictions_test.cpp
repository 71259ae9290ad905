#include <gtest/gtest.h>

#include "apps/mlp/predictions.h"

namespace mlp {
namespace {

DataInfo classes(Encoding encoding, std::vector<std::string> names) {
  DataInfo info;
  info.task = names.size() == 2 ? Task::binary_classification : Task::multiclass_classification;
  info.encoding = encoding;
  info.class_names = std::move(names);
  return info;
}

std::string line(const DataInfo& info, const std::vector<double>& output) {
  return prediction_line<double>(info, output);
}

TEST(Predictions, OfASingleOutputTheSecondClassIsTheOneAboveOneHalf) {
  const DataInfo info = classes(Encoding::single_row, {"no", "yes"});
  EXPECT_EQ(prediction_head(info), "predicted,p_no,p_yes\n");
  EXPECT_EQ(line(info, {0.75}), "yes,0.25,0.75\n");
  EXPECT_EQ(line(info, {0.5}), "no,0.5,0.5\n");
}

TEST(Predictions, OfAHingeLossTheDecisionIsAtZero) {
  const DataInfo info = classes(Encoding::single_row, {"no", "yes"});
  EXPECT_EQ(prediction_head(info, 0), "predicted,score_no,score_yes\n");
  EXPECT_EQ(prediction_line<double>(info, std::vector<double>{0.25}, 0), "yes,-0.25,0.25\n");
  EXPECT_EQ(prediction_line<double>(info, std::vector<double>{-1.5}, 0), "no,1.5,-1.5\n");
}

TEST(Predictions, OfSeveralOutputsTheLargestAndOfEqualOnesTheFirst) {
  const DataInfo info = classes(Encoding::one_hot, {"a", "b", "c"});
  EXPECT_EQ(line(info, {0.25, 0.5, 0.25}), "b,0.25,0.5,0.25\n");
  EXPECT_EQ(line(info, {0.25, 0.375, 0.375}), "b,0.25,0.375,0.375\n");
}

TEST(Predictions, NamesOfClassesAreQuoted) {
  const DataInfo info = classes(Encoding::one_hot, {"a,b", "say \"c\"", "two\nlines"});
  EXPECT_EQ(prediction_head(info), "predicted,\"p_a,b\",\"p_say \"\"c\"\"\",\"p_two\nlines\"\n");
  EXPECT_EQ(line(info, {0, 1, 0}), "\"say \"\"c\"\"\",0,1,0\n");
}

TEST(Predictions, OfARegressionTheTargetsByName) {
  DataInfo info;
  info.task = Task::regression;
  info.target_names = {"height", "width, cm"};
  EXPECT_EQ(prediction_head(info), "height,\"width, cm\"\n");
  EXPECT_EQ(prediction_line<float>(info, std::vector<float>{0.1f, -2}), "0.1,-2\n");
}

}  // namespace
}  // namespace mlp
