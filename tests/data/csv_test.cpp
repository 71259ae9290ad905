#include "mlp/data/sources/csv.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

class CsvTest : public testing::Test {
 protected:
  Table load(const std::string& text, std::vector<CsvColumn> targets, std::vector<CsvColumn> ignore = {},
             CsvFormat format = {}) {
    put_bytes(folder_ / "t.csv", text);
    return Csv({folder_ / "t.csv", format, std::move(targets), std::move(ignore)}).load(0);
  }

  TemporaryFolder folder_;
};

Matrix<double> numbers_of(const Table& table) { return std::get<NumericTargets>(table.targets).values; }

using Names = std::vector<std::string>;

TEST_F(CsvTest, ReadsFeaturesAndNumericTargets) {
  const Table table = load("a,y,b\n1,10,2.5\n-3e2,20,\"+4\"\n", {"y"});
  EXPECT_EQ(features_of(table), (Matrix<double>(2, 2) << 1, -300, 2.5, 4).finished());
  EXPECT_EQ(numbers_of(table), (Matrix<double>(1, 2) << 10, 20).finished());
  EXPECT_EQ(table.feature_names, (Names{"a", "b"}));
  EXPECT_EQ(table.target_names, (Names{"y"}));
  EXPECT_EQ(table.samples(), 2);
  EXPECT_EQ(table.test_samples, 0);
  EXPECT_TRUE(table.warnings.empty());
}

TEST_F(CsvTest, ReadsNumbersToTheLastBit) {
  const Table table = load("a,y\n0.1,0\n2.2250738585072014e-308,0\n1.7976931348623157e308,0\n", {"y"});
  EXPECT_EQ(features_of(table), (Matrix<double>(1, 3) << 0.1, 0x1p-1022, 0x1.fffffffffffffp1023).finished());
}

TEST_F(CsvTest, TakesNamesAsClasses) {
  const Table table = load("a,kind\n1,setosa\n2,\"virginica, wild\"\n3,7\n", {"kind"});
  const auto& targets = std::get<NamedTargets>(table.targets);
  EXPECT_EQ(targets.values, (Names{"setosa", "virginica, wild", "7"}));
  EXPECT_EQ(targets.first_text, (folder_ / "t.csv").string() + ":2: column \"kind\": \"setosa\" is not a number");
}

TEST_F(CsvTest, FindsColumnsByNumberFromEitherEnd) {
  EXPECT_EQ(load("a,b,c\n1,2,3\n", {Index{0}}).feature_names, (Names{"b", "c"}));
  EXPECT_EQ(load("a,b,c\n1,2,3\n", {Index{-1}}, {"a"}).feature_names, (Names{"b"}));
}

TEST_F(CsvTest, TakesSeveralTargetsInTheOrderGiven) {
  const Table table = load("y1,a,y2\n1,2,3\n4,5,6\n", {"y2", "y1"});
  EXPECT_EQ(numbers_of(table), (Matrix<double>(2, 2) << 3, 6, 1, 4).finished());
  EXPECT_EQ(table.target_names, (Names{"y2", "y1"}));
}

TEST_F(CsvTest, NeedsNoTargets) {
  const Table table = load("a,b\n1,2\n", {});
  EXPECT_TRUE(std::holds_alternative<NoTargets>(table.targets));
  EXPECT_EQ(table.feature_count(), 2);
}

TEST_F(CsvTest, IgnoresTextInColumnsThatAreIgnored) {
  EXPECT_EQ(load("id,a,y\nx-1,1,0\n,2,0\n", {"y"}, {"id"}).feature_count(), 1);
}

TEST_F(CsvTest, NumbersColumnsWhereThereIsNoHeader) {
  const Table table = load("1,2,3\n4,5,6\n", {Index{-1}}, {}, {',', false});
  EXPECT_EQ(table.samples(), 2);
  EXPECT_EQ(table.feature_names, (Names{"column_0", "column_1"}));
  EXPECT_EQ(load("1,2\n", {"column_1"}, {}, {',', false}).feature_names, (Names{"column_0"}));
}

TEST_F(CsvTest, ReadsOtherDelimiters) { EXPECT_EQ(load("a;y\n1.5;2\n", {"y"}, {}, {';', true}).samples(), 1); }

TEST_F(CsvTest, KeepsRowsApartWhereQuotesHoldLineEnds) {
  const Table table = load("\"a\nb\",y\n1,\"no\nyes\"\n2,no\n", {"y"});
  EXPECT_EQ(table.feature_names, (Names{"a\nb"}));
  EXPECT_EQ(std::get<NamedTargets>(table.targets).values, (Names{"no\nyes", "no"}));
}

TEST_F(CsvTest, ReadsManyRowsWithMixedLineEnds) {
  std::string text = "a,y\n";
  for (int i = 0; i < 5000; ++i) text += std::to_string(i) + ",1" + (i % 2 == 0 ? "\n" : "\r");
  const Table table = load(text, {"y"});
  ASSERT_EQ(table.samples(), 5000);
  EXPECT_EQ(features_of(table)(0, 4999), 4999);
}

TEST_F(CsvTest, WarnsOfColumnsWithoutNamesAndHeadersOfNumbers) {
  Table table = load(",a,y\n0,1.5,1\n", {"y"});
  ASSERT_EQ(table.warnings.size(), 1u);
  EXPECT_NE(table.warnings[0].find("t.csv:1: column 0 has no name"), std::string::npos);
  EXPECT_EQ(table.feature_names, (Names{"column_0", "a"}));
  table = load("5.1,3.5,0\n4.9,3,1\n", {Index{2}});
  ASSERT_EQ(table.warnings.size(), 1u);
  EXPECT_NE(table.warnings[0].find("\"header\": false"), std::string::npos);
}

}  // namespace
}  // namespace mlp
