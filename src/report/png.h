#pragma once
// Pictures of pixels inside a page: PNG (ISO/IEC 15948) as a data: URI (RFC 2397).

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;
  bool operator==(const Colour&) const = default;
};

/// Rows from the top, each from the left.
struct PixelImage {
  std::size_t width = 0, height = 0;
  std::vector<Colour> pixels;
};

/// The bytes of a PNG file. Each pixel is a square of `factor` × `factor`: programs that blur what they enlarge then
/// blur the edges alone.
std::string png(const PixelImage& image, std::size_t factor = 1);

std::string base64(std::string_view bytes);

/// "data:image/png;base64,…"
std::string data_uri(const PixelImage& image, std::size_t factor = 1);

}  // namespace mlp
