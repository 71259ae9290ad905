#include "mlp/data/csv_reader.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

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

TEST(CsvReader, GoesBackToTheCurrentRow) {
  CsvReader reader("a\n\n\"b\n\"\"1\"\nc\n", ',', "f.csv");
  reader.next();
  reader.next();
  reader.go_back();
  EXPECT_TRUE(reader.next());
  EXPECT_EQ(reader.line(), 3);
  EXPECT_EQ(reader.fields()[0], "b\n\"1");
  EXPECT_TRUE(reader.next());
  EXPECT_EQ(reader.line(), 5);
}

struct NumberedRow {
  Index line = 0;
  std::vector<std::string> fields;
  std::vector<double> numbers;
  bool operator==(const NumberedRow&) const = default;
};

std::vector<NumberedRow> numbered_rows(CsvReader& reader) {
  reader.expect_numbers({true, false, true});
  std::vector<NumberedRow> rows;
  while (reader.next()) {
    NumberedRow& row = rows.emplace_back();
    row.line = reader.line();
    row.fields.assign(reader.fields().begin(), reader.fields().end());
    if (row.fields.size() == 3 && row.fields[0] != "x")
      row.numbers = {std::stod(row.fields[0]), std::stod(row.fields[2])};
    if (reader.numbers().empty()) continue;
    EXPECT_EQ(row.numbers, (std::vector{reader.numbers()[0], reader.numbers()[2]}));
  }
  return rows;
}

TEST(CsvReader, ReadsTheSameThroughAWindowOfAnySize) {
  std::string text = "\xef\xbb\xbfx,größe,\"z\"\n\n";
  for (int i = 0; i < 40; ++i)
    for (const char* row : {"1.25,a,-2\n", "-31,\"two\nlines, and a \"\"quote\"\"\",4\r\n", "5,ü€,6.125\r\n", "7,,8\r",
                            "\n", "+9,\"\",1e3\n", " 10 , \"b\" ,11\n", "1,\"x\r\ny\",2\n", "1,2\n"})
      text += row;
  text += "12,c,13";
  CsvReader whole(text, ',', "f.csv");
  const std::vector<NumberedRow> expected = numbered_rows(whole);
  ASSERT_EQ(expected.size(), 2u + 40 * 8);
  EXPECT_EQ(expected.back().line, 3 + 40 * 10);  // the \r and the \n after it end one line
  const TemporaryFolder folder;
  put_bytes(folder / "f.csv", text);
  for (std::size_t block = 4; block < 3 * text.size() / 2; block += 1 + block / 30) {
    CsvReader pieces(std::make_unique<TextWindow>(folder / "f.csv", block), ',', "f.csv");
    const double lines_left = static_cast<double>(pieces.lines_left());
    EXPECT_EQ(numbered_rows(pieces), expected) << block;
    if (block < 300) continue;  // an estimate of a line or two
    EXPECT_NEAR(lines_left, 400, 100) << block;
  }
}

TEST(CsvReader, FindsMistakesInAnyWindow) {
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += "1,größe," + std::to_string(i) + "\n";
  const TemporaryFolder folder;
  const auto error = [&](const std::string& rest, std::size_t block) {
    put_bytes(folder / "f.csv", lines + rest);
    return message_of<InputError>([&] {
      CsvReader reader(std::make_unique<TextWindow>(folder / "f.csv", block), ',', "f.csv");
      while (reader.next()) {
      }
    });
  };
  for (const std::size_t block : {4u, 50u, 1000u, 5000u}) {
    EXPECT_EQ(error("1,2\n\xdf,3,4\n" + lines, block),
              "f.csv:102:1: not UTF-8 text (the byte \\xdf); save the file as UTF-8")
        << block;
    EXPECT_EQ(error("1,2\r\xdf,3\r4,5", block), "f.csv:102:1: not UTF-8 text (the byte \\xdf); save the file as UTF-8")
        << block;
    EXPECT_EQ(error("1,\xc3", block), "f.csv:101:3: not UTF-8 text (the byte \\xc3); save the file as UTF-8") << block;
    EXPECT_EQ(error("1,größe" + std::string(1, '\0') + "\n" + lines, block),
              "f.csv:101:8: a zero byte, which no text has: is the file damaged, or none of text?")
        << block;
    EXPECT_EQ(error("1,2\n\"b\nc\n" + lines, block), "f.csv:102: a quote is opened in this line and never closed")
        << block;
    EXPECT_EQ(error("\"b\"c\n" + lines, block),
              "f.csv:101: text after a closing quote: \"b\"c…; a quote within quotes is written twice")
        << block;
  }
}

TEST(CsvReader, SaysWhatIsWrongWithQuotes) {
  EXPECT_EQ(error_of("a\n\n\"b\nc\n"), "f.csv:3: a quote is opened in this line and never closed");
  EXPECT_EQ(error_of("a\n\"b\"c\n"),
            "f.csv:2: text after a closing quote: \"b\"c…; a quote within quotes is written twice");
}

TEST(CsvReader, RefusesWhatIsNoText) {
  EXPECT_EQ(error_of("PK\x03\x04"), "f.csv: the file is a zip archive, as spreadsheets are; save the table as CSV");
  EXPECT_EQ(error_of(std::string_view("ab\0c", 4)),
            "f.csv:1:3: a zero byte, which no text has: is the file damaged, or none of text?");
  EXPECT_EQ(error_of("größe,y\n1,2\n\xdf,3\n"), "f.csv:3:1: not UTF-8 text (the byte \\xdf); save the file as UTF-8");
  EXPECT_EQ(error_of("\xef\xbb\xbfgröße\xdf\n"), "f.csv:1:6: not UTF-8 text (the byte \\xdf); save the file as UTF-8");
  EXPECT_THROW(rows_of("a", '"'), InputError);
}

}  // namespace
}  // namespace mlp
