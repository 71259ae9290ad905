// Several threads read a CSV file's lines: the table, its warnings and the first mistake are those of one thread.
#include <gtest/gtest.h>

#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/data/csv_values.h"
#include "mlp/data/text_window.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

constexpr Index row_count = 20000;  // of some 30 letters: two windows of a file, and pieces for four threads each

/// The number in a row and a column; some take the short way, some the long one.
std::string number_at(Index row, Index column) {
  const Index value = (row * 7919 + column * 104729) % 100003;
  const std::string digits = std::to_string(value);
  if (row % 13 == column) return "-" + digits + ".123456789012";
  return column % 2 == 0 ? digits : "0." + digits;
}

/// A file with columns a, b, c and y, whose rows `change` may write otherwise.
std::string file_of(const std::function<void(Index, std::string&)>& change, const std::string& target = "") {
  std::string text = "a,b,c,y\n";
  for (Index row = 0; row < row_count; ++row) {
    std::string line = number_at(row, 0) + "," + number_at(row, 1) + "," + number_at(row, 2) + ",";
    line += target.empty() ? number_at(row, 3) : target + std::to_string(row % 3);
    line += "\n";
    change(row, line);
    text += line;
  }
  return text;
}

const Matrix<double>& matrix_of(const Table& table) { return std::get<Matrix<double>>(table.features); }

Table table_of(std::unique_ptr<TextWindow> text, MissingValues missing, int threads) {
  CsvReader reader(std::move(text), ',', "f.csv");
  CsvOptions options;
  options.path = "f.csv";
  options.targets = {std::string("y")};
  options.format.missing = missing;
  CsvLayout layout = read_header(reader, options.format);
  choose_columns(layout, options);
  return read_values(reader, layout, threads);
}

void expect_same_bits(const Matrix<double>& a, const Matrix<double>& b) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.cols(), b.cols());
  EXPECT_EQ(std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)), 0);
}

void expect_same_table(const Table& a, const Table& b) {
  expect_same_bits(matrix_of(a), matrix_of(b));
  EXPECT_EQ(a.feature_names, b.feature_names);
  EXPECT_EQ(a.warnings, b.warnings);
  for (const Index sample : {Index{0}, Index{1}, a.samples() / 2, a.samples() - 1})
    EXPECT_EQ(a.places.of(sample, "origin"), b.places.of(sample, "origin")) << sample;
  ASSERT_EQ(a.targets.index(), b.targets.index());
  if (const auto* numbers = std::get_if<NumericTargets>(&a.targets)) {
    expect_same_bits(numbers->values, std::get<NumericTargets>(b.targets).values);
    EXPECT_EQ(numbers->first_inexact, std::get<NumericTargets>(b.targets).first_inexact);
  }
  if (const auto* named = std::get_if<NamedTargets>(&a.targets)) {
    EXPECT_EQ(named->values, std::get<NamedTargets>(b.targets).values);
    EXPECT_EQ(named->first_text, std::get<NamedTargets>(b.targets).first_text);
  }
}

class CsvThreads : public testing::Test {
 protected:
  const TemporaryFolder folder_;

  /// The text in memory and from a file, read by several threads and by one.
  void compare(const std::string& text, const std::function<void(std::unique_ptr<TextWindow>, int)>& check) {
    const auto path = folder_ / "f.csv";
    put_bytes(path, text);
    for (const int threads : {2, 3, 4}) {
      SCOPED_TRACE(std::to_string(threads) + " threads");
      check(std::make_unique<TextWindow>(std::string_view(text)), threads);
      check(std::make_unique<TextWindow>(path), threads);
    }
  }

  void expect_one_table(const std::string& text, Index rows, MissingValues missing = MissingValues::error) {
    const Table alone = table_of(std::make_unique<TextWindow>(std::string_view(text)), missing, 1);
    EXPECT_EQ(matrix_of(alone).cols(), rows);
    compare(text, [&](std::unique_ptr<TextWindow> window, int threads) {
      expect_same_table(alone, table_of(std::move(window), missing, threads));
    });
  }

  void expect_message(const std::string& text, const std::string& message) {
    compare(text, [&](std::unique_ptr<TextWindow> window, int threads) {
      EXPECT_EQ(message_of<InputError>([&] { table_of(std::move(window), MissingValues::error, threads); }), message);
    });
  }
};

void no_change(Index, std::string&) {}

TEST_F(CsvThreads, ReadNumbers) { expect_one_table(file_of(no_change), row_count); }

TEST_F(CsvThreads, ReadTheLastRowWithoutALineEnd) {
  std::string text = file_of(no_change);
  text.pop_back();
  expect_one_table(text, row_count);
}

TEST_F(CsvThreads, ReadNamesOfClasses) { expect_one_table(file_of(no_change, "class "), row_count); }

// The first name is what a regression is told of.
TEST_F(CsvThreads, ReadTheFirstNameWhereverItIs) {
  for (const Index first : {Index{1}, row_count / 3, row_count - 1})
    expect_one_table(file_of([first](Index row, std::string& line) {
                       if (row == first) line = "1,2,3,four\n";
                     }),
                     row_count);
}

TEST_F(CsvThreads, ReadNumbersOfTooManyDigits) {
  for (const Index first : {row_count / 3, row_count - 2})
    expect_one_table(file_of([first](Index row, std::string& line) {
                       if (row >= first) line = "1,2,3,123456789012345678" + std::to_string(row) + "\n";
                     }),
                     row_count);
}

TEST_F(CsvThreads, ReadOtherLineEnds) {
  expect_one_table(file_of([](Index, std::string& line) { line.insert(line.size() - 1, "\r"); }), row_count);
  expect_one_table(file_of([](Index row, std::string& line) {
                     if (row % 1000 < 10) line.back() = '\r';
                   }),
                   row_count);
  expect_one_table(file_of([](Index, std::string& line) { line.back() = '\r'; }), row_count);
}

TEST_F(CsvThreads, ReadEmptyLinesAndQuotes) {
  for (const Index each : {Index{3}, Index{2500}})
    expect_one_table(file_of([each](Index row, std::string& line) {
                       if (row % each == 1) line += "\n";
                       if (row % each == 2) line = "\"1\",2,3,\"4\"\n";
                     }),
                     row_count);
}

TEST_F(CsvThreads, ReadMissingValues) {
  const std::string text = file_of([](Index row, std::string& line) {
    if (row % 3001 == 2000) line = "1,,3,4\n";
  });
  expect_one_table(text, row_count, MissingValues::mean);
  expect_one_table(text, row_count - 6, MissingValues::drop);
}

TEST_F(CsvThreads, TellTheFirstMistake) {
  for (const Index bad : {Index{1}, row_count / 2, row_count - 1}) {
    const std::string place = "f.csv:" + std::to_string(bad + 2) + ": ";
    const auto text_with = [bad](const std::string& first, const std::string& later) {
      return file_of([&](Index row, std::string& line) {
        if (row == bad) line = first + "\n";
        if (row > bad && row % 777 == 5) line = later + "\n";
      });
    };
    expect_message(text_with("1,2,3", "1,2,x,3"), place + "expected 4 columns as in line 1, found 3");
    expect_message(text_with("1,red,3,4", "1,2,3"),
                   place +
                       "column \"b\": \"red\" is not a finite number; every feature must be a number "
                       "(\"categorical\": [\"b\"] makes inputs of names, \"ignore\" leaves a column out)");
    expect_message(
        text_with("1,2,3,", "1,2,3"),
        place + "column \"y\": the value is missing; fill it in; or let \"missing\": \"drop\" leave such rows out");
  }
}

TEST_F(CsvThreads, AreAsManyAsAFileIsWorth) {
  EXPECT_EQ(threads_for_csv(1000), 1);
  EXPECT_GE(threads_for_csv(std::size_t{1} << 30), 1);
  EXPECT_LE(threads_for_csv(std::size_t{1} << 30), 4);
}

}  // namespace
}  // namespace mlp
