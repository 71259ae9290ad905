#include "mlp/core/random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mlp {
namespace {

// splitmix64's finalizer (Steele, Lea & Flood 2014): every input bit reaches every output bit.
std::uint64_t mixed(std::uint64_t z) {
  z += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

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
  constexpr std::size_t together = 32;  // blocks; enough for every place of a vector register, several times
  std::uint32_t words[4][together];     // philox(), with a row of words where it has one
  for (std::size_t begin = 0; begin < values.size(); begin += together) {
    for (std::size_t i = 0; i < together; ++i) {
      const std::uint64_t index = first + begin + i;
      words[0][i] = static_cast<std::uint32_t>(index);
      words[1][i] = static_cast<std::uint32_t>(index >> 32);
      words[2][i] = static_cast<std::uint32_t>(place_);
      words[3][i] = static_cast<std::uint32_t>(place_ >> 32);
    }
    auto key = key_;
    for (int round = 0; round < 10; ++round) {
      for (std::size_t i = 0; i < together; ++i) {
        const std::uint64_t a = std::uint64_t{0xD2511F53} * words[0][i];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57} * words[2][i];
        words[0][i] = static_cast<std::uint32_t>(b >> 32) ^ words[1][i] ^ key[0];
        words[1][i] = static_cast<std::uint32_t>(b);
        words[2][i] = static_cast<std::uint32_t>(a >> 32) ^ words[3][i] ^ key[1];
        words[3][i] = static_cast<std::uint32_t>(a);
      }
      key[0] += 0x9E3779B9;
      key[1] += 0xBB67AE85;
    }
    const std::size_t count = std::min(together, values.size() - begin);
    for (std::size_t i = 0; i < count; ++i)
      values[begin + i] = static_cast<std::uint64_t>(words[0][i]) << 32 | words[1][i];
  }
}

}  // namespace mlp
