#include "mlp/core/utf8.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

TEST(FirstCodePoint, ReadsOneToFourBytes) {
  EXPECT_EQ(first_code_point("az").value, U'a');
  EXPECT_EQ(first_code_point("ßx").value, U'ß');
  EXPECT_EQ(first_code_point("€").value, U'€');
  EXPECT_EQ(first_code_point("😀").value, U'😀');
  EXPECT_EQ(first_code_point("😀!").bytes, 4u);
}

// Cases from Markus Kuhn's UTF-8 stress test: stray continuation, overlong forms, surrogates, beyond U+10FFFF, cut off.
TEST(FirstCodePoint, RefusesWhatIsNotUtf8) {
  for (const char* text : {"\x80", "\xfe", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xed\xa0\x80",
                           "\xf4\x90\x80\x80", "\xc3", "\xe2\x82", "\xc3(", "\xf8\x88\x80\x80\x80"}) {
    EXPECT_FALSE(first_code_point(text).valid) << text;
    EXPECT_EQ(first_code_point(text).bytes, 1u);
  }
}

TEST(Utf8Of, IsWhatFirstCodePointReads) {
  EXPECT_EQ(utf8_of('a'), "a");
  EXPECT_EQ(utf8_of(0xF6), "ö");
  EXPECT_EQ(utf8_of(0x6C34), "水");
  EXPECT_EQ(utf8_of(0x1F600), "😀");
  for (const char32_t c : {0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF}) {
    const CodePoint read = first_code_point(utf8_of(c));
    EXPECT_TRUE(read.valid);
    EXPECT_EQ(read.value, c);
    EXPECT_EQ(read.bytes, utf8_of(c).size());
  }
  for (const char32_t c : {0xD800, 0xDFFF, 0x110000}) EXPECT_EQ(utf8_of(c), "");
}

TEST(Shown, IsQuotedAndCut) {
  EXPECT_EQ(shown("a\tb"), "\"a\\x09b\"");
  EXPECT_EQ(shown(std::string(40, 'x')), "\"" + std::string(40, 'x') + "\"");
  EXPECT_EQ(shown(std::string(41, 'x')), "\"" + std::string(40, 'x') + "…\"");
}

TEST(FirstByteOfNoText, FindsWhatIsNotUtf8AndZeros) {
  EXPECT_EQ(first_byte_of_no_text(""), std::string::npos);
  EXPECT_EQ(first_byte_of_no_text("plain ASCII of more than eight bytes"), std::string::npos);
  EXPECT_EQ(first_byte_of_no_text("Größe, €, 日本語, 😀 and on"), std::string::npos);
  for (std::size_t before = 0; before < 20; ++before) {  // at every place of the groups of eight, and cut off
    EXPECT_EQ(first_byte_of_no_text(std::string(before, 'a') + "\xe9"), before);
    EXPECT_EQ(first_byte_of_no_text(std::string(before, 'a') + "\xe9 and eight more"), before);
    EXPECT_EQ(first_byte_of_no_text(std::string(before, 'a') + "€\xff"), before + 3);
  }
  for (std::size_t before = 0; before < 200; ++before) {  // in and between the blocks that are looked at at once
    const std::string text(before, '\x7f');
    EXPECT_EQ(first_byte_of_no_text(text + std::string(1, '\0') + std::string(70, 'a')), before);
    EXPECT_EQ(first_byte_of_no_text(text + std::string(70, '\x01')), std::string::npos);
  }
}

TEST(Printable, ShowsWhatWouldSteerATerminal) {
  EXPECT_EQ(printable("Ünïcode 日本 stays"), "Ünïcode 日本 stays");
  EXPECT_EQ(printable("\x1b[2J\a\r\n"), "\\x1b[2J\\x07\\x0d\\x0a");
  EXPECT_EQ(printable("\xc2\x9b"
                      "1m"),
            "\\x9b1m");  // U+009B, the C1 form of ESC [
  EXPECT_EQ(printable("a\u202e"
                      "b"),
            "a\\u202eb");
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("two\nlines\t", true), "two\nlines\\x09");
}

}  // namespace
}  // namespace mlp
