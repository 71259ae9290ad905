#include "mlp/data/idx_file.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlp/core/bytes.h"
#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/data/data_file.h"
#include "mlp/data/streamed_features.h"

namespace mlp {
namespace {

struct TypeEntry {
  IdxType type;
  ElementType elements;
  const char* name;
};
constexpr TypeEntry types[] = {
    {IdxType::unsigned_byte, ElementType::u8, "unsigned bytes"},
    {IdxType::signed_byte, ElementType::i8, "signed bytes"},
    {IdxType::int16, ElementType::i16, "16-bit integers"},
    {IdxType::int32, ElementType::i32, "32-bit integers"},
    {IdxType::float32, ElementType::f32, "32-bit floating-point numbers"},
    {IdxType::float64, ElementType::f64, "64-bit floating-point numbers"},
};

const TypeEntry* find_type(unsigned char code) {
  const auto entry = std::find_if(std::begin(types), std::end(types),
                                  [&](const TypeEntry& e) { return static_cast<unsigned char>(e.type) == code; });
  return entry == std::end(types) ? nullptr : entry;
}

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index size : shape) text += (text.empty() ? "" : " × ") + std::to_string(size);
  return text;
}

void check_length(const IdxHeader& header, std::uint64_t file_size) {
  auto expected = static_cast<std::uint64_t>(size_of(element_type_of(header.type)));
  for (const Index size : header.shape) expected = saturating_product(expected, static_cast<std::uint64_t>(size));
  const std::uint64_t found = file_size - header.data_start;
  if (found == expected) return;
  throw InputError(header.name + ": " + header.description() + " need " + std::to_string(expected) +
                   " bytes after the header, found " + std::to_string(found) +
                   (found < expected ? ": the file is cut off" : ": there is something else after the data"));
}

}  // namespace

Index IdxHeader::sample_size() const {
  std::uint64_t size = 1;  // saturating: a header may say anything as long as one of its dimensions is 0
  for (std::size_t i = 1; i < shape.size(); ++i)
    size = saturating_product(size, static_cast<std::uint64_t>(shape[i])) & std::uint64_t{0x7fffffffffffffff};
  return static_cast<Index>(size);
}

std::string IdxHeader::description() const {
  return std::string(find_type(static_cast<unsigned char>(type))->name) + " of shape " + shape_text(shape);
}

bool looks_like_idx(std::string_view bytes) { return bytes.size() >= 2 && bytes[0] == 0 && bytes[1] == 0; }

IdxHeader parse_idx_header(std::string_view start, std::uint64_t file_size, std::string name) {
  IdxHeader header;
  header.name = std::move(name);
  if (!looks_like_idx(start) || start.size() < 4)
    throw InputError(header.name +
                     ": not an IDX file: it does not start with two zero bytes, a type and a number of "
                     "dimensions");
  const auto* bytes = reinterpret_cast<const unsigned char*>(start.data());
  const unsigned char type = bytes[2], dimensions = bytes[3];
  if (find_type(type) == nullptr)
    throw InputError(header.name + ": elements of type " + std::to_string(type) +
                     " are unknown to the IDX format (8: unsigned bytes, 9: signed bytes, 11, 12: integers, 13, 14: "
                     "floating-point numbers)");
  header.type = static_cast<IdxType>(type);
  header.data_start = 4 + std::size_t{4} * dimensions;
  if (dimensions == 0 || start.size() < header.data_start)
    throw InputError(header.name + ": the IDX header of " + std::to_string(dimensions) + " dimensions is " +
                     (dimensions == 0 ? "empty" : "cut off"));
  for (std::size_t i = 0; i < dimensions; ++i)
    header.shape.push_back(static_cast<Index>(big_endian(start.substr(4 + 4 * i, 4))));
  check_length(header, file_size);
  return header;
}

IdxArray parse_idx(std::string bytes, std::string name) {
  IdxArray array{parse_idx_header(bytes, bytes.size(), std::move(name)), {}};
  array.bytes = std::move(bytes);
  return array;
}

IdxArray read_idx(const std::filesystem::path& path) { return parse_idx(read_data_file(path), path.string()); }

ElementType element_type_of(IdxType type) { return find_type(static_cast<unsigned char>(type))->elements; }

void idx_numbers(const IdxArray& array, Index first, Index count, double* values) {
  const ElementType type = element_type_of(array.type);
  const std::span<double> numbers(values, static_cast<std::size_t>(count));
  const auto* elements = reinterpret_cast<const std::byte*>(array.data());
  const std::size_t width = size_of(type);
  decode(type, true, {elements + static_cast<std::size_t>(first) * width, numbers.size() * width}, numbers);
  for (Index i = 0; i < count; ++i)
    if (!std::isfinite(values[i]))
      throw InputError(array.name + ": element " + std::to_string(first + i) + " is " + shortest(values[i]) +
                       "; all must be finite");
}

}  // namespace mlp
