// The header of a .npy file: a magic string, a version, and a Python dictionary of type, order and shape. NumPy's
// documentation, "numpy.lib.format".

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mlp/core/bytes.h"
#include "mlp/core/error.h"
#include "mlp/core/npy.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

// The header is the text of a Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
class HeaderText {
 public:
  HeaderText(std::string_view text, const std::string& where) : rest_(text), where_(where) {}

  [[noreturn]] void refuse(const std::string& why) const { throw InputError(where_ + ": " + why); }
  [[noreturn]] void refuse() const { refuse("the header of the .npy data is damaged"); }

  bool accept(char expected) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size()));
    if (rest_.empty() || rest_.front() != expected) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char expected) {
    if (!accept(expected)) refuse();
  }
  std::string_view until(std::string_view ends) {
    const std::string_view taken = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view quoted() {
    const char quote = accept('"') ? '"' : '\'';
    if (quote == '\'') expect('\'');
    const std::string_view text = until(std::string_view(&quote, 1));
    expect(quote);
    return text;
  }
  bool truth() {
    accept(' ');
    const std::string_view word = until(",}");
    if (word != "True" && word != "False") refuse();
    return word == "True";
  }
  Shape shape() {
    Shape sizes;
    expect('(');
    while (!accept(')')) {
      const std::optional<std::int64_t> size = read_integer(until(",) "));
      if (!size || *size < 0) refuse();
      sizes.push_back(*size);
      if (!accept(',') && !rest_.starts_with(')')) refuse();
      accept(' ');
      if (sizes.size() > 64) refuse("an array of more than 64 dimensions");
    }
    return sizes;
  }
  /// Sets the type of the elements and the order of their bytes.
  void type(NpyHeader& header) {
    if (rest_.find_first_not_of(' ') != std::string_view::npos && rest_[rest_.find_first_not_of(' ')] == '[')
      refuse("a structured array (several fields) is not read; save its columns as a plain array");
    const std::string_view name = quoted();
    // One byte has no order, so NumPy writes "|" there; other programs write "<".
    static constexpr std::array names{"f8", "f4", "i8", "u8", "i4", "u4", "i2", "u2", "i1", "u1", "b1", "f2"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (name.size() != 3 || name.substr(1) != names[i]) continue;
      const bool has_order = name[0] == '<' || name[0] == '>';
      if (!has_order && (name[0] != '|' || name[2] != '1')) continue;
      header.type = static_cast<ElementType>(i);
      header.width = size_of(header.type);
      header.big_endian = name[0] == '>' && name[2] != '1';
      return;
    }
    if (!is_text(name, header))
      refuse("elements of type \"" + printable(name) +
             "\" are not read; save the array as float32, float64, integers or bool");
  }

 private:
  /// "<U7": text of up to 7 characters; "|S7": of 7 bytes.
  static bool is_text(std::string_view name, NpyHeader& header) {
    constexpr std::int64_t longest = 1 << 20;
    constexpr std::string_view orders = "<>|";
    if (name.size() < 3 || orders.find(name[0]) == orders.npos || (name[1] != 'U' && name[1] != 'S')) return false;
    const std::optional<std::int64_t> length = read_integer(name.substr(2));
    if (!length || *length < 1 || *length > longest) return false;
    header.text = name[1] == 'U' ? NpyText::characters : NpyText::bytes;
    header.width = static_cast<std::size_t>(*length) * (name[1] == 'U' ? 4 : 1);
    header.big_endian = name[0] == '>';
    return true;
  }

  std::string_view rest_;
  const std::string& where_;
};

}  // namespace

NpyHeader read_npy_header(std::string_view bytes, const std::string& where) {
  if (bytes.size() < 10 || !bytes.starts_with("\x93NUMPY")) throw InputError(where + ": not a .npy file");
  const char version = bytes[6];
  if (version < 1 || version > 3)
    throw InputError(where + ": version " + std::to_string(version) + " of the .npy format is not known (1 to 3 are)");
  const std::size_t start = version == 1 ? 10 : 12;  // the length takes 2 bytes in version 1, 4 since
  if (bytes.size() < start) throw InputError(where + ": the file is cut short in its header");
  const std::size_t length = little_endian(bytes.substr(8, start - 8));
  if (length > bytes.size() - start) throw InputError(where + ": the file is cut short in its header");

  HeaderText text(bytes.substr(start, length), where);
  NpyHeader header;
  header.size = start + length;
  bool has_type = false, has_order = false, has_shape = false;
  text.expect('{');
  while (!text.accept('}')) {
    const std::string_view key = text.quoted();
    text.expect(':');
    if (key == "descr" && !std::exchange(has_type, true))
      text.type(header);
    else if (key == "fortran_order" && !std::exchange(has_order, true))
      header.fortran_order = text.truth();
    else if (key == "shape" && !std::exchange(has_shape, true))
      header.shape = text.shape();
    else
      text.refuse();
    if (!text.accept(',')) {
      text.expect('}');
      break;
    }
  }
  if (!has_type || !has_order || !has_shape) text.refuse();
  return header;
}

}  // namespace mlp
