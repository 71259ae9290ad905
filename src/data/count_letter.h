#pragma once
// How often a letter occurs in a text.

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "mlp/core/types.h"

namespace mlp {

/// std::count, but counted in bytes, of which a vector register holds many.
inline Index count_letter(char letter, std::string_view text) {
  Index count = 0;
  while (!text.empty()) {
    constexpr std::size_t most = 255;  // what a byte can count
    std::uint8_t some = 0;
    for (const char each : text.substr(0, most)) some = static_cast<std::uint8_t>(some + (each == letter ? 1 : 0));
    count += some;
    text.remove_prefix(std::min(most, text.size()));
  }
  return count;
}

}  // namespace mlp
