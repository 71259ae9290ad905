#include "mlp/config/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support.h"

namespace mlp {
namespace {

TEST(Json, EveryValueKnowsItsPlace) {
  const std::string text = "/* a */ {\"a\" : [1, -2.5e3 , \"x\\\"y\"], // b, c: d\n \"b\": {\"c\": true}, \"d\":null}";
  const Tree tree = tree_of(text);
  const auto written = [&text](const Place& place) { return text.substr(place.offset, place.length); };
  EXPECT_EQ(written(tree.place), text.substr(8));
  EXPECT_EQ(written(tree.members[0].key_place), "\"a\"");
  EXPECT_EQ(written(tree.find("a")->place), "[1, -2.5e3 , \"x\\\"y\"]");
  EXPECT_EQ(written(tree.find("a")->items[1].place), "-2.5e3");
  EXPECT_EQ(written(tree.find("a")->items[2].place), "\"x\\\"y\"");
  EXPECT_EQ(written(tree.members[1].key_place), "\"b\"");
  EXPECT_EQ(written(tree.find("b")->find("c")->place), "true");
  EXPECT_EQ(written(tree.find("d")->place), "null");
}

TEST(Json, CommentsMayStandAnywhere) {
  EXPECT_EQ(to_compact_json(tree_of("// first\n[/*,*/1/*:*/,//]\n2/**/]// last")), "[1,2]");
}

TEST(Json, AByteOrderMarkIsTolerated) { EXPECT_EQ(to_compact_json(tree_of("\xEF\xBB\xBF[1]")), "[1]"); }

TEST(Json, WritesWhatReadsBackEqual) {
  const Tree tree = tree_of(R"({"text": "ä\n\"\\\u0001😀", "empty": {}, "none": [], "on": false, "nothing": null,
                                "deep": [[1, 2], {"x": [0.1, 1e300, -5e-324, 9223372036854775807]}]})");
  EXPECT_TRUE(same_value(tree_of(to_json(tree)), tree));
  EXPECT_TRUE(same_value(tree_of(to_compact_json(tree)), tree));
}

TEST(Json, LayoutPutsShortListsOnOneLine) {
  EXPECT_EQ(to_json(tree_of(R"({"a":[1,2,3],"b":{"c":"x","d":{}},"e":[{"f":1}]})")),
            "{\n  \"a\": [1, 2, 3],\n  \"b\": {\n    \"c\": \"x\",\n    \"d\": {}\n  },\n  \"e\": [\n    {\n"
            "      \"f\": 1\n    }\n  ]\n}");
  Tree longer = Tree::array();
  for (int i = 0; i < 40; ++i) longer.items.push_back(Tree::of(1000 + i));
  EXPECT_EQ(to_json(longer).substr(0, 18), "[\n  1000,\n  1001,\n");
}

TEST(Json, WritesOnlyWhatJsonHas) {
  EXPECT_EQ(to_json(Tree::of(std::nan(""))), "null");
  EXPECT_EQ(to_json(Tree::of(-std::numeric_limits<double>::infinity())), "null");
  EXPECT_EQ(to_json(Tree::of(-0.0)), "-0.0");
  EXPECT_TRUE(std::signbit(tree_of("-0.0").number));
  EXPECT_EQ(json_string("\u202e\U000e0041"), "\"\\u202e\\udb40\\udc41\"");
  EXPECT_EQ(json_string("a\x1b\x7f\xff\u0085"), "\"a\\u001b\\u007f\uFFFD\\u0085\"");
}

TEST(Json, NestingHasALimit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(to_compact_json(tree_of(nested(max_nesting))), nested(max_nesting));
  const std::string message = message_of([&] { tree_of(nested(100'000)); });
  EXPECT_TRUE(message.starts_with("c.json:1:201: lists and objects are nested more than 200 levels deep\n")) << message;
}

TEST(Json, APartOfATextKeepsItsPlaces) {
  Problems problems;
  const auto text = text_of("--set a=[1, 2] rest");
  const auto tree = parse_json(text, 8, 6, problems);
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->items[1].place.offset, 12U);
  EXPECT_FALSE(parse_json(text, 8, 11, problems));
  EXPECT_EQ(problems.all().at(0).message,
            "expected the end of the text, found \"rest\"; it ended with the \"]\" in line 1: is that one too many?");
}

struct BadJson {
  const char* text;
  const char* message;  // without the file's name and the excerpt
};

class Mistakes : public testing::TestWithParam<BadJson> {};

TEST_P(Mistakes, AreExplained) {
  std::string message = message_of([] { tree_of(GetParam().text); });
  ASSERT_TRUE(message.starts_with("c.json:")) << message;
  EXPECT_EQ(message.substr(7, message.find("\n   ") - 7), GetParam().message);
}

constexpr BadJson json_mistakes[] = {
    BadJson{"", "1:1: expected a value, found the end of the text"},
    BadJson{"// only a comment", "1:18: expected a value, found the end of the text"},
    BadJson{"[1, 2,]", "1:6: a comma before \"]\" is one too many"},
    BadJson{"{\"a\": 1,\n}", "1:8: a comma before \"}\" is one too many"},
    BadJson{"{\"a\": 1 \"b\": 2}",
            "1:9: expected \",\" or \"}\", found the string \"b\": a comma is missing before it"},
    BadJson{"[1 2]", "1:4: expected \",\" or \"]\", found \"2\": a comma is missing before it"},
    BadJson{"[1,, 2]", "1:4: expected a value, found \",\""},
    BadJson{"{, \"a\": 1}", "1:2: expected a key in double quotes or \"}\", found \",\""},
    BadJson{"{\"a\" 1}", "1:6: expected \":\" after the key \"a\", found \"1\""},
    BadJson{"{\"a\" = 1}", "1:6: expected \":\" after the key \"a\", found \"=\""},
    BadJson{"{\"a\": }", "1:7: expected a value, found \"}\""},
    BadJson{"{a: 1}", "1:2: a key is written in double quotes: \"a\""},
    BadJson{"{\"x\": 1, units: 1}", "1:10: a key is written in double quotes: \"units\""},
    BadJson{"{1: 1}", "1:2: expected a key in double quotes or \"}\", found \"1\""},
    BadJson{"{'a': 1}", "1:2: strings are written in double quotes, not single ones"},
    BadJson{"{\"a\": 'relu'}", "1:7: strings are written in double quotes, not single ones"},
    BadJson{"{\"a\": “relu”}", "1:7: this is a typographic quote: strings are written in straight double quotes"},
    BadJson{"{\"a\": relu}", "1:7: expected a value, found relu; a string is written in double quotes"},
    BadJson{"{\"a\": True}", "1:7: expected true in small letters, found True"},
    BadJson{"{\"a\": None}", "1:7: expected null, found None"},
    BadJson{"{\"a\": NaN}", "1:7: JSON has no number NaN"},
    BadJson{"[-Infinity]", "1:2: JSON has no number -Infinity"},
    BadJson{"[1e999]", "1:2: the number 1e999 is too large"},
    BadJson{"[01]", "1:2: 01 is not a number as JSON writes it (like 0.5, -3 or 1e-4)"},
    BadJson{"[.5]", "1:2: .5 is not a number as JSON writes it (like 0.5, -3 or 1e-4)"},
    BadJson{"[1.]", "1:2: 1. is not a number as JSON writes it (like 0.5, -3 or 1e-4)"},
    BadJson{"[+1]", "1:2: +1 is not a number as JSON writes it (like 0.5, -3 or 1e-4)"},
    BadJson{"[0x10]", "1:2: 0x10 is not a number as JSON writes it (like 0.5, -3 or 1e-4)"},
    BadJson{"[1e]", "1:2: 1e is not a number as JSON writes it (like 0.5, -3 or 1e-4)"},
    BadJson{"[truely]", "1:2: expected a value, found truely; a string is written in double quotes"},
    BadJson{"{\"a\": \"relu}", "1:7: this string is not closed: its second double quote is missing"},
    BadJson{"{\"a\": \"relu,\n\"b\": 1}", "1:7: this string is not closed: its second double quote is missing"},
    BadJson{"{\"a: 1}", "1:2: this string is not closed: its second double quote is missing"},
    BadJson{"[\"C:\\data\"]", "1:5: no escape begins like this; a backslash itself is written \\\\"},
    BadJson{"[\"\\u12g4\"]", "1:3: \\u is followed by four hexadecimal digits"},
    BadJson{"[\"\\ud800\"]", "1:3: half of a surrogate pair stands alone"},
    BadJson{"[\"\\udc00\"]", "1:3: half of a surrogate pair stands alone"},
    BadJson{"[\"a\tb\"]", "1:4: a control character in a string is written as an escape: \\t"},
    BadJson{"[\"gr\xF6\xDF\x65\"]", "1:5: this byte is not UTF-8: save the file in that encoding"},
    BadJson{"\xFF\xFE[", "1:1: the file is UTF-16: save it as UTF-8"},
    BadJson{"[1] /* open", "1:5: this comment is never closed: \"*/\" is missing"},
    BadJson{"/* open", "1:1: this comment is never closed: \"*/\" is missing"},
    BadJson{"# no\n[1]", "1:1: a comment starts with // (or stands in /* */), not #"},
    BadJson{"{\"a\": [1, 2", "1:11: the text ends inside the list that starts in line 1: \"]\" is missing"},
    BadJson{"{\n\"a\": {\"b\": 1}\n", "2:13: the text ends inside the object that starts in line 1: \"}\" is missing"},
    BadJson{"{\"a\":", "1:5: the text ends inside the object that starts in line 1: the value of \"a\" is missing"},
    BadJson{"[1}", "1:3: expected \",\" or \"]\" to close the list that starts in line 1, found \"}\""},
    BadJson{"[1]]",
            "1:4: expected the end of the text, found \"]\"; it ended with the \"]\" in line 1: is that one too many?"},
    BadJson{"{} {}",
            "1:4: expected the end of the text, found \"{\"; it ended with the \"}\" in line 1: is that one too many?"},
    BadJson{"}", "1:1: expected a value, found \"}\""},
    BadJson{"[\x01]", "1:2: expected a value, found the control character U+0001"},
    BadJson{"{\"a\": 1, \"b\": 2, \"a\": 3}",
            "1:18: /a: the key \"a\" is here for the second time; the first is in line 1"},
    BadJson{"{\"m\": [0, {\"k\": 1, \"k\": 2}]}",
            "1:20: /m/1/k: the key \"k\" is here for the second time; the first is in line 1"}};
INSTANTIATE_TEST_SUITE_P(Json, Mistakes, testing::ValuesIn(json_mistakes));

TEST(Json, NothingIsHiddenBehindAZeroByte) {
  const std::string text("[1]\0[2]", 7);
  EXPECT_TRUE(message_of([&] {
                tree_of(text);
              }).starts_with("c.json:1:4: expected the end of the text, found the control character U+0000"));
}

TEST(Json, AllDuplicatesAreReportedAtOnce) {
  const std::string message = message_of([] { tree_of(R"({"a": 1, "a": 2, "b": {"c": 1, "c": 2}})"); });
  EXPECT_NE(message.find("/a: the key"), std::string::npos);
  EXPECT_NE(message.find("/b/c: the key"), std::string::npos);
}

TEST(Json, EveryTruncationOfATextIsAnErrorWithAPlace) {
  const std::string text = R"({"a": [1, -2.5e3, "x\"\u00e4y"], /* c */ "b": {"c": true, "d": null}})";
  for (std::size_t length = 0; length < text.size(); ++length) {
    const std::string message = message_of([&] { tree_of(text.substr(0, length)); });
    EXPECT_TRUE(message.starts_with("c.json:1:")) << length << ": " << message;
  }
}

}  // namespace
}  // namespace mlp
