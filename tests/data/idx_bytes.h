#pragma once
// IDX files for tests, byte by byte.

#include <cstdint>
#include <string>
#include <vector>

namespace mlp {

/// An IDX file: its type, shape and elements.
inline std::string idx_bytes(unsigned char type, const std::vector<std::uint32_t>& shape,
                             const std::vector<unsigned char>& elements) {
  std::string bytes{0, 0, static_cast<char>(type), static_cast<char>(shape.size())};
  for (const std::uint32_t size : shape)
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift);
  bytes.append(elements.begin(), elements.end());
  return bytes;
}

}  // namespace mlp
