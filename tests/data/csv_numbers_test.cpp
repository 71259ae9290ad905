// Rows that are read at once, as numbers: the same numbers as the C library reads, to the last bit, and the same rows,
// lines and messages as of rows that are cut into fields.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/numbers.h"
#include "mlp/core/types.h"
#include "mlp/data/csv_reader.h"

namespace mlp {
namespace {

/// Only rows with so much text behind them are read at once. Empty lines are no rows.
const std::string enough_behind(40, '\n');

std::string printed(const char* format, double value) {
  std::array<char, 512> text;
  const int size = std::snprintf(text.data(), text.size(), format, value);
  return {text.data(), static_cast<std::size_t>(size)};
}

/// Reads the texts as a file of one column and compares each with strtod, bit by bit.
void expect_as_strtod(const std::vector<std::string>& texts) {
  std::string file;
  for (const std::string& text : texts) file += text + "\n";
  file += enough_behind;
  CsvReader reader(file, ',', "f.csv");
  reader.expect_numbers({true});
  for (const std::string& text : texts) {
    ASSERT_TRUE(reader.next());
    ASSERT_EQ(reader.numbers().size(), 1u) << text;
    ASSERT_EQ(std::bit_cast<std::uint64_t>(reader.numbers()[0]),
              std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)))
        << text << " was read as " << shortest(reader.numbers()[0]);
    ASSERT_EQ(reader.fields()[0], text);
  }
  EXPECT_FALSE(reader.next());
}

TEST(CsvNumbers, AreThoseOfTheCLibraryInAnyFormat) {
  std::mt19937_64 random(1);
  std::vector<std::string> texts;
  for (int i = 0; i < 20000; ++i) {
    const double any = std::bit_cast<double>(random());
    const double usual = std::ldexp(static_cast<double>(random() >> 11), static_cast<int>(random() % 40) - 60) *
                         (random() % 2 == 0 ? 1 : -1);
    for (const char* format : {"%.17g", "%.6g", "%.16g", "%.3e"})
      if (std::isfinite(any) && std::abs(any) > 1e-300) texts.push_back(printed(format, any));
    for (const char* format :
         {"%.17g", "%.16g", "%.15g", "%.9g", "%.6g", "%.3g", "%f", "%.0f", "%.1f", "%.8f", "%.16f"})
      texts.push_back(printed(format, usual));
  }
  expect_as_strtod(texts);
}

// As many digits as there may be before and after the point, with zeros before, between and after them.
TEST(CsvNumbers, AreThoseOfTheCLibraryForAnyNumberOfDigits) {
  std::mt19937_64 random(2);
  std::vector<std::string> texts;
  const auto digits = [&](int count, unsigned zeros) {
    std::string text;
    for (int i = 0; i < count; ++i) text += random() % 10 < zeros ? '0' : static_cast<char>('0' + random() % 10);
    return text;
  };
  for (int whole = 0; whole <= 24; ++whole)
    for (int decimals = 0; decimals <= 40; ++decimals)
      for (const unsigned zeros : {0u, 5u, 9u, 10u})
        for (const char* sign : {"", "-"}) {
          if (whole + decimals == 0) continue;
          texts.push_back(sign + digits(whole, zeros) + "." + digits(decimals, zeros));
          if (decimals == 0) texts.push_back(sign + digits(whole, zeros));
        }
  expect_as_strtod(texts);
}

// Exactly between two doubles, and right beside; the largest digits that are exact, and the next; the ends of the
// range.
TEST(CsvNumbers, AreRoundedCorrectly) {
  expect_as_strtod({"9007199254740991",
                    "9007199254740992",
                    "9007199254740993",
                    "-9007199254740993",
                    "900719925474099.3",
                    "9007199254740993.0",
                    "9.007199254740993",
                    "1.00000000000000011102230246251565404236316680908203125",
                    "1.00000000000000011102230246251565404236316680908203124",
                    "1.00000000000000011102230246251565404236316680908203126",
                    "0.1",
                    "0.30000000000000004",
                    "0.000000000000000000000000000001",
                    "123456789.12345678",
                    "1234567.1234567",
                    "1234567.12345678",
                    "1234567.123456789",
                    "1234567.999999999999",
                    "9999999.999999999999999",
                    "18446744073709551616",
                    "0.18446744073709551616",
                    "1.7976931348623157e308",
                    "2.2250738585072014e-308",
                    "2.2250738585072011e-308",
                    "1e22",
                    "1e23",
                    "1E-5",
                    "1e+5",
                    "-0",
                    "-0.0",
                    ".5",
                    "-.5",
                    "5.",
                    "0"});
}

struct Row {
  std::vector<std::string> fields;
  Index line = 0;
  bool operator==(const Row&) const = default;
};

std::vector<Row> all_rows(CsvReader& reader) {
  std::vector<Row> rows;
  while (reader.next()) rows.push_back({{reader.fields().begin(), reader.fields().end()}, reader.line()});
  return rows;
}

/// The rows of a text, cut into fields.
std::vector<Row> cut_rows(std::string_view text, char delimiter) {
  CsvReader reader(text, delimiter, "f.csv");
  return all_rows(reader);
}

/// How many rows were read at once.
Index plain_rows(CsvReader& reader) {
  Index count = 0;
  while (reader.next()) count += reader.numbers().empty() ? 0 : 1;
  return count;
}

void expect_same_rows(std::string text, char delimiter, const std::vector<bool>& holds_number, Index plain) {
  text += enough_behind;
  CsvReader numbers(text, delimiter, "f.csv"), again(text, delimiter, "f.csv");
  numbers.expect_numbers(holds_number);
  again.expect_numbers(holds_number);
  EXPECT_EQ(all_rows(numbers), cut_rows(text, delimiter)) << text;
  EXPECT_EQ(plain_rows(again), plain) << text;
}

TEST(CsvNumbers, LeaveRowsAsTheyAre) {
  const std::vector<bool> two{true, true}, one_text{true, false}, text_first{false, true};
  expect_same_rows("1,2\n3,4\n", ',', two, 2);
  expect_same_rows("1,2\r\n3,4\r\n", ',', two, 2);
  expect_same_rows("1,2\r3,4\r\n5,6\n", ',', two, 3);
  expect_same_rows("1;2\n\n\n3;4\n", ';', two, 2);
  expect_same_rows("1\t2\n3\t4\n", '\t', two, 2);
  expect_same_rows("1|2\n", '|', two, 1);
  expect_same_rows("1 2\n3  4\n", ' ', two, 1);             // three fields in the second
  expect_same_rows(" 1 , 2 \n\t3\t,\t4\t\n", ',', two, 2);  // spaces belong to no field
  expect_same_rows("1,red\n2,\n3, a b \n", ',', one_text, 3);
  expect_same_rows("red,1\n,2\n", ',', text_first, 2);
  expect_same_rows("\n \n1\n", ',', {true}, 1);
}

TEST(CsvNumbers, LeaveOtherRowsToBeCut) {
  const std::vector<bool> two{true, true}, one_text{true, false};
  for (const char* row :
       {"1,",   ",2",    "1",     "1,2,3",   "\"1\",2", "+1,2", "1,inf",    "nan,2", "1,1e999", "1,0x10",
        "1,1e", "1,--2", "1,2 3", "1,1.2.3", "1,.",     "1,-",  "1,1e-999", "x,1",   "1,2x",    "1,1_000"})
    expect_same_rows("1,2\n" + std::string(row) + "\n3,4\n", ',', two, 2);
  expect_same_rows("1,\"a,b\"\n2,\"two\nlines\"\n3,x\n", ',', one_text, 1);
  expect_same_rows("red\n\n", ',', {false}, 0);  // without a column of numbers nothing is gained
  expect_same_rows("1.2\n", '.', two, 0);        // a delimiter that numbers have in them
  expect_same_rows("1-2\n", '-', two, 0);
}

// Wherever the text ends, nothing behind it is looked at (the sanitizers watch).
TEST(CsvNumbers, EndWhereTheTextEnds) {
  const std::string_view all =
      "1.25,-2\n3,4.5\n5,6\r\n7,8.000000000000001\n1234567.1234567890123456,1\n9,10\n\n1,2\n-1.5,3";
  for (std::size_t size = 0; size <= all.size(); ++size) {
    const std::vector<char> exact(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
    const std::string_view text(exact.data(), exact.size());
    CsvReader numbers(text, ',', "f.csv");
    numbers.expect_numbers({true, true});
    EXPECT_EQ(all_rows(numbers), cut_rows(text, ',')) << size;
  }
}

}  // namespace
}  // namespace mlp
