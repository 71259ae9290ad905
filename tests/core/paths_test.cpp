#include "mlp/core/paths.h"

#include <gtest/gtest.h>

#include <set>

namespace mlp {
namespace {

TEST(FolderName, KeepsWhatIsReadable) {
  for (const char* name : {"two-circles", "optimizer.learning_rate=0.1", "5x5 tanh, uniform(0,1)", "seed-1", "größe=ß",
                           "Übung 日本語", "a..b", "1e-05", "[1, 2]", "x=-0.5"})
    EXPECT_EQ(folder_name(name), name);
}

TEST(FolderName, MapsWhatIsNot) {
  EXPECT_EQ(folder_name("a/b\\c"), "a_b_c");
  EXPECT_EQ(folder_name("../../etc"), "_._.._etc");
  EXPECT_EQ(folder_name("file=\"data/x.csv\""), "file=_data_x.csv_");
  EXPECT_EQ(folder_name("a\n\tb\x1b[31m\x7f"), "a__b_[31m_");
  EXPECT_EQ(folder_name(std::string("a\0b", 3)), "a_b");
  EXPECT_EQ(folder_name("a\xff\xc3"), "a__");  // not UTF-8
  EXPECT_EQ(folder_name("a\xe2\x80\xae"
                        "b"),
            "a_b");  // U+202E turns the direction of writing
  EXPECT_EQ(folder_name("$(rm -rf *)|<>?:;&!'`"), "_(rm -rf _)__________");
}

TEST(FolderName, IsNeverEmptyADotAnOptionOrHidden) {
  EXPECT_EQ(folder_name(""), "_");
  EXPECT_EQ(folder_name("."), "_");
  EXPECT_EQ(folder_name(".."), "_.");
  EXPECT_EQ(folder_name("-rf"), "_rf");
  EXPECT_EQ(folder_name(".lock"), "_lock");
  EXPECT_EQ(folder_name(" "), "_");
  EXPECT_EQ(folder_name("a "), "a_");
}

TEST(FolderName, IsAtMost100BytesAndKeepsCharactersWhole) {
  EXPECT_EQ(folder_name(std::string(100, 'x')), std::string(100, 'x'));
  const std::string cut = folder_name(std::string(101, 'x'));
  EXPECT_EQ(cut.substr(0, 92), std::string(91, 'x') + "-");
  EXPECT_EQ(cut.size(), 100u);
  EXPECT_NE(folder_name(std::string(102, 'x')), cut);
  std::string euros;
  for (int i = 0; i < 40; ++i) euros += "€";  // three bytes each: 91 is no whole number of them
  EXPECT_EQ(folder_name(euros).substr(0, 90), euros.substr(0, 90));
  EXPECT_EQ(folder_name(euros).size(), 99u);
}

TEST(FolderName, IsAFixedPoint) {
  for (const std::string& text : {std::string(300, 'y'), std::string("../x"), std::string("a/b"), std::string(" ~")})
    EXPECT_EQ(folder_name(folder_name(text)), folder_name(text));
}

TEST(FolderNames, AreAllDifferent) {
  EXPECT_EQ(folder_names({"a/b", "a_b", "c", "a:b"}), (std::vector<std::string>{"a_b", "a_b-2", "c", "a_b-3"}));
  // "x-2" belongs to the third by right, wherever it stands.
  EXPECT_EQ(folder_names({"x", "x", "x-2"}), (std::vector<std::string>{"x", "x-3", "x-2"}));
  const auto cut = folder_names({std::string(100, 'x'), std::string(100, 'x')});
  EXPECT_EQ(cut[1], std::string(98, 'x') + "-2");
  std::vector<std::string> many(50, "same");
  const auto names = folder_names(many);
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 50u);
}

}  // namespace
}  // namespace mlp
