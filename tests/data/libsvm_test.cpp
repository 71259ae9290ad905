// The source libsvm against files that scikit-learn wrote: tests/golden/sources/make_sources.py.

#include "mlp/data/sources/libsvm.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "mlp/core/error.h"
#include "mlp/data/classes.h"
#include "mlp/data/feature_store.h"
#include "tests/data/gzip.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using Names = std::vector<std::string>;

std::filesystem::path svmlight_file(const std::string& name) {
  return std::filesystem::path(MLP_SOURCE_DIR) / "tests/golden/sources" / name;
}

/// Features and labels must be those that scikit-learn reads.
void expect_golden(const Table& table, const std::string& name) {
  std::ifstream file(svmlight_file("sources.json"));
  const auto expected = nlohmann::json::parse(file).at(name);
  const auto rows = expected.at("x").get<std::vector<std::vector<double>>>();
  ASSERT_EQ(table.samples(), std::ssize(rows));
  const Matrix<double> features = features_of(table);
  for (Index j = 0; j < table.samples(); ++j) {
    const auto column = features.col(j);
    EXPECT_EQ(std::vector<double>(column.begin(), column.end()), rows[static_cast<std::size_t>(j)]) << name;
  }
  const auto labels = std::get<NumericTargets>(table.targets).values.row(0);
  EXPECT_EQ(std::vector<double>(labels.begin(), labels.end()), expected.at("y").get<std::vector<double>>());
}

TEST(LibsvmSource, ReadsWhatScikitLearnWrote) {
  const Table one = Libsvm({svmlight_file("one_based.svm")}).load(0);
  expect_golden(one, "one_based");
  EXPECT_EQ(one.feature_names, (Names{"x1", "x2", "x3"}));
  EXPECT_EQ(one.target_names, (Names{"label"}));
  EXPECT_TRUE(one.warnings.empty());
  const Table zero = Libsvm({.path = svmlight_file("zero_based.svm"), .index_base = 0}).load(0);
  expect_golden(zero, "zero_based");
  EXPECT_EQ(zero.feature_names, (Names{"x0", "x1", "x2"}));
}

TEST(LibsvmSource, WarnsOfGroups) {
  const Table table = Libsvm({svmlight_file("groups.svm")}).load(0);
  expect_golden(table, "groups");
  EXPECT_EQ(table.warnings, (Names{svmlight_file("groups.svm").string() + ": groups for ranking (qid) are not used"}));
}

class LibsvmText : public testing::Test {
 protected:
  Table read(const std::string& text, std::optional<Index> features = {}, Index index_base = 1) const {
    put_bytes(path_, text);
    return Libsvm({path_, features, index_base}).load(0);
  }
  std::string error(const std::string& text, std::optional<Index> features = {}) const {
    return message_of<InputError>([&] { read(text, features); });
  }
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "d.svm";
};

TEST_F(LibsvmText, MayHaveCommentsSpacesAndEmptyLines) {
  const Table table = read("\xef\xbb\xbf# head\n\n+1 \t 1:2   3:.5 \r\n  -1e0 # nothing\n0 2:-4#x 9:9");
  EXPECT_EQ(features_of(table), (Matrix<double>(3, 3) << 2, 0, 0, 0, 0, -4, 0.5, 0, 0).finished());
  EXPECT_EQ(std::get<NumericTargets>(table.targets).values, (Matrix<double>(1, 3) << 1, -1, 0).finished());
}

TEST_F(LibsvmText, HasAsManyFeaturesAsTheConfigSays) {
  EXPECT_EQ(read("1 2:5\n", 4).feature_count(), 4);
  EXPECT_EQ(read("1 2:5\n").feature_count(), 2);
  EXPECT_EQ(read("1 2:5\n", {}, 0).feature_count(), 3);
}

TEST_F(LibsvmText, MayBeCompressed) { EXPECT_EQ(read(gzipped("1 2:5\n")).feature_count(), 2); }

TEST_F(LibsvmText, HasMistakesNamedByLineAndColumn) {
  struct Mistake {
    std::string text, message;
  };
  const std::vector<Mistake> mistakes{
      {"1 1:1\nyes 1:1\n", ":2:1: the label \"yes\" is not a number; a line is LABEL INDEX:VALUE INDEX:VALUE …"},
      {"1:1 2:1\n", ":1:1: the label \"1:1\" is not a number; a line is LABEL INDEX:VALUE INDEX:VALUE …"},
      {"nan 1:1\n", ":1:1: the label \"nan\" is not a number; a line is LABEL INDEX:VALUE INDEX:VALUE …"},
      {"1,2 1:1\n", ":1:1: a sample of several labels (\"1,2\") is not read; each line must have one"},
      {"# head\n  1 7\n", ":2:5: \"7\" is not INDEX:VALUE"},
      {"1 a:7\n", ":1:3: the index \"a\" is not a whole number"},
      {"1 1.5:7\n", ":1:3: the index \"1.5\" is not a whole number"},
      {"1 :7\n", ":1:3: the index \"\" is not a whole number"},
      {"1 99999999999999999999:7\n", ":1:3: the index \"99999999999999999999\" is not a whole number"},
      {"1 0:7\n", ":1:3: index 0 is below 1; where indices start at 0, write \"index_base\": 0"},
      {"1 -2:7\n", ":1:3: index -2 is below 1"},
      {"1 3:7 3:8\n", ":1:7: index 3 occurs twice in the line"},
      {"1 3:7 2:8\n", ":1:7: index 2 comes after 3; the indices of a line must ascend"},
      {"1 3: \n", ":1:5: the value \"\" of index 3 is not a finite number"},
      {"1 13:1e999\n", ":1:6: the value \"1e999\" of index 13 is not a finite number"},
      {"1 3:nan\n", ":1:5: the value \"nan\" of index 3 is not a finite number"},
      {"1 1:1 qid:3\n", ":1:7: the index \"qid\" is not a whole number"},
      {"", ": there are no samples in it"},
      {"# nothing\n\n", ": there are no samples in it"},
      {"1\n-1\n", ": no line has a feature; \"features\" says how many there are"}};
  for (const Mistake& mistake : mistakes) EXPECT_EQ(error(mistake.text), path_.string() + mistake.message);
  EXPECT_EQ(error("1 1:1\n0 1:1 5:1\n", 4), path_.string() + ":2:7: index 5 is beyond \"features\": 4");
  EXPECT_EQ(error("1 9223372036854775807:1\n"), path_.string() + ":1:3: index 9223372036854775807 is too large");
  EXPECT_NE(error("1 1099511627776:1\n").find("zeros included, would need"), std::string::npos);
}

TEST_F(LibsvmText, IsReadOrRefusedWhateverTheDamage) {
  const std::string good = bytes_of(svmlight_file("groups.svm"));
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const char byte : {'\0', ' ', '\n', ':', '#', '-', '9', '\xff'}) {
      std::string text = good;
      text[at] = byte;
      try {
        EXPECT_GT(read(text, 1000).samples(), 0);
      } catch (const InputError&) {
      }
      try {
        read(good.substr(0, at));
      } catch (const InputError&) {
      }
    }
}

TEST(LooksLikeLibsvm, TellsItFromTables) {
  for (const char* text : {"1 1:2\n", "# x\n\n-1\n1\n+1 3:0.5\n", "2 qid:1 1:3\n"})
    EXPECT_TRUE(looks_like_libsvm(text)) << text;
  for (const char* text : {"", "a,b\n1,2\n", "1,2\n", "1;2\n", "1\n2\n", "1 2\n", "12:30 13:00\n", "5 noon:1\n"})
    EXPECT_FALSE(looks_like_libsvm(text)) << text;
}

TEST_F(LibsvmText, HasLabelsOfClassesThatANumberKeeps) {
  const Table table = read("1 1:5\n9007199254740993 1:6\n");
  const std::string message = message_of<InputError>([&] { find_classes(table); });
  EXPECT_NE(message.find(":2: the label \"9007199254740993\" has more digits than a number keeps"), std::string::npos)
      << message;
}

TEST_F(LibsvmText, HasItsLinesInMessages) {
  Table table = read("1 1:5\n\n# none\n0 1:1e40\n");
  const std::string message = message_of<InputError>([&] { make_feature_store<float>(table, {}); });
  EXPECT_NE(message.find(":4: column \"x1\": the value 1e+40"), std::string::npos) << message;
}

}  // namespace
}  // namespace mlp
