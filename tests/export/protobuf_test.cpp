// Expected bytes are those of the examples of the format's own page (protobuf.dev, "Encoding"), and by hand.

#include "mlp/export/protobuf.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string text;
  for (const int value : values) text += static_cast<char>(value);
  return text;
}

TEST(ProtobufMessage, WritesTheFormatsOwnExamples) {
  ProtobufMessage number, text, inner, outer;
  number.integer(1, 150);
  EXPECT_EQ(number.bytes(), bytes({0x08, 0x96, 0x01}));
  text.text(2, "testing");
  EXPECT_EQ(text.bytes(), "\x12\x07testing");
  inner.integer(1, 150);
  outer.message(3, inner);
  EXPECT_EQ(outer.bytes(), bytes({0x1a, 0x03, 0x08, 0x96, 0x01}));
}

TEST(ProtobufMessage, TakesTheEndsOfTheRanges) {
  ProtobufMessage zero, negative, largest;
  zero.integer(1, 0);
  EXPECT_EQ(zero.bytes(), bytes({0x08, 0x00}));
  negative.integer(1, -2);
  EXPECT_EQ(negative.bytes(), bytes({0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}));
  largest.integer(536870911, 127);  // the largest number of a field
  EXPECT_EQ(largest.bytes(), bytes({0xf8, 0xff, 0xff, 0xff, 0x0f, 0x7f}));
}

TEST(ProtobufMessage, WritesAFloatAsItsFourBytes) {
  ProtobufMessage message;
  message.number(2, -1.5F);  // IEEE 754: 0xbfc00000
  EXPECT_EQ(message.bytes(), bytes({0x15, 0x00, 0x00, 0xc0, 0xbf}));
}

TEST(ProtobufMessage, LongTextsHaveLongLengths) {
  ProtobufMessage message;
  message.text(1, std::string(300, 'a'));
  EXPECT_EQ(message.bytes(), bytes({0x0a, 0xac, 0x02}) + std::string(300, 'a'));
}

}  // namespace
}  // namespace mlp
