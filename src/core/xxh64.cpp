#include "mlp/core/xxh64.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace mlp {
namespace {

/// A little-endian number.
template <class Number>
Number number_at(const char* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  if constexpr (std::endian::native == std::endian::little) return number;
  Number reversed = 0;
  for (std::size_t i = 0; i < sizeof number; ++i)
    reversed = reversed << 8 | static_cast<unsigned char>(bytes[sizeof number - 1 - i]);
  return reversed;
}

}  // namespace

// One round of each of four lanes, which do not wait for one another.
void Xxh64::take_stripe(const char* stripe) {
  for (std::size_t i = 0; i < lanes_.size(); ++i)
    lanes_[i] = std::rotl(lanes_[i] + number_at<std::uint64_t>(stripe + 8 * i) * prime_2, 31) * prime_1;
}

Xxh64& Xxh64::add(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t used = bytes_ % stripe_size;
    std::size_t count = std::min(bytes.size(), stripe_size - used);
    if (count == stripe_size) {
      count = bytes.size() / stripe_size * stripe_size;
      for (std::size_t at = 0; at < count; at += stripe_size) take_stripe(bytes.data() + at);
    } else {
      std::memcpy(rest_.data() + used, bytes.data(), count);
      if (used + count == stripe_size) take_stripe(rest_.data());
    }
    bytes_ += count;
    bytes.remove_prefix(count);
  }
  return *this;
}

std::uint64_t Xxh64::value() const {
  std::uint64_t digest = prime_5;
  if (bytes_ >= stripe_size) {
    digest = std::rotl(lanes_[0], 1) + std::rotl(lanes_[1], 7) + std::rotl(lanes_[2], 12) + std::rotl(lanes_[3], 18);
    for (const std::uint64_t lane : lanes_)
      digest = (digest ^ std::rotl(lane * prime_2, 31) * prime_1) * prime_1 + prime_4;
  }
  digest += bytes_;

  const char* at = rest_.data();
  std::size_t left = bytes_ % stripe_size;
  for (; left >= 8; at += 8, left -= 8)
    digest =
        std::rotl(digest ^ std::rotl(number_at<std::uint64_t>(at) * prime_2, 31) * prime_1, 27) * prime_1 + prime_4;
  for (; left >= 4; at += 4, left -= 4)
    digest = std::rotl(digest ^ number_at<std::uint32_t>(at) * prime_1, 23) * prime_2 + prime_3;
  for (; left > 0; ++at, --left) digest = std::rotl(digest ^ static_cast<unsigned char>(*at) * prime_5, 11) * prime_1;

  digest = (digest ^ digest >> 33) * prime_2;
  digest = (digest ^ digest >> 29) * prime_3;
  return digest ^ digest >> 32;
}

}  // namespace mlp
