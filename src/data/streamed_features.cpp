#include "mlp/data/streamed_features.h"

#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstring>
#include <string>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

// One element of a file. A byte of a bool array may hold anything; only as a number is it well-defined in C++.
template <class Stored>
double element_at(const std::byte* place, bool big_endian) {
  std::array<std::byte, sizeof(Stored)> bytes;
  std::memcpy(bytes.data(), place, bytes.size());
  if (big_endian) std::reverse(bytes.begin(), bytes.end());
  if constexpr (std::same_as<Stored, bool>)
    return bytes[0] != std::byte{0} ? 1 : 0;
  else
    return static_cast<double>(std::bit_cast<Stored>(bytes));
}

class FileBlock final : public SampleBlock {
 public:
  FileBlock(std::shared_ptr<const WatchedFile> file, const FileLayout& layout)
      : file_(std::move(file)), layout_(layout) {}
  Index features() const override { return layout_.features; }
  Index samples() const override { return layout_.samples; }
  bool has_pixels() const override { return layout_.has_pixels; }

  void fetch(Index sample, Index first, std::span<double> values) const override {
    const std::size_t width = size_of(layout_.type);
    std::uint64_t at = layout_.start + static_cast<std::uint64_t>(sample * layout_.features + first) * width;
    std::array<std::byte, 8192> raw;
    for (std::size_t done = 0; done < values.size();) {
      const std::size_t count = std::min(values.size() - done, raw.size() / width);
      const std::span<std::byte> elements(raw.data(), count * width);
      file_->read(at, elements);
      decode(layout_.type, layout_.big_endian, elements, values.subspan(done, count));
      at += elements.size();
      done += count;
    }
    for (std::size_t i = 0; i < values.size(); ++i)
      if (!std::isfinite(values[i])) refuse(sample, first + static_cast<Index>(i), values[i]);
  }

  void fetch_pixels(Index first, std::span<std::uint8_t> pixels) const override {
    file_->read(layout_.start + static_cast<std::uint64_t>(first * layout_.features), std::as_writable_bytes(pixels));
  }

  void check_unchanged() const override { file_->check_unchanged(); }

 private:
  [[noreturn]] void refuse(Index sample, Index feature, double value) const {
    file_->check_unchanged();
    throw InputError(file_->name() + ": sample " + std::to_string(sample) + ", feature " + std::to_string(feature) +
                     " (counted from 0) is " + shortest(value) + "; all must be finite");
  }

  std::shared_ptr<const WatchedFile> file_;
  FileLayout layout_;
};

template <class Value>
class MemoryBlock final : public SampleBlock {
 public:
  explicit MemoryBlock(Matrix<Value> values) : values_(std::move(values)) {}
  Index features() const override { return values_.rows(); }
  Index samples() const override { return values_.cols(); }
  bool has_pixels() const override { return std::same_as<Value, std::uint8_t>; }
  void fetch(Index sample, Index first, std::span<double> values) const override {
    std::copy_n(values_.col(sample).data() + first, values.size(), values.data());
  }
  void fetch_pixels(Index first, std::span<std::uint8_t> pixels) const override {
    std::transform(values_.col(first).data(), values_.col(first).data() + pixels.size(), pixels.data(),
                   [](Value value) { return static_cast<std::uint8_t>(value); });
  }

 private:
  Matrix<Value> values_;
};

}  // namespace

std::shared_ptr<const SampleBlock> file_block(std::shared_ptr<const WatchedFile> file, const FileLayout& layout) {
  return std::make_shared<FileBlock>(std::move(file), layout);
}
std::shared_ptr<const SampleBlock> memory_block(Matrix<double> values) {
  return std::make_shared<MemoryBlock<double>>(std::move(values));
}
std::shared_ptr<const SampleBlock> memory_block(Matrix<std::uint8_t> pixels) {
  return std::make_shared<MemoryBlock<std::uint8_t>>(std::move(pixels));
}

void decode(ElementType type, bool big_endian, std::span<const std::byte> elements, std::span<double> values) {
  with_type(type, [&](auto example) {
    using Stored = decltype(example);
    for (std::size_t i = 0; i < values.size(); ++i)
      values[i] = element_at<Stored>(elements.data() + i * sizeof(Stored), big_endian);
  });
}

StreamedFeatures::StreamedFeatures(std::vector<std::shared_ptr<const SampleBlock>> blocks)
    : blocks_(std::move(blocks)) {
  for (const auto& block : blocks_) {
    samples_ += block->samples();
    ends_.push_back(samples_);
    has_pixels_ = has_pixels_ && block->has_pixels();
  }
}

void StreamedFeatures::fetch_piece(Index sample, Index first, std::span<double> values) const {
  const auto found = std::upper_bound(ends_.begin(), ends_.end(), sample);
  const SampleBlock& block = *blocks_[static_cast<std::size_t>(found - ends_.begin())];
  block.fetch(sample - (*found - block.samples()), first, values);
  if (block.has_pixels() && !has_pixels_)
    for (double& value : values) value /= 255;
}

void StreamedFeatures::fetch_sample(Index sample, double* values) const {
  fetch(sample, [&](Index first, std::span<const double> piece) { std::ranges::copy(piece, values + first); });
}

void StreamedFeatures::check_unchanged() const {
  for (const auto& block : blocks_) block->check_unchanged();
}

bool is_streamed(Streaming wanted, std::uint64_t bytes_in_memory) {
  return wanted == Streaming::always || (wanted == Streaming::automatic && bytes_in_memory > available_memory() / 2);
}

}  // namespace mlp
