#pragma once
// Where data come from: a file or a generator gives a Table; everything after (classes, split, scaling) is the same for
// all sources.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "mlp/core/types.h"
#include "mlp/data/sample_formats.h"
#include "mlp/data/sample_places.h"
#include "mlp/data/streamed_features.h"

namespace mlp {

/// The targets as a source has them: nothing (an auto-encoder's data, or samples to predict), …
struct NoTargets {};

/// … numbers, which may be values of a regression or numbered classes, …
struct NumericTargets {
  Matrix<double> values;           // (targets × samples), all finite
  std::string first_inexact = {};  // the first of a single target that was rounded (is_exact), and its place; else ""
};

/// Numbers that were rounded cannot name classes: two might have become one. Throws InputError.
void require_exact(const NumericTargets& targets);

/// … or names of classes.
struct NamedTargets {
  std::vector<std::string> values;  // one per sample, none empty
  std::string first_text;  // where the first one that is no number stands, for messages: `iris.csv:2: column …`
};

using Targets = std::variant<NoTargets, NumericTargets, NamedTargets>;

/// Features are (features × samples), all finite unless Table::fills_missing. Bytes stand for value / 255 (images).
/// Streamed ones stay where they are, and are found to be finite only when they are fetched.
using Features = std::variant<Matrix<double>, Matrix<std::uint8_t>, StreamedFeatures>;

/// The same in memory. Throws InputError "ORIGIN …" where they do not fit.
Features in_memory(Features features, const std::string& origin);

/// A column of names instead of numbers. As a source has it, its row of the features holds, for each sample, the place
/// of the name in `values`; encoded (categories.h), there is a row for each name, and `first` is that of the first one.
struct CategoricalColumn {
  std::string name;
  Index first = 0;
  std::vector<std::string> values;        // the categories; once encoded, sorted
  std::vector<std::string> first_places;  // where each stands first: "iris.csv:2: "; not once encoded
};

/// All samples of a source, as it has them.
struct Table {
  Features features;
  Targets targets;
  std::vector<std::string> feature_names;  // one per feature
  std::vector<std::string> target_names;   // one per target column
  std::vector<CategoricalColumn> categorical;
  bool fills_missing = false;       // a feature that is not a number is missing, and will be filled in
  std::vector<Index> sample_shape;  // {28, 28} for images that were 28 × 28; empty where a sample is a list
  Index validation_samples = 0;     // so many samples at the end are a validation part of their own, …
  Index test_samples = 0;           // … and so many right before these a test part
  std::string origin;               // for messages: the path, or "circles(n = 1000, noise = 0.1, factor = 0.8)"
  std::string validation_origin, test_origin;  // of parts that come from other sources
  std::vector<std::string> warnings;           // what the user may not have meant
  SamplePlaces places;                         // of files of lines

  Index samples() const;
  Index feature_count() const;
};

/// A source of data. Loading is a pure function of the source's parameters, its files and the seed.
class Source {
 public:
  virtual ~Source() = default;

  /// Reads or generates everything. `seed` is data.seed. Throws InputError, with file and line where a file is wrong.
  virtual Table load(std::uint64_t seed) const = 0;

  /// Samples like those of load(seed), but others: for a validation or test part of their own, `draw` being 1, 2, … Of
  /// a file the same as load(). A generator that draws what its samples have in common (centres of clouds) must keep
  /// it.
  virtual Table load_more(std::uint64_t seed, int draw) const { return load(seed + static_cast<std::uint64_t>(draw)); }

  /// True where the source needs no file, so that a config can be checked on any machine.
  virtual bool is_generator() const { return false; }

  /// How a file with further samples for a net trained on this source (`predict --data`) is written.
  virtual SampleFormats sample_formats() const { return {}; }
};

}  // namespace mlp
