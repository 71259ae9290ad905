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

  /// Each pixel as a square of `factor` × `factor`: programs that blur what they enlarge then blur the edges alone.
  PixelImage enlarged(std::size_t factor) const;
};

/// The bytes of a PNG file.
std::string png(const PixelImage& image);

std::string base64(std::string_view bytes);

/// "data:image/png;base64,…"
std::string data_uri(const PixelImage& image);

}  // namespace mlp
