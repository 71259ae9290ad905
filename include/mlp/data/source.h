#pragma once
// Where data come from: a file or a generator gives a Table; everything after (split, classes, scaling) is the same for
// all.

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

/// The targets as a source has them: numbers (one row per target column), or names of classes.
struct NumericTargets {
  Matrix<double> values;  // (targets × samples)
};
struct NamedTargets {
  std::vector<std::string> values;  // one per sample
};

/// Features are (features × samples). Bytes stand for value / 255 (images).
struct Table {
  std::variant<Matrix<double>, Matrix<std::uint8_t>> features;
  std::variant<NumericTargets, NamedTargets> targets;
  std::vector<std::string> feature_names;  // one per feature
  std::vector<std::string> target_names;   // one per target column
  Index test_samples = 0;                  // so many samples at the end are the source's own test part
  std::string origin;                      // for messages: the path, or "circles(n = 1000, noise = 0.1)"

  Index samples() const;
  Index feature_count() const;
};

/// A source of data. Loading is a pure function of the source's parameters, its files and the seed.
class Source {
 public:
  virtual ~Source() = default;

  /// Reads or generates everything. `seed` is data.seed. Throws InputError with the file and line where data are wrong.
  virtual Table load(std::uint64_t seed) const = 0;

  /// True where the source needs no file, so that a config can be checked on any machine.
  virtual bool is_generator() const { return false; }
};

}  // namespace mlp
