#include "mlp/data/samples_file.h"

#include "mlp/core/error.h"
#include "mlp/data/data_file.h"
#include "mlp/data/idx_file.h"
#include "mlp/data/sources/idx.h"

namespace mlp {

Table read_samples(const std::filesystem::path& path, const CsvFormat& format, const KnownColumns& known) {
  std::string bytes = read_data_file(path);
  if (!looks_like_idx(bytes)) return csv_samples(bytes, path.string(), format, known);
  if (known.targets_required)
    throw InputError(path.string() +
                     ": a file of images has no labels to compare with; give a CSV file with the column " +
                     listed(known.targets));
  Table table = idx_images(std::move(bytes), path.string());
  if (table.feature_count() != static_cast<Index>(known.features.size()))
    throw InputError(path.string() + ": images of " + std::to_string(table.feature_count()) +
                     " pixels do not fit a net of " + std::to_string(known.features.size()) + " inputs");
  return table;
}

}  // namespace mlp
