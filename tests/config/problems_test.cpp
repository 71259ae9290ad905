#include "mlp/config/problems.h"

#include <gtest/gtest.h>

#include "support.h"

namespace mlp {
namespace {

Problem problem_at(const std::string& text, const std::string& marked, const std::string& pointer = "/x") {
  return {{text_of(text), text.find(marked), marked.size()}, pointer, "wrong"};
}

TEST(Problem, ShowsFileLineColumnPointerAndCaret) {
  EXPECT_EQ(formatted(problem_at("{\n  \"units\": -5,\n}", "-5", "/units")),
            "c.json:2:12: /units: wrong\n"
            "   2 |   \"units\": -5,\n"
            "     |            ^~");
}

TEST(Problem, HasNoPointerAtTheRoot) {
  EXPECT_EQ(formatted(problem_at("[]", "[]", "")), "c.json:1:1: wrong\n   1 | []\n     | ^~");
}

TEST(Problem, TabsDoNotDisplaceTheCaret) {
  EXPECT_EQ(formatted(problem_at("\t\"a\":\t7", "7")), "c.json:1:7: /x: wrong\n   1 |  \"a\": 7\n     |       ^");
}

TEST(Problem, CountsCharactersNotBytes) {
  EXPECT_EQ(formatted(problem_at("[\"größe\", 7]", "7")),
            "c.json:1:11: /x: wrong\n   1 | [\"größe\", 7]\n     |           ^");
  EXPECT_EQ(formatted(problem_at("[\"層\", 7]", "7")),  // two columns wide in a terminal, but one character
            "c.json:1:7: /x: wrong\n   1 | [\"層\", 7]\n     |        ^");
}

TEST(Problem, ControlCharactersDoNotReachTheTerminal) {
  EXPECT_EQ(formatted(problem_at("7", "7", "/\x1b")), "c.json:1:1: /\\x1b: wrong\n   1 | 7\n     | ^");
  const std::string text = formatted(problem_at("\"\x1b[2J\xff\", 7", "7"));
  EXPECT_EQ(text, "c.json:1:10: /x: wrong\n   1 | \"?[2J?\", 7\n     |          ^");
}

TEST(Problem, AByteOrderMarkDoesNotCount) {
  EXPECT_EQ(formatted(problem_at("\xEF\xBB\xBF[7]", "7")), "c.json:1:2: /x: wrong\n   1 | [7]\n     |  ^");
}

TEST(Problem, WindowsLineEndsAreNotShown) {
  EXPECT_EQ(formatted(problem_at("[1,\r\n7,\r\n8]", "7")), "c.json:2:1: /x: wrong\n   2 | 7,\n     | ^");
}

TEST(Problem, MarksOnlyTheFirstLineOfALongValue) {
  EXPECT_EQ(formatted(problem_at("{\"a\": {\n 1}}", "{\n 1}")),
            "c.json:1:7: /x: wrong\n   1 | {\"a\": {\n     |       ^");
}

TEST(Problem, CutsLongLinesAroundTheCaret) {
  const std::string text = std::string(500, 'a') + "7" + std::string(500, 'b');
  EXPECT_EQ(formatted(problem_at(text, "7")), "c.json:1:501: /x: wrong\n   1 | …" + std::string(40, 'a') + "7" +
                                                  std::string(57, 'b') + "…\n     | " + std::string(41, ' ') + "^");
}

TEST(Problem, OptionsOfTheCommandLineHaveNoLineAndColumn) {
  const auto option = std::make_shared<const ConfigText>(ConfigText{"command line", "--set a.b=fast", "/", true});
  EXPECT_EQ(formatted({{option, 10, 4}, "/a/b", "wrong"}),
            "command line: /a/b: wrong\n  --set a.b=fast\n            ^~~~");
}

TEST(Problem, AValueThatNobodyWroteHasNoLine) { EXPECT_EQ(formatted({{}, "/a", "wrong"}), "/a: wrong"); }

TEST(Problems, AreSortedByTextAndPlaceAndShownOnce) {
  const auto first = text_of("[1, 2]", "first.json"), second = text_of("[3]", "second.json");
  Problems problems;
  problems.add(Place{second, 1, 1}, "", "three");
  problems.add(Place{first, 4, 1}, "", "two");
  problems.add(Place{first, 1, 1}, "", "one");
  problems.add(Place{first, 1, 1}, "", "one");
  EXPECT_EQ(problems.size(), 3U);
  EXPECT_EQ(message_of([&] { problems.raise(); }),
            "second.json:1:2: three\n   1 | [3]\n     |  ^\n"
            "first.json:1:2: one\n   1 | [1, 2]\n     |  ^\n"
            "first.json:1:5: two\n   1 | [1, 2]\n     |     ^");
}

TEST(Problems, TheFirstTwentyAreEnough) {
  Problems problems;
  for (int i = 0; i < 23; ++i) problems.add(Place{}, "/" + std::to_string(i), "wrong");
  const std::string text = message_of([&] { problems.raise(); });
  EXPECT_NE(text.find("/19: wrong\nand 3 more"), std::string::npos);
  EXPECT_EQ(text.find("/20"), std::string::npos);
}

TEST(Problems, NoneIsNoError) {
  EXPECT_EQ(message_of([] { Problems().raise(); }), "");
}

}  // namespace
}  // namespace mlp
