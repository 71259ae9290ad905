// Categories and missing values: against scikit-learn, and by hand.

#include "mlp/data/categories.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlp/core/error.h"
#include "mlp/data/join.h"
#include "mlp/data/load.h"
#include "mlp/data/missing.h"
#include "mlp/data/sources/csv.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using Names = std::vector<std::string>;

class Columns : public testing::Test {
 protected:
  Csv csv(const std::string& text, std::vector<CsvColumn> categorical, MissingValues missing = MissingValues::error,
          const std::string& name = "t.csv") {
    put_bytes(folder_ / name, text);
    return Csv({folder_ / name, {.missing = missing}, {"y"}, {}, std::move(categorical)});
  }
  Table load(const std::string& text, std::vector<CsvColumn> categorical,
             MissingValues missing = MissingValues::error) {
    return load_table(csv(text, std::move(categorical), missing), nullptr, nullptr, 0);
  }
  std::string in(const std::string& name) const { return (folder_ / name).string(); }

  TemporaryFolder folder_;
};

Matrix<double> encoded_of(const Table& table) { return std::get<Matrix<double>>(table.features); }

TEST_F(Columns, ACategoryIsAnInputInThePlaceOfItsColumn) {
  const Table table = load("a,colour,b,y\n1,red,5,0\n2,blue,6,1\n3,red,7,0\n", {"colour"});
  EXPECT_EQ(table.feature_names, (Names{"a", "colour=blue", "colour=red", "b"}));
  EXPECT_EQ(encoded_of(table), (Matrix<double>(4, 3) << 1, 2, 3, 0, 1, 0, 1, 0, 1, 5, 6, 7).finished());
  ASSERT_EQ(table.categorical.size(), 1u);
  EXPECT_EQ(table.categorical[0].first, 1);
  EXPECT_EQ(columns_of(table.feature_names, table.categorical), (Names{"a", "colour", "b"}));
}

TEST_F(Columns, NumbersAsCategoriesAreSortedByValue) {
  EXPECT_EQ(load("k,y\n10,0\n2,0\n2.0,0\n-1,0\n", {"k"}).feature_names, (Names{"k=-1", "k=2", "k=10"}));
  // As numbers the last two would be one.
  EXPECT_EQ(load("k,y\n10,0\n2,0\n9007199254740992,0\n9007199254740993,0\n", {"k"}).feature_names,
            (Names{"k=10", "k=2", "k=9007199254740992", "k=9007199254740993"}));
  EXPECT_EQ(load("k,y\n10,0\n2,0\nx,0\n", {"k"}).feature_names, (Names{"k=10", "k=2", "k=x"}));
}

TEST_F(Columns, CategoriesAreThoseOfAllSources) {
  const Csv train = csv("k,a,y\nx,1,0\nz,2,0\n", {"k"}, MissingValues::error, "train.csv");
  const Csv test = csv("a,k,y\n3,y,0\n4,x,0\n", {"k"}, MissingValues::error, "test.csv");
  const Table table = load_table(train, nullptr, &test, 0);
  EXPECT_EQ(table.feature_names, (Names{"k=x", "k=y", "k=z", "a"}));
  EXPECT_EQ(encoded_of(table), (Matrix<double>(4, 4) << 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 2, 3, 4).finished());
  const Csv plain = csv("a,k,y\n3,1,0\n", {}, MissingValues::error, "plain.csv");
  EXPECT_EQ(message_of<InputError>([&] { load_table(train, &plain, nullptr, 0); }),
            in("plain.csv") + ": column \"k\" must be categorical, as in " + in("train.csv"));
  EXPECT_EQ(message_of<InputError>([&] { load_table(plain, &train, nullptr, 0); }),
            in("plain.csv") + ": column \"k\" must be categorical, as in " + in("train.csv"));
}

TEST_F(Columns, RefuseEqualNamesAndColumnsWithoutAnyValue) {
  EXPECT_EQ(message_of<InputError>([&] { load("k,k=x,y\nx,1,0\n", {"k"}); }),
            in("t.csv") + ": two inputs would be named \"k=x\"; rename a column");
  EXPECT_EQ(message_of<InputError>([&] { load("k,a,y\n?,1,0\n", {"k"}, MissingValues::mean); }),
            in("t.csv") + ": column \"k\" is categorical, but all its values are missing");
}

TEST_F(Columns, RowsWithMissingValuesAreLeftOut) {
  const std::string text = "a,k,y\n1,x,0\n,z,1\n3,NA,2\n4,x,\n5,x,4\n";
  const Table table = load(text, {"k"}, MissingValues::drop);
  EXPECT_EQ(encoded_of(table), (Matrix<double>(2, 2) << 1, 5, 1, 1).finished());  // z is in no row that is left
  EXPECT_EQ(std::get<NumericTargets>(table.targets).values, (Matrix<double>(1, 2) << 0, 4).finished());
  EXPECT_EQ(table.warnings, (Names{in("t.csv") + ": 3 of 5 rows have missing values and are left out"}));
}

TEST_F(Columns, MissingValuesBecomeTheMeanOfTheTrainingPart) {
  const Table table = load("a,y\n1,0\nnan,0\n4,0\n,0\n100,0\n", {}, MissingValues::mean);
  EXPECT_EQ(
      table.warnings,
      (Names{in("t.csv") + ": 2 of 5 values of column \"a\" are missing; they become the mean of the training part"}));
  DataOptions options;
  options.task = Task::regression;
  options.split = {.test = 2, .shuffle = false};
  options.scaling = {.kind = ScalingKind::minmax, .fit_on_all = true};  // the mean is the training part's even so
  const auto data = make_dataset<double>(table, options);
  EXPECT_EQ(data.info().replacements, std::vector<double>{2.5});
  EXPECT_EQ(data.train().all_inputs(), (Matrix<double>(1, 3) << 0, 1.5 / 99, 3.0 / 99).finished());
  EXPECT_EQ(data.test().all_inputs(), (Matrix<double>(1, 2) << 1.5 / 99, 1).finished());
  DataOptions other = options;
  other.split.test = 1;
  EXPECT_EQ(make_dataset<double>(table, other).fingerprint, data.fingerprint);  // of the data before they are filled
  options.split.test = 4;
  EXPECT_EQ(make_dataset<double>(table, options).info().replacements, std::vector<double>{1});
  EXPECT_EQ(message_of<InputError>([&] {
              make_dataset<double>(load("a,y\n,0\n1,0\n", {}, MissingValues::mean),
                                   {.task = Task::regression, .split = {.test = 1, .shuffle = false}});
            }),
            in("t.csv") +
                ": column \"a\" has no value in the training part, so there is no mean to fill in; ignore the "
                "column");
}

TEST_F(Columns, WhereACategoryIsMissingItsInputsBecomeTheShares) {
  const Table table = load("k,a,y\nx,1,0\n,2,0\nz,3,0\nx,4,0\n", {"k"}, MissingValues::mean);
  EXPECT_EQ(table.warnings, (Names{in("t.csv") + ": 1 of 4 values of column \"k\" are missing; their inputs become the "
                                                 "shares of the categories in the training part"}));
  DataOptions options;
  options.task = Task::regression;
  const Matrix<double> x = make_dataset<double>(table, options).train().all_inputs();
  EXPECT_EQ(table.feature_names, (Names{"k=x", "k=z", "a"}));
  EXPECT_EQ(x.row(1).minCoeff(), 0);
  EXPECT_EQ((x.array() == 2.0 / 3).count(), 1);
  EXPECT_EQ((x.array() == 1.0 / 3).count(), 1);
}

TEST_F(Columns, AreThoseOfScikitLearn) {
  const std::string golden = std::string(MLP_SOURCE_DIR) + "/tests/golden/data/columns";
  const auto expected = nlohmann::json::parse(bytes_of(golden + ".json"));
  const Table table = load(bytes_of(golden + ".csv"), {"colour", "doors"}, MissingValues::mean);
  EXPECT_EQ(table.feature_names, expected.at("names").get<Names>());
  DataOptions options;
  options.task = Task::regression;
  options.split = {.test = 4, .shuffle = false};
  const auto expect_rows = [&](const char* name) {
    const auto data = make_dataset<double>(table, options);
    const auto rows = expected.at(name).get<std::vector<std::vector<double>>>();
    for (std::size_t j = 0; j < 16; ++j) {
      const Matrix<double> x = j < 12 ? data.train().all_inputs() : data.test().all_inputs();
      for (std::size_t i = 0; i < rows[j].size(); ++i)
        EXPECT_NEAR(x(static_cast<Index>(i), static_cast<Index>(j % 12)), rows[j][i],
                    2e-15 * (1 + std::abs(rows[j][i])))
            << name << ", row " << j << ", " << table.feature_names[i];
    }
  };
  expect_rows("filled");
  options.scaling.kind = ScalingKind::standardize;
  expect_rows("standardized");
  const Table complete = load(bytes_of(golden + ".csv"), {"colour", "doors"}, MissingValues::drop);
  std::vector<double> rows;
  for (const double y : std::get<NumericTargets>(complete.targets).values.reshaped()) rows.push_back(y);
  EXPECT_EQ(rows, expected.at("complete_rows").get<std::vector<double>>());
}

TEST_F(Columns, OfATrainedNetTakeASubsetOfItsCategories) {
  const std::vector<CategoricalColumn> known{{"k", 0, {"1", "2", "10"}, {}}};
  put_bytes(folder_ / "new.csv", "a,k\n5,10\n6,2.0\n");
  Table table = csv_samples(bytes_of(folder_ / "new.csv"), "new.csv", {}, {{"k", "a"}, {"y"}, false, {"k"}});
  encode_categories(table, known);
  EXPECT_EQ(table.feature_names, (Names{"k=1", "k=2", "k=10", "a"}));
  EXPECT_EQ(encoded_of(table), (Matrix<double>(4, 2) << 0, 0, 0, 1, 1, 0, 5, 6).finished());
  Table unknown = csv_samples("k,a\n1,5\n3,5\n", "new.csv", {}, {{"k", "a"}, {"y"}, false, {"k"}});
  EXPECT_EQ(message_of<InputError>([&] { encode_categories(unknown, known); }),
            "new.csv:3: column \"k\": the net knows no category \"3\"; its categories are 1, 2 and 10");
}

}  // namespace
}  // namespace mlp
