#include "mlp/data/sample_places.h"

#include <algorithm>

namespace mlp {

void SamplePlaces::add(Index line) {
  const Index next = stretches_.empty() ? 0 : stretches_.back().first + stretches_.back().count;
  if (stretches_.empty() || line != stretches_.back().line + stretches_.back().count)
    stretches_.push_back({.first = next, .count = 0, .line = line, .file = 0});
  ++stretches_.back().count;
}

void SamplePlaces::append(const SamplePlaces& others, Index samples) {
  for (Stretch stretch : others.stretches_) {
    stretch.first += samples;
    stretch.file += files_.size();
    stretches_.push_back(stretch);
  }
  files_.insert(files_.end(), others.files_.begin(), others.files_.end());
}

std::string SamplePlaces::of(Index sample, const std::string& origin) const {
  const auto behind = std::ranges::upper_bound(stretches_, sample, {}, &Stretch::first);
  if (behind != stretches_.begin()) {
    const Stretch& stretch = *(behind - 1);
    const Index line = stretch.line + sample - stretch.first;
    if (sample < stretch.first + stretch.count) return files_[stretch.file] + ":" + std::to_string(line) + ": ";
  }
  return origin + ": sample " + std::to_string(sample) + " (counted from 0): ";
}

}  // namespace mlp
