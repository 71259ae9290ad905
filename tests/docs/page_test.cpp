#include "page.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

const Page page = parse_page("x.md",
                             "# A title, with `code` & more\n"
                             "[one](a.md#b) and [two](#a-title), not `[three](c.md)`\n"
                             "```json my.json\n"
                             "{}  // [four](d.md)\n"
                             "```\n"
                             "## Twice\n"
                             "## Twice\n");

TEST(Page, FindsBlocksWithLanguageLabelAndLine) {
  ASSERT_EQ(page.blocks.size(), 1u);
  EXPECT_EQ(page.blocks[0].language, "json");
  EXPECT_EQ(page.blocks[0].label, "my.json");
  EXPECT_EQ(page.blocks[0].text, "{}  // [four](d.md)\n");
  EXPECT_EQ(page.blocks[0].line, 4);
}

TEST(Page, FindsLinksOutsideOfCode) {
  ASSERT_EQ(page.links.size(), 2u);
  EXPECT_EQ(page.links[0].target, "a.md#b");
  EXPECT_EQ(page.links[1].target, "#a-title");
  EXPECT_EQ(page.links[1].line, 2);
}

TEST(Page, NamesHeadingsAsGitHubDoes) {
  EXPECT_EQ(page.anchors, (std::vector<std::string>{"a-title-with-code--more", "twice", "twice-1"}));
}

}  // namespace
}  // namespace mlp
