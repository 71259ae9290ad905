#include "mlp/report/table.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

const std::vector<Column> columns{{"run"}, {"loss", Align::right}};

TEST(FormatTable, AlignsTextLeftAndNumbersRight) {
  EXPECT_EQ(format_table(columns, {{"größe", "0.5"}, {"日本", "12.25"}}),
            "run     loss\n"
            "─────  ─────\n"
            "größe    0.5\n"
            "日本   12.25\n");
}

TEST(FormatTable, KeepsToTheTerminalsWidth) {
  EXPECT_EQ(format_table(columns, {{"a very long name of a run", "0.5"}}, {.width = 20, .ascii = true}),
            "run             loss\n"
            "--------------  ----\n"
            "a very long n~   0.5\n");
}

TEST(FormatTable, ShowsControlCharacters) {
  EXPECT_EQ(format_table(columns, {{"\x1b[2J", "\n"}}, {.ascii = true}),
            "run      loss\n"
            "-------  ----\n"
            "\\x1b[2J  \\x0a\n");
}

TEST(FormatTable, MayBeEmpty) {
  EXPECT_EQ(format_table({}, {}), "");
  EXPECT_EQ(format_table(columns, {}), "run  loss\n───  ────\n");
}

}  // namespace
}  // namespace mlp
