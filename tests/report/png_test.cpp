#include "src/report/png.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace mlp {
namespace {

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
  return value;
}

// The vectors of RFC 4648, section 10.
TEST(Base64, GivesTheVectorsOfItsStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

/// The uncompressed content of a file's only IDAT chunk.
std::string rows_of(const std::string& bytes, std::size_t length) {
  const std::size_t data = bytes.find("IDAT");
  std::string rows(length, '\0');
  uLongf size = rows.size();
  EXPECT_EQ(
      uncompress(reinterpret_cast<Bytef*>(rows.data()), &size, reinterpret_cast<const Bytef*>(bytes.data() + data + 4),
                 static_cast<uLong>(number_at(bytes, data - 4))),
      Z_OK);
  EXPECT_EQ(size, length);
  return rows;
}

TEST(Png, OfFewColoursHasAPalette) {
  const PixelImage image{2, 2, {{1, 2, 3, 4}, {5, 6, 7, 8}, {5, 6, 7, 8}, {1, 2, 3, 4}}};
  const std::string bytes = png(image);
  EXPECT_TRUE(bytes.starts_with("\x89PNG\r\n\x1a\n"));
  EXPECT_EQ(number_at(bytes, 16), 2u);  // width
  EXPECT_EQ(number_at(bytes, 20), 2u);  // height
  EXPECT_EQ(bytes.substr(bytes.find("PLTE") + 4, 6), (std::string{1, 2, 3, 5, 6, 7}));
  EXPECT_EQ(bytes.substr(bytes.find("tRNS") + 4, 2), (std::string{4, 8}));
  EXPECT_EQ(rows_of(bytes, 6), (std::string{0, 0, 1, 0, 1, 0}));  // each row after its filter, 0
  // The checksum of the empty chunk at the end is the same in every PNG file.
  EXPECT_EQ(number_at(bytes, bytes.size() - 4), 0xAE426082u);
}

TEST(Png, OfManyColoursHasThemAll) {
  PixelImage image{150, 2, {}};
  for (int i = 0; i < 300; ++i)
    image.pixels.push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i / 256), 0, 255});
  const std::string rows = rows_of(png(image), 2 * (1 + 150 * 4));
  EXPECT_EQ(rows.substr(0, 9), (std::string{0, 0, 0, 0, -1, 1, 0, 0, -1}));
  // The second row is the difference to the first (filter 2): 150 more red, the same alpha.
  EXPECT_EQ(rows.substr(601, 5), (std::string{2, static_cast<char>(150), 0, 0, 0}));
}

TEST(Png, IsEnlargedWithoutBlurring) {
  const std::string bytes = png({2, 1, {{1, 1, 1}, {2, 2, 2}}}, 2);
  EXPECT_EQ(number_at(bytes, 16), 4u);
  EXPECT_EQ(number_at(bytes, 20), 2u);
  EXPECT_EQ(rows_of(bytes, 10), (std::string{0, 0, 0, 1, 1, 0, 0, 0, 1, 1}));
  // 300 colours in a row, each twice; the second row is like the first: no difference.
  PixelImage many{300, 1, {}};
  for (int i = 0; i < 300; ++i) many.pixels.push_back({static_cast<std::uint8_t>(i / 2), i % 2 == 0, 0, 255});
  const std::string rows = rows_of(png(many, 2), 2 * (1 + 600 * 4));
  EXPECT_EQ(rows.substr(0, 17), (std::string{0, 0, 1, 0, -1, 0, 1, 0, -1, 0, 0, 0, -1, 0, 0, 0, -1}));
  EXPECT_EQ(rows.substr(2401, 2401), std::string(1, 2) + std::string(2400, '\0'));
}

}  // namespace
}  // namespace mlp
