#include "mlp/data/sources/idx.h"

#include <algorithm>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/data/idx_file.h"

namespace mlp {
namespace {

// Files of labels and of images are easily swapped; their dimensions tell.
void check_images(const IdxArray& images) {
  if (images.shape.size() < 2)
    throw InputError(images.name + ": expected images, found " + images.description() +
                     ": is this the file of the labels?");
  if (images.samples() == 0 || images.sample_size() == 0)
    throw InputError(images.name + ": there are no images in it (" + images.description() + ")");
}

void check_labels(const IdxArray& labels, const IdxArray& images) {
  if (labels.shape.size() != 1)
    throw InputError(labels.name + ": expected labels, one number each, found " + labels.description() +
                     (labels.shape.size() > 2 ? ": is this the file of the images?" : ""));
  if (labels.samples() != images.samples())
    throw InputError(labels.name + " has " + grouped(labels.samples()) + " labels, but " + images.name + " has " +
                     grouped(images.samples()) + " images: do the two belong together?");
}

void check_same_shape(const IdxArray& images, const IdxArray& test) {
  const bool same = images.type == test.type &&
                    std::equal(images.shape.begin() + 1, images.shape.end(), test.shape.begin() + 1, test.shape.end());
  if (!same)
    throw InputError(test.name + " holds " + test.description() + ", but " + images.name + " " + images.description() +
                     ": test images must be like the others");
}

// The samples of all files, one after the other, as columns.
Features joined_features(const std::vector<IdxArray>& files) {
  const Index size = files[0].sample_size();
  Index samples = 0;
  for (const IdxArray& file : files) samples += file.samples();
  const bool bytes = files[0].type == IdxType::unsigned_byte;
  require_memory(saturating_product(static_cast<std::uint64_t>(samples), static_cast<std::uint64_t>(size)) *
                     (bytes ? 1 : sizeof(double)),
                 files[0].name + " in memory", "Use a part of the images.");
  Matrix<std::uint8_t> pixels;
  Matrix<double> numbers;
  if (bytes) {
    pixels.resize(size, samples);
  } else {
    numbers.resize(size, samples);
  }
  Index start = 0;
  for (const IdxArray& file : files) {
    const Index count = file.samples() * size;
    if (bytes) {
      std::copy_n(file.data(), count, pixels.data() + start);
    } else {
      idx_numbers(file, 0, count, numbers.data() + start);
    }
    start += count;
  }
  if (bytes) return pixels;
  return numbers;
}

NumericTargets joined_labels(const std::vector<IdxArray>& files) {
  Index samples = 0;
  for (const IdxArray& file : files) samples += file.samples();
  Matrix<double> labels(1, samples);
  Index start = 0;
  for (const IdxArray& file : files) {
    idx_numbers(file, 0, file.samples(), labels.data() + start);
    start += file.samples();
  }
  return {std::move(labels)};
}

// pixel_ROW_COLUMN for images, else x1, x2, …
std::vector<std::string> pixel_names(const std::vector<Index>& shape) {
  std::vector<std::string> names;
  if (shape.size() != 2) {
    Index count = 1;
    for (const Index size : shape) count *= size;
    for (Index i = 1; i <= count; ++i) names.push_back("x" + std::to_string(i));
    return names;
  }
  for (Index row = 0; row < shape[0]; ++row)
    for (Index column = 0; column < shape[1]; ++column)
      names.push_back("pixel_" + std::to_string(row) + "_" + std::to_string(column));
  return names;
}

Table table_of(const std::vector<IdxArray>& images) {
  Table table;
  table.features = joined_features(images);
  table.sample_shape.assign(images[0].shape.begin() + 1, images[0].shape.end());
  table.feature_names = pixel_names(table.sample_shape);
  table.origin = images[0].name;
  return table;
}

}  // namespace

Idx::Idx(IdxOptions options) : options_(std::move(options)) {
  const bool has_labels = !options_.labels.empty(), has_test = !options_.test_images.empty();
  if (options_.images.empty()) throw InputError("idx: \"images\" is missing");
  if (!options_.test_labels.empty() && !has_test)
    throw InputError("idx: \"test_labels\" is given without \"test_images\"");
  if (has_test && has_labels == options_.test_labels.empty())
    throw InputError(has_labels ? "idx: \"test_images\" is given without \"test_labels\""
                                : "idx: \"test_labels\" is given, but \"labels\" is not");
}

Table Idx::load(std::uint64_t) const {
  std::vector<IdxArray> images, labels;
  const auto read = [&](const std::filesystem::path& image_path, const std::filesystem::path& label_path) {
    check_images(images.emplace_back(read_idx(image_path)));
    if (!label_path.empty()) check_labels(labels.emplace_back(read_idx(label_path)), images.back());
  };
  read(options_.images, options_.labels);
  if (!options_.test_images.empty()) {
    read(options_.test_images, options_.test_labels);
    check_same_shape(images[0], images[1]);
  }
  if (options_.limit > 0) {
    images[0].shape[0] = std::min(images[0].shape[0], options_.limit);
    if (!labels.empty()) labels[0].shape[0] = images[0].shape[0];
  }
  Table table = table_of(images);
  if (images.size() == 2) table.test_samples = images[1].samples();
  if (labels.empty()) return table;
  table.targets = joined_labels(labels);
  table.target_names = {"label"};
  return table;
}

Table idx_images(std::string bytes, std::string name) {
  std::vector<IdxArray> images;
  images.push_back(parse_idx(std::move(bytes), std::move(name)));
  check_images(images[0]);
  return table_of(images);
}

}  // namespace mlp
