#include "mlp/data/idx_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/data/data_file.h"

namespace mlp {
namespace {

struct TypeEntry {
  IdxType type;
  Index bytes;
  const char* name;
};
constexpr TypeEntry types[] = {
    {IdxType::unsigned_byte, 1, "unsigned bytes"},
    {IdxType::signed_byte, 1, "signed bytes"},
    {IdxType::int16, 2, "16-bit integers"},
    {IdxType::int32, 4, "32-bit integers"},
    {IdxType::float32, 4, "32-bit floating-point numbers"},
    {IdxType::float64, 8, "64-bit floating-point numbers"},
};

const TypeEntry* find_type(unsigned char code) {
  const auto entry = std::find_if(std::begin(types), std::end(types),
                                  [&](const TypeEntry& e) { return static_cast<unsigned char>(e.type) == code; });
  return entry == std::end(types) ? nullptr : entry;
}

const TypeEntry& entry_of(IdxType type) { return *find_type(static_cast<unsigned char>(type)); }

// An unsigned number of `count` bytes, the highest first.
std::uint64_t big_endian(const unsigned char* bytes, Index count) {
  return std::accumulate(bytes, bytes + count, std::uint64_t{0},
                         [](std::uint64_t value, unsigned char byte) { return value << 8 | byte; });
}

double element(IdxType type, const unsigned char* bytes) {
  const std::uint64_t bits = big_endian(bytes, entry_of(type).bytes);
  switch (type) {
    case IdxType::unsigned_byte:
      return static_cast<double>(bits);
    case IdxType::signed_byte:
      return static_cast<std::int8_t>(bits);
    case IdxType::int16:
      return static_cast<std::int16_t>(bits);
    case IdxType::int32:
      return static_cast<std::int32_t>(bits);
    case IdxType::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    case IdxType::float64:
      return std::bit_cast<double>(bits);
  }
  return 0;  // not reached: read_idx admits no other type
}

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index size : shape) text += (text.empty() ? "" : " × ") + std::to_string(size);
  return text;
}

void check_length(const IdxArray& array) {
  auto expected = static_cast<std::uint64_t>(entry_of(array.type).bytes);
  for (const Index size : array.shape) expected = saturating_product(expected, static_cast<std::uint64_t>(size));
  const std::uint64_t found = array.bytes.size() - array.data_start;
  if (found == expected) return;
  throw InputError(array.name + ": " + array.description() + " need " + std::to_string(expected) +
                   " bytes after the header, found " + std::to_string(found) +
                   (found < expected ? ": the file is cut off" : ": there is something else after the data"));
}

}  // namespace

Index IdxArray::sample_size() const {
  std::uint64_t size = 1;  // saturating: a header may say anything as long as one of its dimensions is 0
  for (std::size_t i = 1; i < shape.size(); ++i)
    size = saturating_product(size, static_cast<std::uint64_t>(shape[i])) & std::uint64_t{0x7fffffffffffffff};
  return static_cast<Index>(size);
}

std::string IdxArray::description() const {
  return std::string(entry_of(type).name) + " of shape " + shape_text(shape);
}

bool looks_like_idx(std::string_view bytes) { return bytes.size() >= 2 && bytes[0] == 0 && bytes[1] == 0; }

IdxArray parse_idx(std::string bytes, std::string name) {
  IdxArray array;
  array.name = std::move(name);
  array.bytes = std::move(bytes);
  const unsigned char* header = array.data();
  if (!looks_like_idx(array.bytes) || array.bytes.size() < 4)
    throw InputError(array.name +
                     ": not an IDX file: it does not start with two zero bytes, a type and a number of "
                     "dimensions");
  const unsigned char type = header[2], dimensions = header[3];
  if (find_type(type) == nullptr)
    throw InputError(array.name + ": elements of type " + std::to_string(type) +
                     " are unknown to the IDX format (8: unsigned bytes, 9: signed bytes, 11, 12: integers, 13, 14: "
                     "floating-point numbers)");
  array.type = static_cast<IdxType>(type);
  array.data_start = 4 + std::size_t{4} * dimensions;
  if (dimensions == 0 || array.bytes.size() < array.data_start)
    throw InputError(array.name + ": the IDX header of " + std::to_string(dimensions) + " dimensions is " +
                     (dimensions == 0 ? "empty" : "cut off"));
  for (Index i = 0; i < dimensions; ++i) array.shape.push_back(static_cast<Index>(big_endian(header + 4 + 4 * i, 4)));
  check_length(array);
  return array;
}

IdxArray read_idx(const std::filesystem::path& path) { return parse_idx(read_data_file(path), path.string()); }

void idx_numbers(const IdxArray& array, Index first, Index count, double* values) {
  const Index width = entry_of(array.type).bytes;
  for (Index i = 0; i < count; ++i) {
    values[i] = element(array.type, array.data() + (first + i) * width);
    if (!std::isfinite(values[i]))
      throw InputError(array.name + ": element " + std::to_string(first + i) + " is " + shortest(values[i]) +
                       "; all must be finite");
  }
}

}  // namespace mlp
