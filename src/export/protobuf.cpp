#include "mlp/export/protobuf.h"

#include <array>
#include <bit>

namespace mlp {

static_assert(std::endian::native == std::endian::little, "the file's byte order is that of the memory");

void ProtobufMessage::varint(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) bytes_.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
  bytes_.push_back(static_cast<char>(value));
}

void ProtobufMessage::integer(int field, std::int64_t value) {
  key(field, 0);
  varint(static_cast<std::uint64_t>(value));
}

void ProtobufMessage::number(int field, float value) {
  key(field, 5);
  const auto bytes = std::bit_cast<std::array<char, 4>>(value);
  bytes_.append(bytes.data(), bytes.size());
}

void ProtobufMessage::text(int field, std::string_view value) {
  key(field, 2);
  varint(value.size());
  bytes_.append(value);
}

}  // namespace mlp
