#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "program.h"

namespace mlp {
namespace {

/// Two variants with two repeats each, below runs/xor.
class CompareCommand : public testing::Test {
 protected:
  CompareCommand() {
    EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet", "--vary", "seed=1,2", "--set", "name=one"}).code, 0);
    EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet", "--set", "optimizer=adam", "--set", "name=two"}).code, 0);
  }

  std::string error_of(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "compare");
    const ProgramResult r = here.mlp(arguments);
    EXPECT_EQ(r.code, 2);
    EXPECT_EQ(r.out, "");
    return r.err;
  }

  Workplace here;
};

TEST_F(CompareCommand, WritesTablesAndPictures) {
  const ProgramResult r = here.mlp({"compare", "runs/one/seed=1", "runs/two", "-o", "out"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_TRUE(r.out.ends_with("\nout\n")) << r.out;
  const std::string csv = here.read("out/comparison.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3) << csv;
  for (const char* name : {"loss.svg", "gradient_flow.svg"})
    EXPECT_TRUE(here.read("out/" + std::string(name)).starts_with("<svg")) << name;
  EXPECT_NE(here.read("out/comparison.json").find("\"two\""), std::string::npos);
}

TEST_F(CompareCommand, WritesOnlyTheFormatsThatAreAskedFor) {
  const auto files = [&](const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(here / folder))
      names.insert(entry.path().filename().string());
    return names;
  };
  EXPECT_EQ(here.mlp({"compare", "runs", "-o", "a", "--format", "html", "--quiet"}).code, 0);
  EXPECT_EQ(files("a"), (std::set<std::string>{"report.html"}));
  EXPECT_EQ(here.mlp({"compare", "runs", "-o", "b", "--format", "csv,svg", "--quiet"}).code, 0);
  EXPECT_EQ(files("b"), (std::set<std::string>{"comparison.csv", "gradient_flow.svg", "gradient_heat_map.svg",
                                               "loss.svg", "net.svg"}));
  EXPECT_EQ(here.mlp({"compare", "runs", "-o", "c", "--format", "json", "--format", "csv", "--quiet"}).code, 0);
  EXPECT_EQ(files("c"), (std::set<std::string>{"comparison.csv", "comparison.json"}));
  EXPECT_NE(error_of({"runs", "--format", "pdf"}).find("pdf"), std::string::npos);
}

/// PATH is another one as long as it lives.
class OtherPath {
 public:
  explicit OtherPath(const std::string& path) { ::setenv("PATH", path.c_str(), 1); }
  ~OtherPath() { ::setenv("PATH", before_.c_str(), 1); }
  OtherPath(const OtherPath&) = delete;
  OtherPath& operator=(const OtherPath&) = delete;

 private:
  std::string before_ = std::getenv("PATH");
};

/// Puts a converter that does this into the folder "tools".
void make_converter(const Workplace& here, const std::string& script) {
  std::filesystem::create_directories(here / "tools");
  here.write("tools/rsvg-convert", "#!/bin/sh\n" + script + "\n");
  std::filesystem::permissions(here / "tools/rsvg-convert", std::filesystem::perms::owner_all);
}

TEST_F(CompareCommand, MakesPngsByTheConverter) {
  make_converter(here, "[ \"$*\" = --version ] && exit 0\nprintf '\\211PNG:%s:' \"$*\"; cat");
  here.mlp({"compare", "runs", "-o", "a", "--format", "svg", "--quiet"});
  const OtherPath path((here / "tools").string() + ":/usr/bin:/bin");
  const ProgramResult r = here.mlp({"compare", "runs", "-o", "b $(touch x)", "--format", "png", "--quiet"});
  EXPECT_EQ(r.code, 0) << r.err;
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(here / "b $(touch x)"))
    names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"gradient_flow.png", "gradient_heat_map.png", "loss.png", "net.png"}));
  for (const char* name : {"gradient_flow", "gradient_heat_map", "loss", "net"})
    EXPECT_EQ(here.read("b $(touch x)/" + std::string(name) + ".png"),
              "\x89PNG:--format png --zoom 3:" + here.read("a/" + std::string(name) + ".svg"));
}

TEST_F(CompareCommand, SaysWhatMakesPngsWhereItIsMissing) {
  const OtherPath path((here / "nothing").string());
  const ProgramResult r = here.mlp({"compare", "runs", "-o", "out", "--format", "png,csv"});
  EXPECT_EQ(r.code, 1);
  EXPECT_EQ(r.err,
            "rsvg-convert, which makes PNG pictures, is not installed; on Debian and Ubuntu, apt-get install "
            "librsvg2-bin brings it. SVG pictures (--format svg) need nothing\n");
  EXPECT_FALSE(std::filesystem::exists(here / "out"));
}

TEST_F(CompareCommand, SaysWhyThereIsNoPng) {
  make_converter(here, "[ \"$*\" = --version ] && exit 0\necho 'no fonts' >&2; exit 1");
  const OtherPath path((here / "tools").string());
  const ProgramResult r = here.mlp({"compare", "runs", "-o", "out", "--format", "png"});
  EXPECT_EQ(r.code, 1);
  EXPECT_EQ(r.err, "rsvg-convert made no PNG: no fonts\n");
}

TEST_F(CompareCommand, TakesSeedsOfASweepForRepeats) {
  EXPECT_EQ(here.mlp({"compare", "runs/one", "-o", "a", "--format", "csv", "--quiet"}).code, 0);
  const std::string csv = here.read("a/comparison.csv");
  EXPECT_NE(csv.find("\none,2,"), std::string::npos) << csv;
}

TEST_F(CompareCommand, TakesAFolderForTheRunsBelowIt) {
  const ProgramResult apart = here.mlp({"compare", "runs/one/seed=1", "runs/one/seed=2", "runs/two", "-o", "a"});
  const ProgramResult whole = here.mlp({"compare", "runs", "-o", "b"});
  EXPECT_EQ(whole.code, 0) << whole.err;
  EXPECT_EQ(here.read("a/comparison.csv"), here.read("b/comparison.csv"));
}

TEST_F(CompareCommand, LosesNoPictureOfARun) {
  const std::string before = here.read("runs/two/loss.svg");
  EXPECT_NE(error_of({"runs/one/seed=1", "-o", "runs/two"}).find("runs/two is the folder of a run"), std::string::npos);
  EXPECT_EQ(here.read("runs/two/loss.svg"), before);
}

TEST_F(CompareCommand, RefusesARunWhoseFilesDoNotAgree) {
  const std::string whole = here.read("runs/two/history.csv");
  here.write("runs/two/history.csv", whole.substr(0, whole.rfind('\n', whole.size() - 2) + 1));
  EXPECT_EQ(error_of({"runs", "-o", "out"}),
            "runs/two/history.csv:4: damaged: it ends at epoch 2, though summary.json ends at epoch 3; leave the run "
            "out, or train it anew with --force\n");
  EXPECT_FALSE(std::filesystem::exists(here / "out"));
  here.write("runs/two/history.csv", whole);
  std::filesystem::remove(here / "runs/two/layers.csv");
  EXPECT_EQ(error_of({"runs", "-o", "out"}),
            "runs/two/layers.csv: missing, though training has begun; leave the run out, or train it anew with "
            "--force\n");
}

TEST_F(CompareCommand, CountsTheRunsThatHaveEnded) {
  const std::vector<std::string> words{"train",      "xor.json",  "--quiet",
                                       "--set",      "repeats=3", "--set",
                                       "name=aimed", "--set",     R"(target={"metric":"train_loss","at_most":1000})"};
  EXPECT_EQ(here.mlp(words).code, 0);
  std::filesystem::remove(here / "runs/aimed/seed-2/summary.json");
  const ProgramResult r = here.mlp({"compare", "runs/aimed", "-o", "out"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("2/2"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("completed 2, unfinished 1"), std::string::npos) << r.out;
  EXPECT_NE(here.read("out/comparison.csv").find("\naimed,3,2,1,2,1,"), std::string::npos)
      << here.read("out/comparison.csv");
}

TEST_F(CompareCommand, SaysWhatIsNoRunToCompare) {
  EXPECT_NE(error_of({"runs/two", "./runs/two/"}).find("is named twice"), std::string::npos);
  EXPECT_NE(error_of({"runs/two", "runs/three"}).find("runs/three"), std::string::npos);
  std::filesystem::create_directory(here / "empty");
  EXPECT_NE(error_of({"empty"}).find("empty"), std::string::npos);
}

}  // namespace
}  // namespace mlp
