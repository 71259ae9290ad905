#include "mlp/data/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "mlp/core/error.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using Rows = std::vector<Index>;

Rows range(Index first, Index end) {
  Rows rows(static_cast<std::size_t>(end - first));
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

SplitInput rows_of(Index samples, Index own_test = 0) { return {samples, own_test, {}, {}, "t.csv"}; }

std::string error_of(const SplitInput& input, const SplitOptions& options) {
  return message_of<InputError>([&] { split_rows(input, options, 0); });
}

TEST(Split, CutsInFileOrderWithoutShuffle) {
  const Split split = split_rows(rows_of(10), {.validation = 0.2, .test = 3, .shuffle = false}, 0);
  EXPECT_EQ(split.train, range(0, 5));
  EXPECT_EQ(split.validation, range(5, 7));
  EXPECT_EQ(split.test, range(7, 10));
}

TEST(Split, LeavesPartsOfTheirOwnAlone) {
  SplitInput input = rows_of(10, 2);
  input.own_validation = 3;
  const Split split = split_rows(input, {}, 0);
  EXPECT_EQ(split.train.size(), 5u);
  EXPECT_EQ(split.test, range(5, 7));
  EXPECT_EQ(split.validation, range(7, 10));
  input.own_test = 0;
  EXPECT_EQ(split_rows(input, {.test = 2, .shuffle = false}, 0).test, range(5, 7));
  EXPECT_EQ(error_of(input, {.validation = 0.2}),
            "split.validation must be 0 where the validation part has a source of its own");
}

TEST(Split, RoundsSharesToTheNearestRow) {
  const auto sizes = [](Index rows, double validation, double test) {
    const Split split = split_rows(rows_of(rows), {.validation = validation, .test = test}, 0);
    return std::array{split.train.size(), split.validation.size(), split.test.size()};
  };
  EXPECT_EQ(sizes(150, 0.15, 0.15), (std::array<std::size_t, 3>{104, 23, 23}));  // 22.5: half up
  EXPECT_EQ(sizes(149, 0.15, 0.15), (std::array<std::size_t, 3>{105, 22, 22}));  // 22.35
  EXPECT_EQ(sizes(10, 0.29, 0), (std::array<std::size_t, 3>{7, 3, 0}));
  EXPECT_EQ(sizes(10, 1, 0), (std::array<std::size_t, 3>{9, 1, 0}));
}

TEST(Split, UsesEveryRowOnceWhenShuffled) {
  const Split split = split_rows(rows_of(1000), {.validation = 0.2, .test = 0.3}, 5);
  EXPECT_EQ(split.train.size(), 500u);
  Rows all = split.train;
  all.insert(all.end(), split.validation.begin(), split.validation.end());
  all.insert(all.end(), split.test.begin(), split.test.end());
  EXPECT_FALSE(std::is_sorted(split.train.begin(), split.train.end()));
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, range(0, 1000));
}

TEST(Split, DependsOnTheSeed) {
  const SplitOptions options{.validation = 0.5};
  EXPECT_EQ(split_rows(rows_of(50), options, 1).train, split_rows(rows_of(50), options, 1).train);
  EXPECT_NE(split_rows(rows_of(50), options, 1).train, split_rows(rows_of(50), options, 2).train);
}

TEST(Split, LeavesTheSourcesOwnTestPartAlone) {
  const Split split = split_rows(rows_of(10, 4), {.validation = 0.5, .shuffle = false}, 0);
  EXPECT_EQ(split.train, range(0, 3));  // half of the 6 others
  EXPECT_EQ(split.validation, range(3, 6));
  EXPECT_EQ(split.test, range(6, 10));
  EXPECT_EQ(error_of(rows_of(10, 4), {.test = 2}),
            "t.csv: the source has a test part of its own; split.test must be 0");
}

TEST(Split, CanValidateOnTheTestPart) {
  const Split split = split_rows(rows_of(10), {.test = 0.3, .validation_is_test = true}, 3);
  EXPECT_EQ(split.validation, split.test);
  EXPECT_EQ(split.test.size(), 3u);
  EXPECT_EQ(split_rows(rows_of(10, 4), {.validation_is_test = true}, 0).validation, range(6, 10));
  EXPECT_NE(error_of(rows_of(10), {.validation = 1, .test = 1, .validation_is_test = true}), "");
  EXPECT_EQ(error_of(rows_of(10), {.validation_is_test = true}),
            "t.csv: the validation source is \"test\", but there is no test part; set split.test");
}

class StratifiedSplit : public testing::Test {
 protected:
  // 60 rows of class "a", 30 of "b" and 10 of "c", mixed.
  StratifiedSplit() {
    for (int i = 0; i < 100; ++i) labels_.push_back(i % 10 < 6 ? 0 : i % 10 < 9 ? 1 : 2);
  }
  SplitInput input() const { return {100, 0, labels_, names_, "t.csv"}; }
  Rows counts(const Rows& rows) const {
    Rows count(3);
    for (const Index row : rows) ++count[static_cast<std::size_t>(labels_[static_cast<std::size_t>(row)])];
    return count;
  }

  std::vector<std::int32_t> labels_;
  std::vector<std::string> names_{"a", "b", "c"};
};

TEST_F(StratifiedSplit, GivesEachClassItsShareOfEachPart) {
  const Split split = split_rows(input(), {.validation = 0.2, .test = 0.3, .stratify = true}, 1);
  EXPECT_EQ(counts(split.train), (Rows{30, 15, 5}));
  EXPECT_EQ(counts(split.validation), (Rows{12, 6, 2}));
  EXPECT_EQ(counts(split.test), (Rows{18, 9, 3}));
  EXPECT_FALSE(std::is_sorted(split.train.begin(), split.train.end()));
}

// Quotas of 7 rows: 4.2, 2.1 and 0.7, so the largest remainder has the seventh.
TEST_F(StratifiedSplit, KeepsTheSizesOfTheParts) {
  const Split split = split_rows(input(), {.test = 7, .stratify = true}, 1);
  EXPECT_EQ(counts(split.test), (Rows{4, 2, 1}));
  EXPECT_EQ(split.train.size(), 93u);
}

TEST_F(StratifiedSplit, KeepsTheFilesOrderWithoutShuffle) {
  const Split split = split_rows(input(), {.test = 0.5, .shuffle = false, .stratify = true}, 1);
  EXPECT_TRUE(std::is_sorted(split.train.begin(), split.train.end()));
  EXPECT_EQ(split.train, range(0, 50));  // every ten rows are alike
}

TEST_F(StratifiedSplit, RefusesClassesThatAreTooSmall) {
  EXPECT_EQ(
      error_of(input(), {.validation = 2, .stratify = true}),
      "t.csv: split.stratify: class \"c\" has 10 rows, too few to be in the validation part as well; make the parts "
      "larger or write \"stratify\": false");
  for (auto& label : labels_) label = 0;
  labels_[50] = 1;
  labels_[51] = labels_[52] = 2;
  EXPECT_NE(error_of(input(), {.test = 60, .stratify = true}).find("class \"b\" has 1 row, too few"),
            std::string::npos);
  EXPECT_EQ(error_of(rows_of(10), {.test = 2, .stratify = true}),
            "split.stratify needs classes; for this task write \"stratify\": false");
}

TEST(Split, RefusesWhatLeavesNothing) {
  EXPECT_EQ(error_of(rows_of(10), {.validation = 0.5, .test = 5}),
            "t.csv: validation (5 rows) and test (5) leave nothing of 10 rows to train on; make split smaller");
  EXPECT_EQ(error_of(rows_of(10), {.validation = 11}),
            "t.csv: split.validation is 11, but there are only 10 rows to split");
  EXPECT_EQ(error_of(rows_of(10), {.validation = 0.01}),
            "t.csv: split.validation is 0.01, which of 10 rows is none; take a larger share");
  for (const double wrong :
       {-0.1, 1.5, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    EXPECT_NE(error_of(rows_of(10), {.test = wrong}), "") << wrong;
  EXPECT_NE(error_of(rows_of(10), {.test = 1e300}), "");
}

}  // namespace
}  // namespace mlp
