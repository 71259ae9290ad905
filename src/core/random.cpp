#include "mlp/core/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mlp/core/vector.h"

namespace mlp {
namespace {

// splitmix64's finalizer (Steele, Lea & Flood 2014): every input bit reaches every output bit.
std::uint64_t mixed(std::uint64_t z) {
  z += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/// 64-bit numbers, a register of them; a word of philox() is the lower half of one, whatever the upper half is.
typedef std::uint64_t Words __attribute__((vector_size(vector_bytes)));

/// The whole products of words and a number.
Words products(const Words& words, std::uint32_t number) {
#if defined(__AVX512F__)
  return Words(_mm512_mul_epu32(__m512i(words), _mm512_set1_epi64(number)));
#elif defined(__AVX2__)
  return Words(_mm256_mul_epu32(__m256i(words), _mm256_set1_epi64x(number)));
#else
  return (words & 0xffffffff) * number;
#endif
}

/// As many blocks of philox() as a register has 64-bit numbers.
struct PhiloxWords {
  Words word[4];

  void make_round(const std::array<std::uint32_t, 2>& key) {
    const Words a = products(word[0], 0xD2511F53), b = products(word[2], 0xCD9E8D57);
    word[0] = b >> 32 ^ word[1] ^ key[0];
    word[1] = b;
    word[2] = a >> 32 ^ word[3] ^ key[1];
    word[3] = a;
  }
};

double unit_interval(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 11;
  return static_cast<double>(bits) * 0x1p-53;
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
               static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

RandomStream::RandomStream(std::uint64_t seed, Purpose purpose, std::uint64_t place) : place_(place) {
  const std::uint64_t key = mixed(mixed(seed) ^ static_cast<std::uint64_t>(purpose));
  key_ = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

std::array<std::uint32_t, 4> RandomStream::block(std::uint64_t index) const {
  return philox({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
                 static_cast<std::uint32_t>(place_), static_cast<std::uint32_t>(place_ >> 32)},
                key_);
}

double RandomStream::uniform(std::uint64_t index) const {
  const auto words = block(index);
  return unit_interval(words[0], words[1]);
}

double RandomStream::normal(std::uint64_t index) const {
  const auto words = block(index);
  const double radius = std::sqrt(-2 * std::log(1 - unit_interval(words[0], words[1])));  // 1-u is never 0
  return radius * std::cos(2 * std::numbers::pi * unit_interval(words[2], words[3]));
}

void RandomStream::fill_bits(std::uint64_t first, std::span<std::uint64_t> values) const {
  constexpr std::size_t registers = 4, length = sizeof(Words) / sizeof(std::uint64_t);
  constexpr std::size_t together = registers * length;  // blocks, side by side: a round waits for the one before
  for (std::size_t begin = 0; begin < values.size(); begin += together) {
    PhiloxWords blocks[registers];
    for (std::size_t r = 0; r < registers; ++r) {
      for (std::size_t i = 0; i < length; ++i) blocks[r].word[0][i] = first + begin + r * length + i;
      blocks[r].word[1] = blocks[r].word[0] >> 32;
      blocks[r].word[2] = Words{} + place_;
      blocks[r].word[3] = Words{} + (place_ >> 32);
    }
    auto key = key_;
    for (int round = 0; round < 10; ++round) {
      for (PhiloxWords& block : blocks) block.make_round(key);
      key[0] += 0x9E3779B9;
      key[1] += 0xBB67AE85;
    }
    std::uint64_t bits[together];
    for (std::size_t r = 0; r < registers; ++r) {
      const Words whole = blocks[r].word[0] << 32 | (blocks[r].word[1] & 0xffffffff);
      __builtin_memcpy(bits + r * length, &whole, sizeof whole);
    }
    std::copy_n(bits, std::min(together, values.size() - begin), values.begin() + static_cast<std::ptrdiff_t>(begin));
  }
}

}  // namespace mlp
