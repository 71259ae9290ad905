#pragma once
// Random numbers that are a pure function of (seed, purpose, place, index): Philox4x32-10, a counter-based generator
// (Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011). There is no hidden state to
// save or to share: a stream's position is the index that the caller asks for, so a change of one purpose (the dropout
// rate, say) cannot disturb another, and any thread can compute any number.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace mlp {

/// What a stream is for. Streams of different purposes are independent.
enum class Purpose : std::uint32_t {
  initial_weights = 1,
  batch_order,
  dropout,
  generator,
  split,
  gradient_check,
  noise,
  pretraining
};

/// Ten rounds of Philox4x32: 128 random bits from a 128-bit counter and a 64-bit key.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// A 64-bit hash of a name (FNV-1a), to serve as a stream's place: a tensor keeps its random numbers when layers are
/// added or removed around it.
constexpr std::uint64_t place_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
  return hash;
}

/// The stream of one (seed, purpose, place): place tells apart the users of one purpose (a tensor, an epoch, a step).
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, Purpose purpose, std::uint64_t place);

  /// The four 32-bit words of block `index`.
  std::array<std::uint32_t, 4> block(std::uint64_t index) const;

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform(std::uint64_t index) const;

  /// Standard normal, by Box and Muller's transform of two uniform numbers.
  double normal(std::uint64_t index) const;

  /// Uniform in 0 … count-1 (count > 0); the bias, below count / 2^64, is beyond measuring.
  std::uint64_t below(std::uint64_t count, std::uint64_t index) const {
    const auto words = block(index);
    return scaled(static_cast<std::uint64_t>(words[0]) << 32 | words[1], count);
  }

  /// The numbers that below() scales, of as many blocks as there are values from `first` on. Done side by side they
  /// take a fraction of the time.
  void fill_bits(std::uint64_t first, std::span<std::uint64_t> values) const;

  /// 64 random bits as a number in 0 … count-1.
  static std::uint64_t scaled(std::uint64_t bits, std::uint64_t count) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((Wide{bits} * count) >> 64);
  }

 private:
  std::array<std::uint32_t, 2> key_;
  std::uint64_t place_;
};

}  // namespace mlp
