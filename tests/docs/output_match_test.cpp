#include "output_match.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

TEST(OutputDifference, LetsNumbersDifferALittle) {
  EXPECT_EQ(output_difference("loss 0.500 (3/20)\n", "loss 0.504 (3/20)\n", 0.01), "");
  EXPECT_NE(output_difference("loss 0.500\n", "loss 0.520\n", 0.01), "");
  EXPECT_NE(output_difference("loss 0.500 (3/20)\n", "loss 0.500 (4/20)\n", 0.01), "");
}

TEST(OutputDifference, WantsTheSameWordsAndLines) {
  EXPECT_NE(output_difference("a\n", "b\n", 0.1), "");
  EXPECT_NE(output_difference("a 1\n", "a\n", 0.1), "");
  EXPECT_NE(output_difference("a\n", "a b\n", 0.1), "");
  EXPECT_NE(output_difference("a\n", "a\nb\n", 0.1), "");
  EXPECT_NE(output_difference("a\nb\n", "a\n", 0.1), "");
}

TEST(OutputDifference, LetsEllipsesStandForAnything) {
  EXPECT_EQ(output_difference("…\nb\n…\n", "a\nb\nc\nd\n", 0), "");
  EXPECT_EQ(output_difference("took …\n", "took 3 s\n", 0), "");
  EXPECT_EQ(output_difference("1,0.12… b\n", "1,0.1234 b\n", 0), "");
  EXPECT_NE(output_difference("1,0.12…\n", "1,0.1334\n", 0), "");
  EXPECT_NE(output_difference("…\nx\n", "a\nb\n", 0), "");
}

TEST(OutputDifference, DoesNotCompareTheMarksOfChartsAndTheLengthsOfRules) {
  EXPECT_EQ(output_difference("0.5 │●● ○\n───  ─\n", "0.5 │ ●\n──  ───\n", 0), "");
  EXPECT_NE(output_difference("0.5 │●\n", "0.7 │●\n", 0.1), "");
}

TEST(OutputDifference, DoesNotCompareTheHeightsOfBars) {
  EXPECT_EQ(output_difference("net  ▁▂█·  0.1 → 1\n", "net  █▇▃  0.1 → 1\n", 0), "");
  EXPECT_EQ(output_difference("▁ from 0.1\n", "▁ from 0.1\n", 0), "");
  EXPECT_NE(output_difference("net  ▁▂\n", "net  ■□\n", 0), "");
  EXPECT_NE(output_difference("net  ▁▂  0.1\n", "net  ▁▂  0.2\n", 0), "");
}

}  // namespace
}  // namespace mlp
