// Mistakes in CSV files and what is said of each. The message starts with the file's name.
#include <gtest/gtest.h>

#include <algorithm>

#include "mlp/core/error.h"
#include "mlp/data/sources/csv.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

struct Mistake {
  const char* name;
  std::string text;
  std::vector<CsvColumn> targets;
  std::vector<CsvColumn> ignore;
  CsvFormat format;
  std::string message;  // without the path
  std::vector<CsvColumn> categorical = {};
};

class CsvMistake : public testing::TestWithParam<Mistake> {};

// Rows with much text behind them are read in another way; empty lines are text enough.
TEST_P(CsvMistake, IsExplained) {
  const Mistake& mistake = GetParam();
  const TemporaryFolder folder;
  const auto path = folder / "t.csv";
  for (const std::string& behind : {std::string(), std::string(40, '\n')}) {
    put_bytes(path, mistake.text + behind);
    EXPECT_EQ(message_of<InputError>([&] {
                Csv({path, mistake.format, mistake.targets, mistake.ignore, mistake.categorical}).load(0);
              }),
              path.string() + mistake.message);
  }
}

const std::vector<CsvColumn> target_y{std::string("y")};
const CsvFormat plain{}, no_header{',', false};

const std::vector<Mistake> mistakes{
    {"Empty", "", target_y, {}, plain, ": the file is empty"},
    {"OnlyEmptyLines", "\n \n", target_y, {}, plain, ": the file is empty"},
    {"HeaderOnly", "a,y\n", target_y, {}, plain, ": the file has a header but no rows of data"},
    {"TooFewColumns", "a,b,y\n1,2,3\n\n1,2\n", target_y, {}, plain, ":4: expected 3 columns as in line 1, found 2"},
    {"TooManyColumns", "a,y\n1,2,3\n", target_y, {}, plain, ":2: expected 2 columns as in line 1, found 3"},
    {"TrailingDelimiter",
     "a,y\n1,2,\n",
     target_y,
     {},
     plain,
     ":2: expected 2 columns as in line 1, found 3; this line ends with a delimiter, and that one does not"},
    {"TrailingDelimiterOfTheHeader",
     "a,y,\n1,2\n",
     target_y,
     {},
     plain,
     ":2: expected 3 columns as in line 1, found 2; that line ends with a delimiter, and this one does not"},
    {"TextFeature",
     "a,y\n1,2\nred,3\n",
     target_y,
     {},
     plain,
     ":3: column \"a\": \"red\" is not a finite number; every feature must be a number "
     "(\"categorical\": [\"a\"] makes inputs of names, \"ignore\" leaves a column out)"},
    {"Infinite",
     "a,y\ninf,2\n",
     target_y,
     {},
     plain,
     ":2: column \"a\": \"inf\" is not a finite number; every feature must be a number "
     "(\"categorical\": [\"a\"] makes inputs of names, \"ignore\" leaves a column out)"},
    {"TooLarge",
     "a,y\n1e999,2\n",
     target_y,
     {},
     plain,
     ":2: column \"a\": \"1e999\" is not a finite number; every feature must be a number "
     "(\"categorical\": [\"a\"] makes inputs of names, \"ignore\" leaves a column out)"},
    {"DecimalComma",
     "a;y\n1,5;2\n",
     target_y,
     {},
     {';', true},
     ":2: column \"a\": \"1,5\" is not a finite number; decimals are written with a point"},
    {"Missing",
     "a,y\n,2\n",
     target_y,
     {},
     plain,
     ":2: column \"a\": the value is missing; fill it in; or let \"missing\": \"drop\" leave such rows out, or "
     "\"mean\" take the column's mean"},
    {"MissingAsNa",
     "a,y\n1,2\nNaN,2\n",
     target_y,
     {},
     plain,
     ":3: column \"a\": the value is missing (\"NaN\"); fill it in; or let \"missing\": \"drop\" leave such rows out, "
     "or "
     "\"mean\" take the column's mean"},
    {"MissingTarget",
     "a,y\n1,?\n",
     target_y,
     {},
     plain,
     ":2: column \"y\": the value is missing (\"?\"); fill it in; or let \"missing\": \"drop\" leave such rows out"},
    {"TextInOneOfSeveralTargets",
     "a,y,z\n1,2,no\n",
     {"y", "z"},
     {},
     plain,
     ":2: column \"z\": \"no\" is not a finite number; of several targets each must be a number"},
    {"MisspeltTarget",
     "length,species\n1,2\n",
     {"speceis"},
     {},
     plain,
     ": there is no column \"speceis\", which is a target; did you mean \"species\"?"},
    {"UnknownTarget",
     "a,b\n1,2\n",
     {"outcome"},
     {},
     plain,
     ": there is no column \"outcome\", which is a target; the columns are a and b"},
    {"UnknownNumber",
     "a,b\n1,2\n",
     {Index{2}},
     {},
     plain,
     ": there is no column 2, which is a target; the file has columns 0 to 1"},
    {"UnknownIgnored",
     "a,y\n1,2\n",
     target_y,
     {"row"},
     plain,
     ": there is no column \"row\", which is to be ignored; the columns are a and y"},
    {"WrongDelimiter",
     "a;y\n1;2\n",
     target_y,
     {},
     plain,
     ": there is no column \"y\", which is a target; the file has one column only: is its delimiter \";\"?"},
    {"WrongDelimiterTab",
     "a\ty\n1\t2\n",
     {Index{1}},
     {},
     plain,
     ": there is no column 1, which is a target; the file has one column only: is its delimiter \"\\t\"?"},
    {"NameWithoutHeader",
     "1,2\n",
     target_y,
     {},
     no_header,
     ": there is no column \"y\", which is a target; without a header, columns are given by number, 0 for the first"},
    {"HeaderNotAnnounced",
     "a,y\n1,2\n",
     {Index{1}},
     {},
     no_header,
     ":1: column \"column_0\": \"a\" is not a finite number; if this line names the columns, write \"header\": true"},
    {"EqualNames", "a,b,a\n1,2,3\n", {"b"}, {}, plain, ":1: columns 0 and 2 are both named \"a\"; rename one of them"},
    {"TargetIgnored", "a,y\n1,2\n", target_y, {Index{1}}, plain, ": column \"y\" is both a target and ignored"},
    {"TargetTwice", "a,y\n1,2\n", {"y", Index{-1}}, {}, plain, ": column \"y\" is given twice as a target"},
    {"TargetCategorical",
     "a,y\n1,2\n",
     target_y,
     {},
     plain,
     ": column \"y\" is both a target and categorical",
     target_y},
    {"IgnoredCategorical",
     "a,b,y\n1,1,2\n",
     target_y,
     {"a"},
     plain,
     ": column \"a\" is both ignored and categorical",
     {Index{0}}},
    {"CategoricalTwice",
     "a,b,y\n1,1,2\n",
     target_y,
     {},
     plain,
     ": column \"a\" is given twice as categorical",
     {Index{0}, "a"}},
    {"UnknownCategorical",
     "colour,b,y\n1,1,2\n",
     target_y,
     {},
     plain,
     ": there is no column \"color\", which is categorical; did you mean \"colour\"?",
     {"color"}},
    {"MissingTargetWithMean",
     "a,y\n,2\n1,\n",
     target_y,
     {},
     {',', true, MissingValues::mean},
     ":3: column \"y\": the value is missing; fill it in; or let \"missing\": \"drop\" leave such rows out"},
    {"AllDropped",
     "a,y\n,2\n1,\n",
     target_y,
     {},
     {',', true, MissingValues::drop},
     ": every row has a missing value, so that none is left"},
    {"NothingLeft", "y\n1\n", target_y, {}, plain, ": no feature is left: every column is a target or ignored"},
    {"Control",
     "a,y\n\x1b[31m,2\n",
     target_y,
     {},
     plain,
     ":2: column \"a\": \"\\x1b[31m\" is not a finite number; every feature must be a number "
     "(\"categorical\": [\"a\"] makes inputs of names, \"ignore\" leaves a column out)"},
};

INSTANTIATE_TEST_SUITE_P(All, CsvMistake, testing::ValuesIn(mistakes),
                         [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace mlp
