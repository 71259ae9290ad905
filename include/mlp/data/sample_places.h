#pragma once
// Where each sample of a table stands in its file, for messages. Samples mostly follow one another line by line, so
// stretches of lines are kept, not lines.

#include <string>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

class SamplePlaces {
 public:
  /// Nothing is known of any sample.
  SamplePlaces() = default;

  /// For the samples of one file, to be added one by one.
  explicit SamplePlaces(std::string file) : files_{std::move(file)} {}

  /// The next sample starts in this line.
  void add(Index line);

  /// The samples of another table come behind the `samples` of this one.
  void append(const SamplePlaces& others, Index samples);

  /// "iris.csv:17: "; where the line is not known "ORIGIN: sample 15 (counted from 0): ".
  std::string of(Index sample, const std::string& origin) const;

 private:
  struct Stretch {
    Index first = 0, count = 0;  // of the samples
    Index line = 0;              // of the first
    std::size_t file = 0;
  };
  std::vector<Stretch> stretches_;  // rising
  std::vector<std::string> files_;
};

}  // namespace mlp
