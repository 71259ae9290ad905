#pragma once
// SHA-256 (FIPS 180-4, section 6.2): the digest that tells a damaged model file from a whole one.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mlp {

/// Takes a message in any number of pieces.
class Sha256 {
 public:
  Sha256& add(std::string_view bytes);

  /// The digest of all bytes so far, as 64 lower-case hexadecimal digits.
  std::string hex() const;

 private:
  void compress(const unsigned char* block);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> block_{};  // the last, incomplete block
  std::uint64_t bytes_ = 0;                // of the whole message so far
};

/// The digest of one text.
std::string sha256(std::string_view bytes);

}  // namespace mlp
