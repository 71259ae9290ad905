#include "mlp/core/text_width.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

TEST(ColumnsOf, CountsAsTerminalsDo) {
  EXPECT_EQ(columns_of("größe"), 5u);
  EXPECT_EQ(columns_of("日本"), 4u);
  EXPECT_EQ(columns_of("e\u0301"), 1u);  // a combining accent
  EXPECT_EQ(columns_of("😀!"), 3u);
  EXPECT_EQ(columns_of("\x1b"), 4u);  // shown as \x1b
  EXPECT_EQ(columns_of(""), 0u);
}

TEST(Fitted, CutsWholeCharacters) {
  EXPECT_EQ(fitted("learning_rate", 13), "learning_rate");
  EXPECT_EQ(fitted("learning_rate", 8), "learnin…");
  EXPECT_EQ(fitted("learning_rate", 8, true), "learnin~");
  EXPECT_EQ(fitted("日本語", 4), "日…");
  EXPECT_EQ(fitted("abc", 0), "");
}

TEST(PaddedTo, FillsToTheColumn) {
  EXPECT_EQ(padded_to("ab", 4), "ab  ");
  EXPECT_EQ(padded_to("日", 4, Align::right), "  日");
  EXPECT_EQ(padded_to("日本語", 4), "日… ");
}

}  // namespace
}  // namespace mlp
