#pragma once
// Protocol buffers' wire format, as far as an ONNX file needs it. A message is a sequence of fields, each a key and a
// value; the key is (number << 3) | kind as a varint. A varint has 7 bits of a number in each byte, the lowest first,
// with the top bit set in all but the last byte. Kinds: 0, a varint; 2, a length (varint) and as many bytes, which are
// a text or a message in turn; 5, four bytes (a float). protobuf.dev, "Encoding".

#include <cstdint>
#include <string>
#include <string_view>

namespace mlp {

/// A message under construction. Fields are written in the order of the calls, with the numbers of the .proto file.
class ProtobufMessage {
 public:
  /// int32, int64 and enumerations; a negative number takes ten bytes.
  void integer(int field, std::int64_t value);
  void number(int field, float value);
  void text(int field, std::string_view value);
  void message(int field, const ProtobufMessage& value) { text(field, value.bytes_); }

  const std::string& bytes() const { return bytes_; }

 private:
  void key(int field, unsigned kind) { varint((static_cast<std::uint64_t>(field) << 3U) | kind); }
  void varint(std::uint64_t value);

  std::string bytes_;
};

}  // namespace mlp
