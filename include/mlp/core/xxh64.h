#pragma once
// XXH64 (Yann Collet; the specification is doc/xxhash_spec.md of the xxHash project): a digest of 64 bits, about as
// fast as memory is read. It tells data that have changed by accident, not by somebody who wants to hide it: see
// core/sha256.h.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mlp {

/// Takes a message in any number of pieces; the seed is 0.
class Xxh64 {
 public:
  Xxh64& add(std::string_view bytes);

  /// The digest of all bytes so far.
  std::uint64_t value() const;

 private:
  static constexpr std::size_t stripe_size = 32;
  void take_stripe(const char* stripe);

  static constexpr std::uint64_t prime_1 = 0x9E3779B185EBCA87, prime_2 = 0xC2B2AE3D27D4EB4F,
                                 prime_3 = 0x165667B19E3779F9, prime_4 = 0x85EBCA77C2B2AE63,
                                 prime_5 = 0x27D4EB2F165667C5;
  std::array<std::uint64_t, 4> lanes_{prime_1 + prime_2, prime_2, 0, 0 - prime_1};
  std::array<char, stripe_size> rest_{};  // the last, incomplete stripe
  std::uint64_t bytes_ = 0;               // of the whole message so far
};

}  // namespace mlp
