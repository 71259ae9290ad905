#include "mlp/data/samples_file.h"

#include <string>
#include <string_view>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/data/data_file.h"
#include "mlp/data/idx_file.h"
#include "mlp/data/sources/idx.h"
#include "mlp/data/sources/libsvm.h"
#include "mlp/data/sources/npy.h"

namespace mlp {
namespace {

constexpr std::string_view npy_mark = "\x93NUMPY", zip_mark = "PK\x03\x04";

[[noreturn]] void refuse_without_targets(const std::string& name, const std::string& kind, const SampleFormats& formats,
                                         const KnownColumns& known) {
  throw InputError(name + ": " + kind + " has no targets to compare with; give a CSV file with the column " +
                   listed(known.targets) + ", or a .npz file with arrays \"" + formats.features + "\" and \"" +
                   formats.targets + "\"");
}

void check_features(const Table& table, const std::string& name, const KnownColumns& known) {
  if (table.feature_count() != static_cast<Index>(known.features.size()))
    throw InputError(name + ": samples of " + std::to_string(table.feature_count()) + " features do not fit a net of " +
                     std::to_string(known.features.size()) + " inputs");
}

}  // namespace

Table read_samples(const std::filesystem::path& path, const SampleFormats& formats, const KnownColumns& known) {
  const std::string name = path.string();
  std::string bytes = read_data_file(path);
  const bool is_idx = looks_like_idx(bytes), is_npy = bytes.starts_with(npy_mark);
  Table table;
  if ((is_idx || is_npy) && known.targets_required)
    refuse_without_targets(name, is_idx ? "a file of images" : "a .npy file", formats, known);
  if (is_idx) {
    table = idx_images(std::move(bytes), name);
  } else if (is_npy) {
    table = npy_samples(bytes, name);
  } else if (bytes.starts_with(zip_mark)) {
    table = npz_samples(bytes, name, formats, known.targets_required);
  } else if (looks_like_libsvm(bytes)) {
    table = libsvm_samples(bytes, name, formats.index_base, std::ssize(known.features), known.targets_required);
  } else {
    return csv_samples(bytes, name, formats.csv, known);
  }
  check_features(table, name, known);
  return table;
}

}  // namespace mlp
