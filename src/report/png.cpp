#include "png.h"

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <vector>

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
  constexpr int level = 6;  // 9, the best, takes more than twice as long for two per cent
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string result(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(result.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                static_cast<uLong>(bytes.size()), level) != Z_OK)
    throw std::runtime_error("zlib could not compress a picture");
  result.resize(size);
  return result;
}

constexpr std::size_t most_colours = 256;

/// The colours of an image, in order of appearance, where they are no more than a palette has; and the place in it of
/// each pixel's.
struct PixelPalette {
  std::vector<Colour> colours;
  std::string places;
};

std::optional<PixelPalette> palette_of(const PixelImage& image) {
  PixelPalette palette;
  palette.places.reserve(image.pixels.size());
  std::unordered_map<std::uint32_t, char> known;
  for (const Colour& c : image.pixels) {
    const std::uint32_t bits =
        std::uint32_t{c.red} << 24 | std::uint32_t{c.green} << 16 | std::uint32_t{c.blue} << 8 | c.alpha;
    const auto [place, is_new] = known.try_emplace(bits, static_cast<char>(palette.colours.size()));
    if (is_new && palette.colours.size() == most_colours) return std::nullopt;
    if (is_new) palette.colours.push_back(c);
    palette.places += place->second;
  }
  return palette;
}

/// Size, eight bits for each number, the kind of pixels (3: places in a palette; 6: red, green, blue and alpha).
std::string header_of(const PixelImage& image, std::size_t factor, char kind) {
  return chunk("IHDR", big_endian(static_cast<std::uint32_t>(image.width * factor)) +
                           big_endian(static_cast<std::uint32_t>(image.height * factor)) +
                           std::string{8, kind, 0, 0, 0});
}

/// A byte for each pixel: much smaller.
std::string body_with_palette(const PixelImage& image, std::size_t factor, const PixelPalette& palette) {
  std::string colours, opacities, rows;
  for (const Colour& c : palette.colours) {
    for (const std::uint8_t part : {c.red, c.green, c.blue}) colours += static_cast<char>(part);
    opacities += static_cast<char>(c.alpha);
  }
  for (std::size_t y = 0; y < image.height; ++y) {
    std::string row(1, '\0');  // no filter: neighbours in a palette are not alike
    for (std::size_t x = 0; x < image.width; ++x) row.append(factor, palette.places[y * image.width + x]);
    for (std::size_t i = 0; i < factor; ++i) rows += row;
  }
  return header_of(image, factor, 3) + chunk("PLTE", colours) + chunk("tRNS", opacities) +
         chunk("IDAT", deflated(rows));
}

std::string body_of_pixels(const PixelImage& image, std::size_t factor) {
  std::string rows;
  for (std::size_t y = 0; y < image.height * factor; ++y) {
    rows += y == 0 ? '\0' : '\2';  // filters: none, and the difference to the row above, mostly small in our pictures
    for (std::size_t x = 0; x < image.width * factor; ++x) {
      const Colour c = image.pixels[y / factor * image.width + x / factor];
      const Colour above = y == 0 ? Colour{0, 0, 0, 0} : image.pixels[(y - 1) / factor * image.width + x / factor];
      rows += static_cast<char>(c.red - above.red);
      rows += static_cast<char>(c.green - above.green);
      rows += static_cast<char>(c.blue - above.blue);
      rows += static_cast<char>(c.alpha - above.alpha);
    }
  }
  return header_of(image, factor, 6) + chunk("IDAT", deflated(rows));
}

}  // namespace

std::string png(const PixelImage& image, std::size_t factor) {
  const std::optional<PixelPalette> palette = palette_of(image);
  return "\x89PNG\r\n\x1a\n" + (palette ? body_with_palette(image, factor, *palette) : body_of_pixels(image, factor)) +
         chunk("IEND", "");
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

std::string data_uri(const PixelImage& image, std::size_t factor) {
  return "data:image/png;base64," + base64(png(image, factor));
}

}  // namespace mlp
