#include "mlp/data/fingerprint.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "mlp/core/sha256.h"
#include "mlp/core/xxh64.h"

namespace mlp {
namespace {

// Every piece is preceded by its length, so that no two tables give the same bytes.
void add_size(Sha256& digest, Index size) {
  const auto number = static_cast<std::uint64_t>(size);
  digest.add({reinterpret_cast<const char*>(&number), sizeof number});
}

void add_text(Sha256& digest, const std::string& text) {
  add_size(digest, static_cast<Index>(text.size()));
  digest.add(text);
}

void add_texts(Sha256& digest, const std::vector<std::string>& texts) {
  add_size(digest, static_cast<Index>(texts.size()));
  for (const std::string& text : texts) add_text(digest, text);
}

/// `matrix` need only have a matrix's size.
template <class Value, class AnyMatrix>
void add_matrix_size(Sha256& digest, const AnyMatrix& matrix) {
  add_size(digest, sizeof(Value));
  add_size(digest, matrix.rows());
  add_size(digest, matrix.cols());
}

/// Values are many, and are digested as fast as memory is read; of their digest the other is taken.
void add_values(Sha256& digest, const Xxh64& values) { add_size(digest, static_cast<Index>(values.value())); }

template <class Value>
void add_matrix(Sha256& digest, const Matrix<Value>& matrix) {
  add_matrix_size<Value>(digest, matrix);
  const auto bytes = static_cast<std::size_t>(matrix.size()) * sizeof(Value);
  add_values(digest, Xxh64().add({reinterpret_cast<const char*>(matrix.data()), bytes}));
}

/// The same digest as of a matrix with these features.
template <class Value>
void add_samples(Sha256& digest, const StreamedFeatures& features) {
  add_matrix_size<Value>(digest, features);
  Xxh64 values;
  std::vector<Value> sample(static_cast<std::size_t>(features.rows()));
  for (Index j = 0; j < features.cols(); ++j) {
    features.fetch(j, [&](Index first, std::span<const double> piece) {
      std::ranges::transform(piece, sample.begin() + first, [](double value) { return static_cast<Value>(value); });
    });
    values.add({reinterpret_cast<const char*>(sample.data()), sample.size() * sizeof(Value)});
  }
  add_values(digest, values);
  features.check_unchanged();
}

void add_matrix(Sha256& digest, const StreamedFeatures& features) {
  if (features.has_pixels())
    add_samples<std::uint8_t>(digest, features);
  else
    add_samples<double>(digest, features);
}

}  // namespace

std::string fingerprint(const Table& table) {
  Sha256 digest;
  std::visit([&](const auto& matrix) { add_matrix(digest, matrix); }, table.features);
  add_size(digest, static_cast<Index>(table.targets.index()));
  if (const auto* numbers = std::get_if<NumericTargets>(&table.targets)) add_matrix(digest, numbers->values);
  if (const auto* names = std::get_if<NamedTargets>(&table.targets)) add_texts(digest, names->values);
  add_texts(digest, table.feature_names);
  add_texts(digest, table.target_names);
  add_size(digest, table.test_samples);
  if (table.validation_samples > 0) add_size(digest, table.validation_samples);
  return digest.hex();
}

}  // namespace mlp
