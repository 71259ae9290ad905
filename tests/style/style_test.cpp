// The rules of style in docs/architecture.md that a program can check, over every source file of the project.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "cpp_text.h"

namespace mlp::style {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t screen = 60;         // lines of a function
constexpr std::size_t typical_file = 110;  // lines of the median file

struct SourceFile {
  std::string name;  // relative to the project's folder
  std::string text;
};

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<SourceFile> all_sources() {
  const fs::path root = MLP_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const char* folder : {"include", "src", "apps", "tests", "bench"}) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string ending = entry.path().extension();
      if (ending == ".h" || ending == ".cpp")
        files.push_back({fs::relative(entry.path(), root).generic_string(), content(entry.path())});
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

const std::vector<SourceFile>& sources() {
  static const std::vector<SourceFile> files = all_sources();
  return files;
}

TEST(Style, SourcesAreFound) { EXPECT_GT(sources().size(), 20u); }

TEST(Style, TheMedianFileIsShort) {
  std::vector<std::size_t> lines;
  for (const SourceFile& file : sources()) lines.push_back(line_count(file.text));
  const auto middle = lines.begin() + std::ptrdiff_t(lines.size() / 2);
  std::nth_element(lines.begin(), middle, lines.end());
  EXPECT_LE(*middle, typical_file);
}

TEST(Style, AFunctionFitsOnAScreen) {
  for (const SourceFile& file : sources())
    for (const Function& function : functions(file.text))
      EXPECT_TRUE(function.argued || function.lines <= screen)
          << file.name << ":" << function.first_line << ": this function has " << function.lines
          << " lines. Split it, or say why not in a comment \"// long: reason\".";
}

TEST(Style, AHeaderOpensWithWhatItIsAbout) {
  for (const SourceFile& file : sources()) {
    const bool opens_well = file.text.starts_with("#pragma once\n//") || file.text.starts_with("#pragma once\n\n//");
    EXPECT_TRUE(opens_well || !file.name.ends_with(".h"))
        << file.name << ": the first line is #pragma once, then a comment says what the file is about";
  }
}

/// Whether some header has the file's name; it says what the file is about.
bool has_header(const SourceFile& file) {
  const std::string header = fs::path(file.name).stem().string() + ".h";
  return std::ranges::any_of(sources(),
                             [&](const SourceFile& other) { return fs::path(other.name).filename() == header; });
}

TEST(Style, AFileWithoutAHeaderOpensWithWhatItIsAbout) {
  for (const SourceFile& file : sources()) {
    const bool is_of_the_program = file.name.starts_with("src/") || file.name.starts_with("apps/");
    EXPECT_TRUE(!is_of_the_program || file.name.ends_with(".h") || has_header(file) || file.text.starts_with("// "))
        << file.name << ": without a header of its name, it opens with a comment that says what the file is about";
  }
}

// Only the levels that read or write JSON know the library, and none of its types is part of an interface.
bool may_include_json(const std::string& name) {
  for (const char* folder : {"src/config/", "src/files/", "src/report/", "tests/"})
    if (name.starts_with(folder)) return true;
  return false;
}

TEST(Style, JsonStaysWhereItIsRead) {
  for (const SourceFile& file : sources())
    EXPECT_TRUE(may_include_json(file.name) || file.text.find("#include <nlohmann/") == std::string::npos)
        << file.name << ": nlohmann/json is for src/config, src/files and src/report";
}

// The loop of core/parallel.h, which any number of threads may share, and runs side by side.
bool may_start_threads(const std::string& name) {
  for (const char* start : {"include/mlp/core/", "src/core/", "apps/mlp/jobs.cpp", "bench/", "tests/"})
    if (name.starts_with(start)) return true;
  return false;
}

TEST(Style, ThreadsStartInOnePlace) {
  for (const SourceFile& file : sources())
    for (const char* header : {"thread", "future", "execution", "omp.h", "pthread.h"})
      EXPECT_TRUE(may_start_threads(file.name) ||
                  file.text.find("#include <" + std::string(header) + ">") == std::string::npos)
          << file.name << ": parallel loops go through mlp/core/parallel.h";
}

TEST(Style, NothingIsLeftForLater) {
  // Put together, so that this file does not find itself.
  const std::vector<std::string> marks{std::string("TO") + "DO", std::string("FIX") + "ME", std::string("X") + "XX"};
  for (const SourceFile& file : sources())
    for (const std::string& mark : marks)
      EXPECT_EQ(file.text.find(mark), std::string::npos) << file.name << ": " << mark;
}

}  // namespace
}  // namespace mlp::style
