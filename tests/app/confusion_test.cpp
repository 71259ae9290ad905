// A confusion matrix on the screen, for few classes and for many.

#include "apps/mlp/confusion.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

ConfusionCounts diagonal(Index classes, Index count) {
  ConfusionCounts counts = ConfusionCounts::Zero(classes, classes);
  counts.diagonal().setConstant(count);
  return counts;
}

std::vector<std::string> numbered(Index classes) {
  std::vector<std::string> names;
  for (Index k = 0; k < classes; ++k) names.push_back("c" + std::to_string(k));
  return names;
}

TEST(ConfusionText, HasARowForEachTrueClass) {
  ConfusionCounts counts = diagonal(3, 10);
  counts(0, 2) = 1234;
  EXPECT_EQ(confusion_text(counts, {"setosa", "a-very-long-name", "virginica"}, "test", 0, true),
            "confusion matrix of test (columns: predicted class)\n"
            "true class        setosa  a-very-long~  virginica\n"
            "----------------  ------  ------------  ---------\n"
            "setosa                10             0      1,234\n"
            "a-very-long-name       0            10          0\n"
            "virginica              0             0         10\n");
}

TEST(ConfusionText, OfManyClassesShowsTheMostFrequentMistakes) {
  ConfusionCounts counts = diagonal(21, 100);
  counts(3, 4) = 5;
  counts(20, 0) = 7;
  counts(4, 3) = 5;
  EXPECT_EQ(confusion_text(counts, numbered(21), "test", 0, true),
            "confusion matrix of test: 21 classes, 17 mistakes, the most frequent of them:\n"
            "true class  predicted  samples  of the class\n"
            "----------  ---------  -------  ------------\n"
            "c20         c0               7           107\n"
            "c3          c4               5           105\n"
            "c4          c3               5           105\n");
  EXPECT_EQ(confusion_text(diagonal(21, 3), numbered(21), "test", 0, true),
            "confusion matrix of test: 21 classes, 0 mistakes\n");
}

TEST(ConfusionText, ShowsTenMistakesAtMost) {
  const std::string text = confusion_text(ConfusionCounts::Ones(21, 21), numbered(21), "test", 0, true);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3 + 10);
}

TEST(ConfusionText, FitsTheTerminal) {
  ConfusionCounts counts = diagonal(20, 100);
  counts(1, 0) = 1;
  const std::string whole = confusion_text(counts, numbered(20), "test", 0, true);
  EXPECT_NE(whole.find("\nc19           0"), std::string::npos) << whole;
  EXPECT_NE(confusion_text(counts, numbered(20), "test", 60, true).find("20 classes, 1 mistake, the most"),
            std::string::npos);
  EXPECT_EQ(confusion_text(counts, numbered(20), "test", 200, true), whole);
}

}  // namespace
}  // namespace mlp
