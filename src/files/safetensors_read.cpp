// Reads .safetensors: eight bytes of length, a JSON header with the type, shape and place of each tensor, the numbers.
// Every place is checked before it is looked at.

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/memory.h"
#include "mlp/core/utf8.h"
#include "mlp/files/safetensors.h"
#include "safetensors_format.h"

namespace mlp {
namespace {

using namespace safetensors;

struct Piece {
  Tensor tensor;
  std::uint64_t begin = 0, end = 0;
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) : path_(path.string()), bytes_(read_file(path)) {}

  Safetensors read() {
    const json header = parsed_header();
    Safetensors file;
    read_metadata(header, file);
    std::vector<Piece> pieces;
    for (const auto& [name, entry] : header.items())
      if (name != metadata_key) pieces.push_back(checked(name, entry));
    std::sort(pieces.begin(), pieces.end(),
              [](const Piece& a, const Piece& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    check_places(pieces);
    for (Piece& piece : pieces) {
      const auto* first = reinterpret_cast<const std::byte*>(data_.data());
      piece.tensor.data.assign(first + piece.begin, first + piece.end);
      file.tensors.push_back(std::move(piece.tensor));
    }
    return file;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const { throw InputError(path_ + ": " + why); }
  [[noreturn]] void refuse(const std::string& tensor, const std::string& why) const {
    refuse("tensor \"" + printable(tensor) + "\": " + why);
  }

  json parsed_header();
  void read_metadata(const json& header, Safetensors& file) const;
  Piece checked(const std::string& name, const json& entry) const;
  void check_places(const std::vector<Piece>& pieces) const;

  std::string path_, bytes_;
  std::string_view data_;
};

json Reader::parsed_header() {
  if (bytes_.size() < 8) refuse("not a safetensors file: it has only " + std::to_string(bytes_.size()) + " bytes");
  std::uint64_t length = 0;
  std::memcpy(&length, bytes_.data(), 8);
  if (bytes_[0] == '{' && length > longest_header)
    refuse("not a safetensors file but a JSON text; where a run is asked for, name its folder");
  if (length > longest_header || length > bytes_.size() - 8)
    refuse("the first 8 bytes announce a header of " + std::to_string(length) + " bytes, but the file has " +
           std::to_string(bytes_.size()) + ": it is cut short, or not a safetensors file");
  data_ = std::string_view(bytes_).substr(8 + length);

  std::vector<std::set<std::string>> keys;  // of the objects that are open
  const auto watch = [&](int depth, json::parse_event_t event, const json& value) {
    if (depth > 3) refuse("not a safetensors file: its header is nested too deeply");
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
      refuse("\"" + printable(value.get<std::string>()) + "\" occurs twice in the header");
    return true;
  };
  const auto header = std::string_view(bytes_).substr(8, length);
  json parsed = json::parse(header.begin(), header.end(), watch, /*allow_exceptions=*/false);
  const bool cut = header.find('\0') != std::string_view::npos;  // the parser would take it for the end of the text
  if (cut || !parsed.is_object()) refuse("not a safetensors file, or damaged: its header is no JSON object");
  return parsed;
}

void Reader::read_metadata(const json& header, Safetensors& file) const {
  const auto found = header.find(metadata_key);
  if (found == header.end()) return;
  if (!found->is_object()) refuse("\"__metadata__\" must be an object of texts");
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string()) refuse("\"__metadata__\": \"" + printable(key) + "\" must be a text");
    file.metadata[key] = value.get<std::string>();
  }
  const auto expected = file.metadata.extract(std::string(data_digest));
  const auto expected_header = file.metadata.extract(std::string(header_digest));
  file.has_digest = !expected.empty() && !expected_header.empty();
  if (!file.has_digest) return;  // another program's file
  if (expected_header.mapped() != digest_of(header)) refuse("the header is damaged (its SHA-256 does not match)");
  if (expected.mapped() != sha256(data_)) refuse("the data are damaged (their SHA-256 does not match)");
}

Piece Reader::checked(const std::string& name, const json& entry) const {
  const auto member = [&](const char* key) -> const json& {
    if (!entry.is_object() || !entry.contains(key)) refuse(name, std::string("\"") + key + "\" is missing");
    return entry.at(key);
  };
  Piece piece;
  piece.tensor.name = name;
  const json &type = member("dtype"), &shape = member("shape"), &offsets = member("data_offsets");
  const auto known = std::find(type_names.begin(), type_names.end(), type.is_string() ? type.get<std::string>() : "");
  if (known == type_names.end())
    refuse(name, "type " + printable(text_of(type)) + " is not read; F64, F32, integers and BOOL are");
  piece.tensor.type = static_cast<ElementType>(known - type_names.begin());

  const auto is_size = [](const json& v) { return v.is_number_unsigned() && v.get<std::uint64_t>() >> 63 == 0; };
  if (!shape.is_array() || !std::all_of(shape.begin(), shape.end(), is_size))
    refuse(name, "\"shape\" must be a list of sizes");
  for (const json& size : shape) piece.tensor.shape.push_back(size.get<Index>());

  if (!offsets.is_array() || offsets.size() != 2 || !std::all_of(offsets.begin(), offsets.end(), is_size))
    refuse(name, "\"data_offsets\" must be two positions");
  piece.begin = offsets[0].get<std::uint64_t>(), piece.end = offsets[1].get<std::uint64_t>();
  if (piece.begin > piece.end || piece.end > data_.size())
    refuse(name, "its data (bytes " + std::to_string(piece.begin) + " to " + std::to_string(piece.end) +
                     ") are not in the file, which has " + std::to_string(data_.size()) +
                     " bytes of data: it is cut short or damaged");
  const std::uint64_t wanted = saturating_product(count_of(piece.tensor.shape), size_of(piece.tensor.type));
  if (piece.end - piece.begin != wanted)
    refuse(name, "shape " + mlp::text_of(piece.tensor.shape) + " of type " + std::string(*known) + " needs " +
                     std::to_string(wanted) + " bytes, but it has " + std::to_string(piece.end - piece.begin));
  return piece;
}

// The tensors, sorted by place, must cover the data without overlap or gap.
void Reader::check_places(const std::vector<Piece>& pieces) const {
  std::uint64_t covered = 0;
  for (const Piece& piece : pieces) {
    if (piece.begin < covered) refuse(piece.tensor.name, "its data overlap with another tensor's");
    if (piece.begin > covered) refuse(piece.tensor.name, "there are unused bytes before its data");
    covered = piece.end;
  }
  if (covered != data_.size())
    refuse("there are " + std::to_string(data_.size() - covered) + " bytes after the last tensor");
}

}  // namespace

Safetensors read_safetensors(const std::filesystem::path& path) { return Reader(path).read(); }

}  // namespace mlp
