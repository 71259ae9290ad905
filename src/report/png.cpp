#include "png.h"

#include <zlib.h>

#include <stdexcept>

namespace mlp {
namespace {

std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

// Length, type, data, and the checksum of the latter two.
std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(static_cast<std::uint32_t>(sum));
}

std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string result(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(result.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION) != Z_OK)
    throw std::runtime_error("zlib could not compress a picture");
  result.resize(size);
  return result;
}

}  // namespace

PixelImage PixelImage::enlarged(std::size_t factor) const {
  PixelImage result{width * factor, height * factor, {}};
  result.pixels.reserve(result.width * result.height);
  for (std::size_t y = 0; y < result.height; ++y)
    for (std::size_t x = 0; x < result.width; ++x) result.pixels.push_back(pixels[y / factor * width + x / factor]);
  return result;
}

std::string png(const PixelImage& image) {
  std::string rows;
  rows.reserve(image.height * (1 + 4 * image.width));
  for (std::size_t y = 0; y < image.height; ++y) {
    rows += y == 0 ? '\0' : '\2';  // filters: none, and the difference to the row above, mostly 0 in our pictures
    for (std::size_t x = 0; x < image.width; ++x) {
      const Colour c = image.pixels[y * image.width + x];
      const Colour above = y == 0 ? Colour{0, 0, 0, 0} : image.pixels[(y - 1) * image.width + x];
      rows += static_cast<char>(c.red - above.red);
      rows += static_cast<char>(c.green - above.green);
      rows += static_cast<char>(c.blue - above.blue);
      rows += static_cast<char>(c.alpha - above.alpha);
    }
  }
  // Eight bits each of red, green, blue and alpha; deflated; not interlaced.
  const std::string header = big_endian(static_cast<std::uint32_t>(image.width)) +
                             big_endian(static_cast<std::uint32_t>(image.height)) + std::string("\x08\x06\0\0\0", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", deflated(rows)) + chunk("IEND", "");
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += i + k <= bytes.size() ? digits[group >> (18 - 6 * k) & 63U] : '=';
  }
  return text;
}

std::string data_uri(const PixelImage& image) { return "data:image/png;base64," + base64(png(image)); }

}  // namespace mlp
