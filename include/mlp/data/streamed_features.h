#pragma once
// Features that are not in memory: blocks of samples, one after the other, each of which knows where to fetch a sample
// when it is wanted. What is kept in memory does not grow with them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "mlp/core/tensor.h"
#include "mlp/core/types.h"
#include "mlp/core/watched_file.h"

namespace mlp {

/// Samples that can be fetched one by one, in any order.
class SampleBlock {
 public:
  virtual ~SampleBlock() = default;
  virtual Index features() const = 0;
  virtual Index samples() const = 0;

  /// The values are bytes that stand for value / 255.
  virtual bool has_pixels() const = 0;

  /// Fetches the features first, first + 1, … of a sample, of pixels their bytes. Throws InputError where one is not
  /// finite, and Failure where it can no longer be fetched. Allocates nothing; several threads may call it at once.
  virtual void fetch(Index sample, Index first, std::span<double> values) const = 0;

  /// All bytes of samples first, first + 1, … at once, where has_pixels(). Throws Failure as fetch() does.
  virtual void fetch_pixels(Index first, std::span<std::uint8_t> pixels) const = 0;

  /// Throws Failure where what was fetched may not be what was there at first.
  virtual void check_unchanged() const {}
};

/// How the elements of a file are laid out: samples one after the other from `start` on.
struct FileLayout {
  std::uint64_t start = 0;
  ElementType type = ElementType::f32;
  bool big_endian = false;
  bool has_pixels = false;
  Index features = 0, samples = 0;
};

/// The samples of a file, which must be long enough.
std::shared_ptr<const SampleBlock> file_block(std::shared_ptr<const WatchedFile> file, const FileLayout& layout);

/// Samples in memory, for data that are streamed in part.
std::shared_ptr<const SampleBlock> memory_block(Matrix<double> values);
std::shared_ptr<const SampleBlock> memory_block(Matrix<std::uint8_t> pixels);

/// Reads little- or big-endian elements of any type as numbers.
void decode(ElementType type, bool big_endian, std::span<const std::byte> elements, std::span<double> values);

class StreamedFeatures {
 public:
  /// At least one block; all have the same features.
  explicit StreamedFeatures(std::vector<std::shared_ptr<const SampleBlock>> blocks);

  /// As those of a matrix (features × samples).
  Index rows() const { return blocks_.front()->features(); }
  Index cols() const { return samples_; }

  /// All blocks have pixels: then fetch() gives bytes. Where only some have, it gives their bytes / 255.
  bool has_pixels() const { return has_pixels_; }

  /// Calls use(first, values) with pieces of a sample's features, from the first feature on; see SampleBlock::fetch.
  template <class Use>
  void fetch(Index sample, const Use& use) const {
    double piece[piece_size];
    for (Index first = 0; first < rows(); first += piece_size) {
      const std::span<double> values(piece, static_cast<std::size_t>(std::min(piece_size, rows() - first)));
      fetch_piece(sample, first, values);
      use(first, std::span<const double>(values));
    }
  }

  /// All features of a sample.
  void fetch_sample(Index sample, double* values) const;

  void check_unchanged() const;

  const std::vector<std::shared_ptr<const SampleBlock>>& blocks() const { return blocks_; }

 private:
  static constexpr Index piece_size = 1024;  // on the stack

  void fetch_piece(Index sample, Index first, std::span<double> values) const;

  std::vector<std::shared_ptr<const SampleBlock>> blocks_;
  std::vector<Index> ends_;  // of each block: the number of the sample behind its last one
  Index samples_ = 0;
  bool has_pixels_ = true;
};

/// When a source leaves its samples in their file.
enum class Streaming { automatic, always, never };

/// automatic: where the samples in memory would take more than half of what is available.
bool is_streamed(Streaming wanted, std::uint64_t bytes_in_memory);

}  // namespace mlp
