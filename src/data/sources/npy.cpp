#include "mlp/data/sources/npy.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/npy.h"
#include "mlp/core/utf8.h"
#include "mlp/core/watched_file.h"
#include "mlp/core/zip.h"
#include "mlp/data/arrays.h"
#include "mlp/data/data_file.h"

namespace mlp {
namespace {

Table table_from(const Tensor& features, const std::string& where) {
  Table table = table_for_features(features.shape, where);
  table.features = features_from(features, where);
  return table;
}

[[noreturn]] void refuse_streaming(const std::string& name, const std::string& why, const std::string& remedy) {
  throw InputError(name + " cannot be streamed, because " + why + "; " + remedy);
}

// The features of a .npy file: left in the file where that is wanted and possible.
Table file_table(const std::filesystem::path& path, Streaming streaming) {
  const std::string name = path.string();
  const auto file = std::make_shared<const WatchedFile>(path);
  constexpr std::uint64_t longest_header = 1 << 20;
  std::string start(std::min(longest_header, file->size()), '\0');
  file->read(0, std::as_writable_bytes(std::span(start)));
  refuse_foreign_file(start, name);
  if (is_gzip(start)) {
    if (streaming == Streaming::always) refuse_streaming(name, "it is compressed", "unpack it (gunzip)");
    return table_from(parse_npy(read_data_file(path), name), name);
  }
  const NpyHeader header = read_npy_header(start, name);
  require_numbers(header, name);
  check_npy_size(header, file->size() - header.size, name);
  const bool by_columns = header.fortran_order && header.shape.size() > 1;
  if (by_columns) {
    if (streaming == Streaming::always)
      refuse_streaming(name, "its elements are in Fortran order, so that no sample is in one place",
                       "save numpy.ascontiguousarray of it");
    return table_from(parse_npy(read_data_file(path), name), name);
  }
  Table table = table_for_features(header.shape, name);
  StreamedFeatures features({file_block(file, {.start = header.size,
                                               .type = header.type,
                                               .big_endian = header.big_endian,
                                               .has_pixels = false,
                                               .features = std::ssize(table.feature_names),
                                               .samples = header.shape[0]})});
  // In memory there are doubles, and a scaled copy of them.
  if (is_streamed(streaming, saturating_product(count_of(header.shape), 2 * sizeof(double))))
    table.features = std::move(features);
  else
    table.features = in_memory(std::move(features), name);
  return table;
}

// The arrays of an archive by their names; only those that are asked for are looked at.
class ArrayArchive {
 public:
  /// `name` is the file's, for messages.
  ArrayArchive(std::string_view bytes, std::string name) : path_(std::move(name)) {
    for (ZipEntry& entry : parse_zip(bytes, path_)) {
      if (entry.name.ends_with(".npy")) entry.name.resize(entry.name.size() - 4);
      entries_.push_back(std::move(entry));
    }
  }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const ZipEntry& entry : entries_) all.push_back(entry.name);
    return all;
  }
  std::string place_of(const std::string& name) const { return path_ + ": \"" + printable(name) + "\""; }

  /// The bytes of a .npy file.
  const std::string& array(const std::string& name) const {
    const auto found = std::ranges::find(entries_, name, &ZipEntry::name);
    if (found != entries_.end()) return found->content;
    std::vector<std::string> quoted;
    for (const ZipEntry& other : entries_) quoted.push_back("\"" + printable(other.name) + "\"");
    const std::string hint = did_you_mean(name, names());
    throw InputError(path_ + " has no array \"" + printable(name) + "\"; " + (hint.empty() ? "it" : hint + " It") +
                     " has " + (quoted.empty() ? "none" : listed(quoted)));
  }

 private:
  std::string path_;
  std::vector<ZipEntry> entries_;
};

Table table_from(const ArrayArchive& archive, const std::string& features, const std::string& targets) {
  const std::string where = archive.place_of(features);
  Table table = table_from(parse_npy(archive.array(features), where), where);
  if (!targets.empty()) add_npy_targets(table, archive.array(targets), archive.place_of(targets));
  return table;
}

}  // namespace

Table Npy::load(std::uint64_t) const {
  require_data_file(options_.features, "features");
  require_data_file(options_.targets, "targets");
  Table table = file_table(options_.features, options_.streaming);
  const std::string name = options_.targets.string();
  if (!name.empty()) add_npy_targets(table, read_data_file(options_.targets), name);
  return table;
}

Table Npz::load(std::uint64_t) const {
  require_data_file(options_.path, "path");
  const ArrayArchive archive(read_data_file(options_.path), options_.path.string());
  return table_from(archive, options_.features, options_.targets);
}

SampleFormats Npz::sample_formats() const {
  SampleFormats formats;
  formats.features = options_.features;
  if (!options_.targets.empty()) formats.targets = options_.targets;
  return formats;
}

Table npy_samples(const std::string& bytes, const std::string& name) {
  return table_from(parse_npy(bytes, name), name);
}

Table npz_samples(std::string_view bytes, const std::string& name, const SampleFormats& formats,
                  bool targets_required) {
  const ArrayArchive archive(bytes, name);
  const std::vector<std::string> names = archive.names();  // of a single array the name does not matter
  return table_from(archive, names.size() == 1 ? names[0] : formats.features, targets_required ? formats.targets : "");
}

}  // namespace mlp
