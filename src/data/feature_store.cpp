#include "mlp/data/feature_store.h"

#include <algorithm>
#include <cmath>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

/// Asks for an array that is read soon. Samples are visited in random order, so the processor cannot guess the next
/// one.
template <class T>
void prefetch(const T* from, Index size) {
  constexpr Index line = alignment / sizeof(T);
  for (Index i = 0; i < size; i += line) __builtin_prefetch(from + i);
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
      x = std::copy_n(at(i), size, x);
    }
  }

 private:
  Matrix<T> values_;
};

// A byte b stands for b/255, so its scaled value is (b/255 − shift)/scale = (b − 255·shift) / (255·scale).
template <class T>
class ByteStore final : public FeatureStore<T> {
 public:
  ByteStore(Matrix<std::uint8_t> bytes, const Scaling& scaling)
      : bytes_(std::move(bytes)), shift_(bytes_.rows(), 0), scale_(bytes_.rows(), 255) {
    for (std::size_t i = 0; i < scaling.shift.size(); ++i) {
      shift_[i] = static_cast<T>(255 * scaling.shift[i]);
      scale_[i] = static_cast<T>(255 * scaling.scale[i]);
    }
  }
  Index features() const override { return bytes_.rows(); }
  Index samples() const override { return bytes_.cols(); }

  void gather(std::span<const Index> rows, std::span<const Index> which, T* x) const override {
    const Index size = features();
    const T *shift = shift_.data(), *scale = scale_.data();
    for (const Index sample : which) {
      const std::uint8_t* from = bytes_.data() + rows[static_cast<std::size_t>(sample)] * size;
      for (Index i = 0; i < size; ++i) x[i] = (static_cast<T>(from[i]) - shift[i]) / scale[i];
      x += size;
    }
  }

 private:
  Matrix<std::uint8_t> bytes_;
  Buffer<T> shift_, scale_;
};

[[noreturn]] void refuse_value(const Table& table, Index feature, double value, const char* precision) {
  throw InputError(table.origin + ": column \"" + table.feature_names.at(static_cast<std::size_t>(feature)) +
                   "\": the value " + shortest(value) + " is, after scaling, too large for " + precision +
                   "; scale the data" + (std::string_view(precision) == "float32" ? " or use float64" : ""));
}

// Scales one sample from `raw` to `scaled`, which may be the same memory.
template <class T>
void scale_sample(const Table& table, const Scaling& scaling, const double* raw, Index features, T* scaled) {
  for (Index i = 0; i < features; ++i) {
    const double value = raw[i];
    scaled[i] = static_cast<T>(scaling.apply(value, i));
    if (!std::isfinite(scaled[i])) refuse_value(table, i, value, sizeof(T) == 4 ? "float32" : "float64");
  }
}

Matrix<double> scaled_values(const Table& table, const Scaling& scaling, Matrix<double>& raw, double) {
  for (Index n = 0; n < raw.cols(); ++n) scale_sample(table, scaling, raw.col(n).data(), raw.rows(), raw.col(n).data());
  return std::move(raw);
}

Matrix<float> scaled_values(const Table& table, const Scaling& scaling, Matrix<double>& raw, float) {
  require_memory(saturating_product(static_cast<std::uint64_t>(raw.size()), sizeof(float)),
                 table.origin + ": the scaled features", "Use fewer samples.");
  Matrix<float> values(raw.rows(), raw.cols());
  for (Index n = 0; n < raw.cols(); ++n)
    scale_sample(table, scaling, raw.col(n).data(), raw.rows(), values.col(n).data());
  raw.resize(0, 0);
  return values;
}

}  // namespace

template <class T>
std::unique_ptr<FeatureStore<T>> make_feature_store(Table& table, const Scaling& scaling) {
  if (auto* bytes = std::get_if<Matrix<std::uint8_t>>(&table.features))
    return std::make_unique<ByteStore<T>>(std::move(*bytes), scaling);
  auto& raw = std::get<Matrix<double>>(table.features);
  return std::make_unique<NumberStore<T>>(scaled_values(table, scaling, raw, T{}));
}

template std::unique_ptr<FeatureStore<float>> make_feature_store(Table&, const Scaling&);
template std::unique_ptr<FeatureStore<double>> make_feature_store(Table&, const Scaling&);

}  // namespace mlp
