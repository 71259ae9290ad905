#pragma once
// The IDX format of MNIST (yann.lecun.com/exdb/mnist): two zero bytes, a byte for the type of the elements, one for the
// number of dimensions, each dimension as 4 bytes, then the elements, the last dimension fastest. All numbers have
// their highest byte first.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/tensor.h"
#include "mlp/core/types.h"

namespace mlp {

/// The types of elements, by their bytes in the file.
enum class IdxType : unsigned char {
  unsigned_byte = 0x08,
  signed_byte = 0x09,
  int16 = 0x0B,
  int32 = 0x0C,
  float32 = 0x0D,
  float64 = 0x0E
};

/// What stands in front of the elements.
struct IdxHeader {
  std::string name;  // of the file, for messages
  IdxType type = IdxType::unsigned_byte;
  std::vector<Index> shape;    // the first dimension counts the samples
  std::size_t data_start = 0;  // bytes of the header: where the elements start

  Index samples() const { return shape.front(); }
  Index sample_size() const;  // elements of one sample

  /// "unsigned bytes of shape 60000 × 28 × 28"
  std::string description() const;
};

struct IdxArray : IdxHeader {
  std::string bytes;  // the whole file

  const unsigned char* data() const { return reinterpret_cast<const unsigned char*>(bytes.data()) + data_start; }
};

/// The longest header, in bytes.
inline constexpr std::size_t longest_idx_header = 4 + 4 * 255;

/// Reads the header of a file of `file_size` bytes, of which `start` are the first ones: all, or at least as many as
/// the longest header has. Throws InputError for another format, an unknown type of elements, and a file that is longer
/// or shorter than its header says.
IdxHeader parse_idx_header(std::string_view start, std::uint64_t file_size, std::string name);

/// Reads a file, .gz or not. Throws InputError as parse_idx_header does.
IdxArray read_idx(const std::filesystem::path& path);

/// True for bytes that could be an IDX file's first ones.
bool looks_like_idx(std::string_view bytes);

/// The same from bytes already read; `name` is for messages.
IdxArray parse_idx(std::string bytes, std::string name);

/// The type of elements as other formats call it; the highest byte of each comes first.
ElementType element_type_of(IdxType type);

/// Elements first … first+count-1 of any type as numbers. Throws InputError where one is not finite.
void idx_numbers(const IdxArray& array, Index first, Index count, double* values);

}  // namespace mlp
