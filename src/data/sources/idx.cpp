#include "mlp/data/sources/idx.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/watched_file.h"
#include "mlp/data/arrays.h"
#include "mlp/data/data_file.h"
#include "mlp/data/idx_file.h"

namespace mlp {
namespace {

// Files of labels and of images are easily swapped; their dimensions tell.
void check_images(const IdxHeader& images) {
  if (images.shape.size() < 2)
    throw InputError(images.name + ": expected images, found " + images.description() +
                     ": is this the file of the labels?");
  if (images.samples() == 0 || images.sample_size() == 0)
    throw InputError(images.name + ": there are no images in it (" + images.description() + ")");
}

void check_labels(const IdxHeader& labels, const IdxHeader& images) {
  if (labels.shape.size() != 1)
    throw InputError(labels.name + ": expected labels, one number each, found " + labels.description() +
                     (labels.shape.size() > 2 ? ": is this the file of the images?" : ""));
  if (labels.samples() != images.samples())
    throw InputError(labels.name + " has " + grouped(labels.samples()) + " labels, but " + images.name + " has " +
                     grouped(images.samples()) + " images: do the two belong together?");
}

void check_same_shape(const IdxHeader& images, const IdxHeader& test) {
  const bool same = images.type == test.type &&
                    std::equal(images.shape.begin() + 1, images.shape.end(), test.shape.begin() + 1, test.shape.end());
  if (!same)
    throw InputError(test.name + " holds " + test.description() + ", but " + images.name + " " + images.description() +
                     ": test images must be like the others");
}

// A file of images: its header, and its samples where they lie.
struct ImageFile {
  IdxHeader header;
  std::shared_ptr<const WatchedFile> file;  // null where it is compressed: then …
  std::string bytes;                        // … it is here as a whole, unpacked
};

ImageFile open_images(const std::filesystem::path& path) {
  auto file = std::make_shared<const WatchedFile>(path);
  std::string start(std::min<std::uint64_t>(longest_idx_header, file->size()), '\0');
  file->read(0, std::as_writable_bytes(std::span(start)));
  if (!is_gzip(start)) return {parse_idx_header(start, file->size(), path.string()), std::move(file), {}};
  IdxArray array = read_idx(path);
  return {array, nullptr, std::move(array.bytes)};
}

bool has_pixels(const IdxHeader& header) { return header.type == IdxType::unsigned_byte; }

/// Pixels where they are in the bytes of an unpacked file.
class UnpackedPixels final : public SampleBlock {
 public:
  explicit UnpackedPixels(IdxArray array) : array_(std::move(array)) {}
  Index features() const override { return array_.sample_size(); }
  Index samples() const override { return array_.samples(); }
  bool has_pixels() const override { return true; }
  void fetch(Index sample, Index first, std::span<double> values) const override {
    std::copy_n(array_.data() + sample * features() + first, values.size(), values.data());
  }
  void fetch_pixels(Index first, std::span<std::uint8_t> pixels) const override {
    std::copy_n(array_.data() + first * features(), pixels.size(), pixels.data());
  }

 private:
  IdxArray array_;
};

/// The images of a compressed file, which are in memory.
std::shared_ptr<const SampleBlock> unpacked_block(ImageFile& images) {
  const Index size = images.header.sample_size(), samples = images.header.samples();
  require_memory(saturating_product(static_cast<std::uint64_t>(samples), static_cast<std::uint64_t>(size)) *
                     (has_pixels(images.header) ? 1 : sizeof(double)),
                 images.header.name + " in memory", "Use a part of the images.");
  IdxArray array{images.header, std::move(images.bytes)};
  if (has_pixels(array)) return std::make_shared<UnpackedPixels>(std::move(array));
  Matrix<double> numbers(size, samples);
  idx_numbers(array, 0, numbers.size(), numbers.data());
  return memory_block(std::move(numbers));
}

std::shared_ptr<const SampleBlock> block_of(ImageFile& images) {
  const IdxHeader& header = images.header;
  if (images.file == nullptr) return unpacked_block(images);
  return file_block(images.file, {.start = header.data_start,
                                  .type = element_type_of(header.type),
                                  .big_endian = true,
                                  .has_pixels = has_pixels(header),
                                  .features = header.sample_size(),
                                  .samples = header.samples()});
}

// The samples of all files, one after the other, as columns.
Features joined_features(std::vector<ImageFile>& files, Streaming streaming) {
  std::vector<std::shared_ptr<const SampleBlock>> blocks;
  std::uint64_t bytes = 0;
  for (ImageFile& images : files) {
    const IdxHeader& header = images.header;
    if (images.file == nullptr && streaming == Streaming::always)
      throw InputError(header.name + " cannot be streamed, because it is compressed; unpack it (gunzip)");
    const auto elements =
        static_cast<std::uint64_t>(header.samples()) * static_cast<std::uint64_t>(header.sample_size());
    bytes += has_pixels(header) ? elements : 2 * sizeof(double) * elements;  // of numbers there is a scaled copy
    blocks.push_back(block_of(images));
  }
  StreamedFeatures streamed(std::move(blocks));
  if (is_streamed(streaming, bytes)) return streamed;
  return in_memory(std::move(streamed), files[0].header.name);
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

Table table_of(std::vector<ImageFile>& images, Streaming streaming) {
  const IdxHeader& first = images[0].header;
  Table table;
  table.sample_shape.assign(first.shape.begin() + 1, first.shape.end());
  table.feature_names = feature_names_of(table.sample_shape);
  table.origin = first.name;
  table.features = joined_features(images, streaming);
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
  require_data_file(options_.images, "images");
  require_data_file(options_.labels, "labels");
  require_data_file(options_.test_images, "test_images");
  require_data_file(options_.test_labels, "test_labels");
  std::vector<ImageFile> images;
  std::vector<IdxArray> labels;
  const auto read = [&](const std::filesystem::path& image_path, const std::filesystem::path& label_path) {
    check_images(images.emplace_back(open_images(image_path)).header);
    if (!label_path.empty()) check_labels(labels.emplace_back(read_idx(label_path)), images.back().header);
  };
  read(options_.images, options_.labels);
  if (!options_.test_images.empty()) {
    read(options_.test_images, options_.test_labels);
    check_same_shape(images[0].header, images[1].header);
  }
  if (options_.limit > 0) {
    Index& samples = images[0].header.shape[0];
    samples = std::min(samples, options_.limit);
    if (!labels.empty()) labels[0].shape[0] = samples;
  }
  Table table = table_of(images, options_.streaming);
  if (images.size() == 2) table.test_samples = images[1].header.samples();
  if (labels.empty()) return table;
  table.targets = joined_labels(labels);
  table.target_names = {"label"};
  return table;
}

Table idx_images(std::string bytes, std::string name) {
  IdxArray array = parse_idx(std::move(bytes), std::move(name));
  check_images(array);
  std::vector<ImageFile> images;
  images.push_back({array, nullptr, std::move(array.bytes)});
  return table_of(images, Streaming::never);
}

}  // namespace mlp
