// docs/extending.md shows the program of tests/docs/extending, piece by piece, word for word.

#include <gtest/gtest.h>

#include "mlp/core/files.h"
#include "page.h"

namespace mlp {
namespace {

const std::filesystem::path root = MLP_SOURCE_DIR;

std::string blocks_of(const std::string& language) {
  std::string all;
  for (const CodeBlock& block : read_page(root / "docs" / "extending.md").blocks)
    if (block.language == language) all += (all.empty() ? "" : "\n") + block.text;
  return all;
}

TEST(ExtendingPage, ShowsTheWholeProgram) {
  EXPECT_EQ(blocks_of("cpp"), read_file(root / "tests/docs/extending/main.cpp"));
}

TEST(ExtendingPage, ShowsHowItIsBuilt) {
  EXPECT_EQ(blocks_of("cmake"), read_file(root / "tests/docs/extending/CMakeLists.txt"));
}

TEST(ExtendingPage, ShowsTheConfig) {
  EXPECT_EQ(blocks_of("json"), read_file(root / "tests/docs/extending/saddle.json"));
}

}  // namespace
}  // namespace mlp
