#pragma once
// NumPy's own format for one array, .npy (versions 1.0 to 3.0: numpy.lib.format), and for several, .npz, a zip archive
// of them. Elements are float16, float32, float64, integers of any width, bool, or text, of either byte order; C or
// Fortran order.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/tensor.h"

namespace mlp {

/// What text is made of: NumPy's "U", four bytes for each character, or its "S", bytes in an encoding of the file's
/// own.
enum class NpyText { none, characters, bytes };

/// What stands in front of the elements of a .npy file.
struct NpyHeader {
  ElementType type = ElementType::f64;  // of numbers
  NpyText text = NpyText::none;
  std::size_t width = 8;       // bytes of an element
  bool big_endian = false;     // the highest byte of an element comes first
  bool fortran_order = false;  // the first index runs fastest
  Shape shape;
  std::size_t size = 0;  // bytes of the header: where the elements start
};

/// Reads the header at the start of `bytes`, which may go on. `where` names the file (and the array) in messages.
/// Throws InputError "WHERE: …" for anything else.
NpyHeader read_npy_header(std::string_view bytes, const std::string& where);

/// Throws InputError where the elements are text.
void require_numbers(const NpyHeader& header, const std::string& where);

/// An array of numbers from the bytes of a .npy file, in C order and the memory's byte order whatever the file's. Its
/// name is left empty.
Tensor parse_npy(std::string_view bytes, const std::string& where);

/// The elements of an array of text, in the file's order, as UTF-8 (bytes as they are), without the zeros that fill
/// them up.
std::vector<std::string> parse_npy_text(std::string_view bytes, const std::string& where);

/// The bytes that numpy.save would write (version 1.0, C order).
std::string npy_bytes(const Tensor& tensor);

Tensor read_npy(const std::filesystem::path& path);
void write_npy(const std::filesystem::path& path, const Tensor& tensor);

/// Throws InputError where there are not `found` bytes of elements, as a header says; `where` is for messages.
void check_npy_size(const NpyHeader& header, std::uint64_t found, const std::string& where);

/// All arrays of a .npz file, in its order, by name (without ".npy"); names must differ.
std::vector<Tensor> read_npz(const std::filesystem::path& path);

/// Writes what numpy.savez would: the arrays, uncompressed, in the given order. The same arrays give the same bytes.
void write_npz(const std::filesystem::path& path, const std::vector<Tensor>& tensors);

}  // namespace mlp
