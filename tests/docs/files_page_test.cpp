// docs/files.md names every file that a run leaves behind, every column of its tables and every key of its summary.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "mlp/config/json.h"
#include "mlp/core/files.h"
#include "mlp/training/layer_row.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

const fs::path project = MLP_SOURCE_DIR;

bool names(const std::string& page, const std::string& word) {
  return page.find("`" + word + "`") != std::string::npos;
}

Tree json_of(const fs::path& path) {
  return parse_json(std::make_shared<const ConfigText>(ConfigText{path.string(), read_file(path), path.parent_path()}));
}

std::vector<std::string> columns_of(const fs::path& csv) {
  const std::string text = read_file(csv);
  std::vector<std::string> columns(1);
  for (const char c : text.substr(0, text.find('\n')))
    if (c == ',')
      columns.emplace_back();
    else
      columns.back() += c;
  return columns;
}

void expect_keys_named(const std::string& page, const Tree& tree) {
  for (const Member& member : tree.members) {
    EXPECT_TRUE(names(page, member.key)) << "key " << member.key;
    // What lies in a row of metrics are columns of history.csv.
    if (member.key != "last" || tree.find("best") == nullptr) expect_keys_named(page, member.value);
  }
}

class FilesPage : public testing::Test {
 protected:
  /// Two runs with all that can be asked for, and their comparison.
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    const std::string options =
        " --quiet --set training.epochs=2 --set training.checkpoint.keep_best=val_loss --set "
        "training.pretraining.epochs=1 --set diagnostics.histograms=[2] --set repeats=2 "
        "--set 'target={\"metric\":\"val_accuracy\",\"at_least\":0.1}'";
    const std::string command = std::string(MLP_PROGRAM) + " train '" + (project / "configs/xor.json").string() +
                                "' -o '" + folder_->path().string() + "'" + options;
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  static void TearDownTestSuite() { delete folder_; }

  static fs::path runs() { return *folder_ / "xor"; }
  static inline TemporaryFolder* folder_ = nullptr;
  const std::string page_ = read_file(project / "docs" / "files.md");
};

TEST_F(FilesPage, NamesEveryFile) {
  int files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(runs())) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_TRUE(names(page_, entry.path().filename().string())) << entry.path();
  }
  EXPECT_GE(files, 2 * 8 + 4);
}

TEST_F(FilesPage, NamesEveryColumn) {
  for (const char* file : {"seed-1/history.csv", "seed-1/layers.csv", "seed-1/pretraining.csv", "comparison.csv"}) {
    for (std::string column : columns_of(runs() / file)) {
      for (const char* end : {"_count", "_mean", "_std", "_median", "_lower_quartile", "_upper_quartile"})
        if (std::string(file) == "comparison.csv" && column.ends_with(end))
          column.erase(column.size() - std::string(end).size());
      EXPECT_TRUE(names(page_, column)) << file << ": " << column;
    }
  }
}

TEST_F(FilesPage, NamesEveryKeyOfTheSummary) {
  const Tree summary = json_of(runs() / "seed-1" / "summary.json");
  EXPECT_GT(summary.members.size(), 10u);
  expect_keys_named(page_, summary);
}

TEST_F(FilesPage, NamesEveryKeyOfTheComparison) {
  const Tree comparison = json_of(runs() / "comparison.json");
  const std::string section = page_.substr(page_.find("## comparison.csv"));
  ASSERT_NE(comparison.find("variants"), nullptr);
  EXPECT_TRUE(names(section, "variants"));
  for (const Member& member : comparison.find("variants")->items.at(0).members) {
    EXPECT_TRUE(names(section, member.key)) << "key " << member.key;
    // What lies in the others is named by statuses and metrics.
    if (member.key != "target" && member.key != "gradient_flow") continue;
    for (const Member& part : member.value.members) EXPECT_TRUE(names(section, part.key)) << "key " << part.key;
  }
}

TEST(MathPage, NamesEveryColumnOfLayers) {
  const std::string page = read_file(project / "docs" / "math.md");
  for (const std::string& column : layer_columns()) EXPECT_TRUE(names(page, column)) << column;
}

}  // namespace
}  // namespace mlp
