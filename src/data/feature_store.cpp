#include "mlp/data/feature_store.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/vector.h"

namespace mlp {
namespace {

/// Asks for an array that is read soon. Samples are visited in random order, so the processor cannot guess the next
/// one.
template <class T>
void prefetch(const T* from, Index size) {
  constexpr Index line = alignment / sizeof(T);
  for (Index i = 0; i < size; i += line) __builtin_prefetch(from + i);
}

/// A copy of a few numbers, which costs less than the call of a function that copies any number of them.
template <class T>
void copy_sample(const T* from, Index size, T* to) {
  if (size > vector_length<T>) {
    std::copy_n(from, size, to);
    return;
  }
  const First<T> valid(size);
  valid.store(valid.load(from), to);
}

template <class T>
class NumberStore final : public FeatureStore<T> {
 public:
  explicit NumberStore(Matrix<T> values) : values_(std::move(values)) {}
  Index features() const override { return values_.rows(); }
  Index samples() const override { return values_.cols(); }

  void gather(std::span<const Index> rows, std::span<const Index> which, T* x) const override {
    const Index size = features();
    const auto at = [&](std::size_t i) { return values_.data() + rows[static_cast<std::size_t>(which[i])] * size; };
    for (std::size_t i = 0; i < which.size(); ++i) {
      if (i + 1 < which.size()) prefetch(at(i + 1), size);
      copy_sample(at(i), size, x);
      x += size;
    }
  }

 private:
  Matrix<T> values_;
};

// A byte b stands for b/255, so its scaled value is (b/255 − shift)/scale = (b − 255·shift) / (255·scale).
template <class T>
struct PixelScaling {
  PixelScaling(Index features, const Scaling& scaling)
      : shift(static_cast<std::size_t>(features), 0), scale(static_cast<std::size_t>(features), 255) {
    for (std::size_t i = 0; i < scaling.shift.size(); ++i) {
      shift[i] = static_cast<T>(255 * scaling.shift[i]);
      scale[i] = static_cast<T>(255 * scaling.scale[i]);
    }
  }
  Buffer<T> shift, scale;
};

template <class T>
class ByteStore final : public FeatureStore<T> {
 public:
  ByteStore(Matrix<std::uint8_t> bytes, const Scaling& scaling)
      : bytes_(std::move(bytes)), scaling_(bytes_.rows(), scaling) {}
  Index features() const override { return bytes_.rows(); }
  Index samples() const override { return bytes_.cols(); }

  void gather(std::span<const Index> rows, std::span<const Index> which, T* x) const override {
    const Index size = features();
    const T *shift = scaling_.shift.data(), *scale = scaling_.scale.data();
    for (const Index sample : which) {
      const std::uint8_t* from = bytes_.data() + rows[static_cast<std::size_t>(sample)] * size;
      for (Index i = 0; i < size; ++i) x[i] = (static_cast<T>(from[i]) - shift[i]) / scale[i];
      x += size;
    }
  }

 private:
  Matrix<std::uint8_t> bytes_;
  PixelScaling<T> scaling_;
};

/// `place` is the sample's, as SamplePlaces has it.
[[noreturn]] void refuse_value(const std::string& place, const std::string& column, double value,
                               const char* precision) {
  throw InputError(place + "column \"" + column + "\": the value " + shortest(value) +
                   " is, after scaling, too large for " + precision + "; scale the data" +
                   (std::string_view(precision) == "float32" ? " or use float64" : ""));
}

template <class T>
constexpr const char* precision_name = sizeof(T) == 4 ? "float32" : "float64";

// Scales one sample from `raw` to `scaled`, which may be the same memory.
template <class T>
void scale_sample(const Table& table, const Scaling& scaling, Index sample, const Matrix<double>& from, T* scaled) {
  const double* raw = from.col(sample).data();
  for (Index i = 0; i < from.rows(); ++i) {
    const double value = raw[i];
    scaled[i] = static_cast<T>(scaling.apply(value, i));
    if (!std::isfinite(scaled[i]))
      refuse_value(table.places.of(sample, table.origin), table.feature_names.at(static_cast<std::size_t>(i)), value,
                   precision_name<T>);
  }
}

Matrix<double> scaled_values(const Table& table, const Scaling& scaling, Matrix<double>& raw, double) {
  for (Index n = 0; n < raw.cols(); ++n) scale_sample(table, scaling, n, raw, raw.col(n).data());
  return std::move(raw);
}

Matrix<float> scaled_values(const Table& table, const Scaling& scaling, Matrix<double>& raw, float) {
  require_memory(saturating_product(static_cast<std::uint64_t>(raw.size()), sizeof(float)),
                 table.origin + ": the scaled features", "Use fewer samples.");
  Matrix<float> values(raw.rows(), raw.cols());
  for (Index n = 0; n < raw.cols(); ++n) scale_sample(table, scaling, n, raw, values.col(n).data());
  raw.resize(0, 0);
  return values;
}

// The same numbers as the stores above, to the last bit, fetched and scaled anew for each batch.
template <class T>
class StreamedStore final : public FeatureStore<T> {
 public:
  StreamedStore(StreamedFeatures features, const Scaling& scaling, const Table& table)
      : features_(std::move(features)),
        scaling_(scaling),
        pixel_scaling_(features_.has_pixels() ? features_.rows() : 0, features_.has_pixels() ? scaling : Scaling()),
        origin_(table.origin),
        places_(table.places),
        names_(table.feature_names) {}
  Index features() const override { return features_.rows(); }
  Index samples() const override { return features_.cols(); }

  void gather(std::span<const Index> rows, std::span<const Index> which, T* x) const override {
    for (const Index i : which) {
      const Index sample = rows[static_cast<std::size_t>(i)];
      features_.fetch(sample, [&](Index first, std::span<const double> raw) {
        features_.has_pixels() ? scale_pixels(raw, first, x) : scale_numbers(raw, sample, first, x);
      });
      x += features();
    }
    features_.check_unchanged();
  }

 private:
  void scale_pixels(std::span<const double> raw, Index first, T* x) const {
    const T *shift = pixel_scaling_.shift.data() + first, *scale = pixel_scaling_.scale.data() + first;
    for (std::size_t i = 0; i < raw.size(); ++i)
      x[static_cast<std::size_t>(first) + i] = (static_cast<T>(raw[i]) - shift[i]) / scale[i];
  }
  void scale_numbers(std::span<const double> raw, Index sample, Index first, T* x) const {
    for (std::size_t k = 0; k < raw.size(); ++k) {
      const Index i = first + static_cast<Index>(k);
      x[i] = static_cast<T>(scaling_.apply(raw[k], i));
      if (!std::isfinite(x[i]))
        refuse_value(places_.of(sample, origin_), names_.at(static_cast<std::size_t>(i)), raw[k], precision_name<T>);
    }
  }

  StreamedFeatures features_;
  Scaling scaling_;
  PixelScaling<T> pixel_scaling_;
  std::string origin_;  // for messages, as the following
  SamplePlaces places_;
  std::vector<std::string> names_;  // of the features
};

}  // namespace

template <class T>
std::unique_ptr<FeatureStore<T>> make_feature_store(Table& table, const Scaling& scaling) {
  if (auto* bytes = std::get_if<Matrix<std::uint8_t>>(&table.features))
    return std::make_unique<ByteStore<T>>(std::move(*bytes), scaling);
  if (auto* streamed = std::get_if<StreamedFeatures>(&table.features))
    return std::make_unique<StreamedStore<T>>(std::move(*streamed), scaling, table);
  auto& raw = std::get<Matrix<double>>(table.features);
  return std::make_unique<NumberStore<T>>(scaled_values(table, scaling, raw, T{}));
}

template std::unique_ptr<FeatureStore<float>> make_feature_store(Table&, const Scaling&);
template std::unique_ptr<FeatureStore<double>> make_feature_store(Table&, const Scaling&);

}  // namespace mlp
