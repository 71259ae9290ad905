#pragma once
// Numbers in the bytes of files, whatever the machine's own order.

#include <cstdint>
#include <string_view>

namespace mlp {

/// The unsigned number in at most eight bytes of which the lowest comes first (zip, gzip, .npy, .safetensors), …
constexpr std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

/// … or the highest (IDX).
constexpr std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace mlp
