#include <gtest/gtest.h>

#include <algorithm>

#include "page.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// What is wrong with a link, or "".
std::string problem_of(const Page& page, const std::string& target) {
  if (target.find("://") != std::string::npos || target.starts_with("mailto:")) return "";
  const std::size_t hash = std::min(target.find('#'), target.size());
  const fs::path file = hash == 0 ? page.path : page.path.parent_path() / target.substr(0, hash);
  if (!fs::exists(file)) return "there is no " + file.string();
  if (hash == target.size()) return "";
  const std::string anchor = target.substr(hash + 1);
  const std::vector<std::string> anchors = read_page(file).anchors;
  return std::ranges::find(anchors, anchor) != anchors.end() ? "" : file.string() + " has no heading #" + anchor;
}

TEST(Links, LeadSomewhere) {
  const std::vector<fs::path> paths = all_pages(MLP_SOURCE_DIR);
  std::size_t links = 0;
  for (const fs::path& path : paths) {
    const Page page = read_page(path);
    for (const Link& link : page.links)
      EXPECT_EQ(problem_of(page, link.target), "") << path.string() << ":" << link.line;
    links += page.links.size();
  }
  EXPECT_GT(paths.size(), 8u);
  EXPECT_GT(links, 50u);
}

TEST(Links, ThatLeadNowhereAreFound) {
  const fs::path readme = fs::path(MLP_SOURCE_DIR) / "README.md";
  EXPECT_NE(problem_of({readme, {}, {}, {}}, "docs/no-such-page.md"), "");
  EXPECT_NE(problem_of({readme, {}, {}, {}}, "docs/math.md#no-such-heading"), "");
  EXPECT_NE(problem_of({readme, {}, {}, {}}, "#no-such-heading"), "");
}

}  // namespace
}  // namespace mlp
