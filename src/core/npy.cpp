#include "mlp/core/npy.h"

#include <algorithm>
#include <array>
#include <set>

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/memory.h"
#include "mlp/core/utf8.h"
#include "mlp/core/zip.h"

namespace mlp {
namespace {

// NumPy's name of each ElementType, in its order.
constexpr std::array type_descriptions{"<f8", "<f4", "<i8", "<u8", "<i4", "<u4",
                                       "<i2", "<u2", "|i1", "|u1", "|b1", "<f2"};

// Copies column-major elements to row-major places: one pass over the output, the input's index counted along.
Buffer<std::byte> transposed(std::string_view elements, const Shape& shape, std::size_t width) {
  Buffer<std::byte> result(elements.size());
  std::vector<std::size_t> stride(shape.size()), index(shape.size());
  std::size_t step = width;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    stride[axis] = step;
    step *= static_cast<std::size_t>(shape[axis]);
  }
  std::size_t from = 0;
  for (std::size_t to = 0; to < result.size(); to += width) {
    std::memcpy(result.data() + to, elements.data() + from, width);
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      from += stride[axis];
      if (++index[axis] < static_cast<std::size_t>(shape[axis])) break;
      from -= stride[axis] * index[axis];
      index[axis] = 0;
    }
  }
  return result;
}

// Code points of four bytes each, filled up with zeros.
std::string text_of_code_points(std::string_view element, bool big_endian, const std::string& where) {
  std::u32string characters(element.size() / 4, U'\0');
  for (std::size_t i = 0; i < element.size(); ++i) {
    const std::size_t byte = big_endian ? 3 - i % 4 : i % 4;
    characters[i / 4] |= static_cast<char32_t>(static_cast<unsigned char>(element[i])) << (8 * byte);
  }
  characters.resize(characters.find_last_not_of(U'\0') + 1);
  std::string text;
  for (const char32_t character : characters) {
    const std::string encoded = utf8_of(character);
    if (encoded.empty()) throw InputError(where + ": its text has characters that there are not: the file is damaged");
    text += encoded;
  }
  return text;
}

}  // namespace

void check_npy_size(const NpyHeader& header, std::uint64_t found, const std::string& where) {
  const std::uint64_t wanted = saturating_product(count_of(header.shape), header.width);
  if (found != wanted)
    throw InputError(where + ": shape " + text_of(header.shape) + " needs " + std::to_string(wanted) +
                     " bytes of elements, but " + std::to_string(found) + " are there: the file is damaged");
}

void require_numbers(const NpyHeader& header, const std::string& where) {
  if (header.text != NpyText::none)
    throw InputError(where +
                     ": its elements are text, which is read as targets alone; save the array as float32, "
                     "float64, integers or bool");
}

Tensor parse_npy(std::string_view bytes, const std::string& where) {
  const NpyHeader header = read_npy_header(bytes, where);
  require_numbers(header, where);
  const std::string_view elements = bytes.substr(header.size);
  check_npy_size(header, elements.size(), where);
  const std::size_t width = header.width;
  Tensor tensor{"", header.type, header.shape, {}};
  if (header.fortran_order && header.shape.size() > 1) {
    tensor.data = transposed(elements, header.shape, width);
  } else {
    const auto* first = reinterpret_cast<const std::byte*>(elements.data());
    tensor.data.assign(first, first + elements.size());
  }
  if (header.big_endian)
    for (std::size_t at = 0; at < tensor.data.size(); at += width)
      std::reverse(tensor.data.data() + at, tensor.data.data() + at + width);
  return tensor;
}

std::vector<std::string> parse_npy_text(std::string_view bytes, const std::string& where) {
  const NpyHeader header = read_npy_header(bytes, where);
  std::string_view elements = bytes.substr(header.size);
  check_npy_size(header, elements.size(), where);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count_of(header.shape); ++i) {
    const std::string_view element = elements.substr(i * header.width, header.width);
    if (header.text == NpyText::bytes)
      texts.emplace_back(element.substr(0, element.find_last_not_of('\0') + 1));
    else
      texts.push_back(text_of_code_points(element, header.big_endian, where));
  }
  return texts;
}

std::string npy_bytes(const Tensor& tensor) {
  std::string shape;
  for (const Index size : tensor.shape) shape += (shape.empty() ? "" : ", ") + std::to_string(size);
  if (tensor.shape.size() == 1) shape += ",";
  std::string header = std::string("{'descr': '") + type_descriptions.at(static_cast<std::size_t>(tensor.type)) +
                       "', 'fortran_order': False, 'shape': (" + shape + "), }";
  // Magic number, version and length take 10 bytes; the elements start at a multiple of 64.
  header.append(63 - (10 + header.size()) % 64, ' ');
  header += '\n';
  std::string bytes("\x93NUMPY\x01\0", 8);
  bytes += static_cast<char>(header.size() & 0xFF);
  bytes += static_cast<char>(header.size() >> 8);
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(tensor.data.data()), tensor.data.size());
  return bytes;
}

Tensor read_npy(const std::filesystem::path& path) { return parse_npy(read_file(path), path.string()); }

void write_npy(const std::filesystem::path& path, const Tensor& tensor) { write_file(path, npy_bytes(tensor)); }

std::vector<Tensor> read_npz(const std::filesystem::path& path) {
  std::vector<Tensor> tensors;
  std::set<std::string> names;
  for (const ZipEntry& entry : read_zip(path)) {
    const std::string where = path.string() + ": \"" + printable(entry.name) + "\"";
    if (!entry.name.ends_with(".npy")) throw InputError(where + " is not an array: a .npz file holds .npy files only");
    const std::string name = entry.name.substr(0, entry.name.size() - 4);
    if (!names.insert(name).second) throw InputError(where + " occurs twice");
    tensors.push_back(parse_npy(entry.content, where));
    tensors.back().name = name;
  }
  return tensors;
}

void write_npz(const std::filesystem::path& path, const std::vector<Tensor>& tensors) {
  std::vector<ZipEntry> entries;
  for (const Tensor& tensor : tensors) entries.push_back({tensor.name + ".npy", npy_bytes(tensor)});
  write_zip(path, entries);
}

}  // namespace mlp
