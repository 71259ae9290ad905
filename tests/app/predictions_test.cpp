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

std::string line(const DataInfo& info, const std::vector<double>& output, Index predicted) {
  return prediction_line<double>(info, output, predicted);
}

TEST(Predictions, OfASingleOutputBothClassesHaveTheirShare) {
  const DataInfo info = classes(Encoding::single_row, {"no", "yes"});
  EXPECT_EQ(prediction_head(info), "predicted,p_no,p_yes\n");
  EXPECT_EQ(line(info, {0.75}, 1), "yes,0.25,0.75\n");
  EXPECT_EQ(line(info, {0.5}, 0), "no,0.5,0.5\n");
}

TEST(Predictions, OfAHingeLossTheScoresAreMirroredAtZero) {
  const DataInfo info = classes(Encoding::single_row, {"no", "yes"});
  EXPECT_EQ(prediction_head(info, 0), "predicted,score_no,score_yes\n");
  EXPECT_EQ(prediction_line<double>(info, std::vector<double>{0.25}, 1, 0), "yes,-0.25,0.25\n");
  EXPECT_EQ(prediction_line<double>(info, std::vector<double>{-1.5}, 0, 0), "no,1.5,-1.5\n");
}

TEST(Predictions, OfSeveralOutputsEachClassHasItsOwn) {
  const DataInfo info = classes(Encoding::one_hot, {"a", "b", "c"});
  EXPECT_EQ(line(info, {0.25, 0.5, 0.25}, 1), "b,0.25,0.5,0.25\n");
  EXPECT_EQ(line(info, {0.25, 0.375, 0.375}, 2), "c,0.25,0.375,0.375\n");  // told by what is not shown
}

TEST(Predictions, NamesOfClassesAreQuoted) {
  const DataInfo info = classes(Encoding::one_hot, {"a,b", "say \"c\"", "two\nlines"});
  EXPECT_EQ(prediction_head(info), "predicted,\"p_a,b\",\"p_say \"\"c\"\"\",\"p_two\nlines\"\n");
  EXPECT_EQ(line(info, {0, 1, 0}, 1), "\"say \"\"c\"\"\",0,1,0\n");
}

TEST(Predictions, OfARegressionTheTargetsByName) {
  DataInfo info;
  info.task = Task::regression;
  info.target_names = {"height", "width, cm"};
  EXPECT_EQ(prediction_head(info), "height,\"width, cm\"\n");
  EXPECT_EQ(prediction_line<float>(info, std::vector<float>{0.1f, -2}, 0), "0.1,-2\n");
}

}  // namespace
}  // namespace mlp
