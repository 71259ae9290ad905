#include "mlp/data/csv_reader.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text, char delimiter = ',') {
  CsvReader reader(text, delimiter, "f.csv");
  Rows rows;
  while (reader.next()) rows.emplace_back(reader.fields().begin(), reader.fields().end());
  return rows;
}

std::string error_of(std::string_view text) {
  return message_of<InputError>([&] { rows_of(text); });
}

TEST(CsvReader, CutsAtDelimitersAndLineEnds) {
  const Rows expected{{"a", "b"}, {"1", ""}, {"", "2"}};
  EXPECT_EQ(rows_of("a,b\n1,\n,2\n"), expected);
  EXPECT_EQ(rows_of("a,b\r\n1,\r\n,2"), expected);
  EXPECT_EQ(rows_of("a,b\r1,\r,2\r"), expected);
  EXPECT_EQ(rows_of("a;b\n1;\n;2", ';'), expected);
  EXPECT_EQ(rows_of("a\tb\n1\t\n\t2", '\t'), expected);
}

TEST(CsvReader, SkipsEmptyLinesAndTheByteOrderMark) {
  EXPECT_EQ(rows_of("\xef\xbb\xbf\n\na\n \n\r\nb\n\n"), (Rows{{"a"}, {"b"}}));
  EXPECT_TRUE(rows_of("").empty());
  EXPECT_TRUE(rows_of("\n\n").empty());
}

TEST(CsvReader, TakesQuotedFieldsAsRfc4180Does) {
  EXPECT_EQ(rows_of("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\n"), (Rows{{"a,b", "say \"hi\"", "two\nlines"}}));
  EXPECT_EQ(rows_of("\"\",\"\"\"\"\n"), (Rows{{"", "\""}}));
  EXPECT_EQ(rows_of("5\" disk,x"), (Rows{{"5\" disk", "x"}}));  // a quote within a plain field is a letter
}

TEST(CsvReader, CutsSpacesUnlessTheyAreQuoted) {
  EXPECT_EQ(rows_of(" 1.5 ,\t2, \" x \" ,a b"), (Rows{{"1.5", "2", " x ", "a b"}}));
  EXPECT_EQ(rows_of("1 2", ' '), (Rows{{"1", "2"}}));
}

TEST(CsvReader, CountsTheLinesThatAnEditorShows) {
  CsvReader reader("a\r\n\r\n\"x\ny\"\nb\n", ',', "f.csv");
  std::vector<Index> lines;
  while (reader.next()) lines.push_back(reader.line());
  EXPECT_EQ(lines, (std::vector<Index>{1, 3, 5}));
}

TEST(CsvReader, KeepsFieldsValidForAsLongAsItLives) {
  CsvReader reader("\"a\"\"1\"\n\"a\"\"2\"\n", ',', "f.csv");
  reader.next();
  const std::string_view first = reader.fields()[0];
  reader.next();
  EXPECT_EQ(first, "a\"1");
}

TEST(CsvReader, SaysWhatIsWrongWithQuotes) {
  EXPECT_EQ(error_of("a\n\n\"b\nc\n"), "f.csv:3: a quote is opened in this line and never closed");
  EXPECT_EQ(error_of("a\n\"b\"c\n"),
            "f.csv:2: text after a closing quote: \"b\"c…; a quote within quotes is written twice");
}

TEST(CsvReader, RefusesWhatIsNoText) {
  EXPECT_NE(error_of("\xff\xfe"
                     "a")
                .find("UTF-16"),
            std::string::npos);
  EXPECT_NE(error_of(std::string_view("ab\0c", 4)).find("zero byte at position 2"), std::string::npos);
  EXPECT_EQ(error_of("größe,y\n1,2\n\xdf,3\n"), "f.csv:3: not UTF-8 text (the byte \\xdf); save the file as UTF-8");
  EXPECT_THROW(rows_of("a", '"'), InputError);
}

}  // namespace
}  // namespace mlp
