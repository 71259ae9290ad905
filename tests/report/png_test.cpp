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

TEST(Png, HoldsThePixels) {
  const PixelImage image{2, 2, {{1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10, 11, 12}, {0, 0, 0, 0}}};
  const std::string bytes = png(image);
  EXPECT_TRUE(bytes.starts_with("\x89PNG\r\n\x1a\n"));
  EXPECT_EQ(number_at(bytes, 16), 2u);  // width
  EXPECT_EQ(number_at(bytes, 20), 2u);  // height
  const std::size_t data = bytes.find("IDAT"), length = number_at(bytes, data - 4);
  std::string rows(18, '\0');
  uLongf size = rows.size();
  ASSERT_EQ(uncompress(reinterpret_cast<Bytef*>(rows.data()), &size,
                       reinterpret_cast<const Bytef*>(bytes.data() + data + 4), static_cast<uLong>(length)),
            Z_OK);
  // The first row as it is (filter 0), the second as the difference to it (filter 2), modulo 256.
  EXPECT_EQ(rows, (std::string{0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 8, 8, 8, 8, -5, -6, -7, -8}));
  // The checksum of the empty chunk at the end is the same in every PNG file.
  EXPECT_EQ(number_at(bytes, bytes.size() - 4), 0xAE426082u);
}

TEST(PixelImage, IsEnlargedWithoutBlurring) {
  const Colour a{1, 1, 1}, b{2, 2, 2};
  const PixelImage large = PixelImage{2, 1, {a, b}}.enlarged(2);
  EXPECT_EQ(large.pixels, (std::vector<Colour>{a, a, b, b, a, a, b, b}));
}

}  // namespace
}  // namespace mlp
