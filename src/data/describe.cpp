#include "mlp/data/describe.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/random.h"
#include "mlp/core/sum.h"

namespace mlp {
namespace {

// Hands all samples of a part to visit(x, y, i), a few at a time, so that the part need not fit into memory twice.
template <class T, class Visit>
void for_each_sample(const Part<T>& part, Index inputs, Index outputs, const Visit& visit) {
  constexpr Index block = 256;
  Matrix<T> x(inputs, block), y(outputs, block);
  std::vector<Index> which;
  for (Index start = 0; start < part.samples(); start += block) {
    which.resize(static_cast<std::size_t>(std::min(block, part.samples() - start)));
    std::iota(which.begin(), which.end(), start);
    part.gather(which, x.data(), part.has_targets() ? y.data() : nullptr);
    for (std::size_t k = 0; k < which.size(); ++k)
      visit(x.col(static_cast<Index>(k)).data(), y.col(static_cast<Index>(k)).data(), which[k]);
  }
}

// Statistics of vectors that come one by one: sums first, and in a second pass squares around the mean.
class Measuring {
 public:
  explicit Measuring(Index size) : sums_(static_cast<std::size_t>(size)) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    result_.min.assign(sums_.size(), infinity);
    result_.max.assign(sums_.size(), -infinity);
  }

  template <class T>
  void add(const T* values) {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      const double value = values[i];
      result_.min[i] = std::min(result_.min[i], value);
      result_.max[i] = std::max(result_.max[i], value);
      sums_[i].add(value);
    }
  }

  void start_second_pass(Index count) {
    for (Sum& sum : sums_) {
      result_.mean.push_back(sum.value() / static_cast<double>(count));
      sum = Sum();
    }
  }

  template <class T>
  void add_square(const T* values) {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      const double difference = values[i] - result_.mean[i];
      sums_[i].add(difference * difference);
    }
  }

  FeatureStatistics finish(Index count) {
    for (const Sum& sum : sums_) result_.deviation.push_back(std::sqrt(sum.value() / static_cast<double>(count)));
    return std::move(result_);
  }

 private:
  std::vector<Sum> sums_;
  FeatureStatistics result_;
};

template <class T>
void measure(const Dataset<T>& data, DataDescription& text) {
  const Index count = data.train().samples();
  const Index targets = text.task == Task::regression ? data.outputs() : 0;
  Measuring inputs(data.inputs()), outputs(targets);
  for_each_sample(data.train(), data.inputs(), data.outputs(), [&](const T* x, const T* y, Index) {
    inputs.add(x);
    outputs.add(y);
  });
  inputs.start_second_pass(count);
  outputs.start_second_pass(count);
  for_each_sample(data.train(), data.inputs(), data.outputs(), [&](const T* x, const T* y, Index) {
    inputs.add_square(x);
    outputs.add_square(y);
  });
  text.features = inputs.finish(count);
  text.targets = outputs.finish(count);
}

// Training samples by a hash of their inputs; equal hashes are compared in full.
template <class T>
class SeenSamples {
 public:
  explicit SeenSamples(const Dataset<T>& data) : data_(data), other_(static_cast<std::size_t>(data.inputs())) {
    first_.reserve(static_cast<std::size_t>(data.train().samples()));
  }

  bool contains(const T* x) { return find(x) != first_.end(); }
  /// False where an equal sample is there already.
  bool insert(const T* x, Index i) {
    if (contains(x)) return false;
    first_.emplace(hash(x), i);
    return true;
  }

 private:
  using Map = std::unordered_multimap<std::uint64_t, Index>;

  typename Map::iterator find(const T* x) {
    const auto [begin, end] = first_.equal_range(hash(x));
    for (auto candidate = begin; candidate != end; ++candidate) {
      data_.train().gather({&candidate->second, 1}, other_.data(), nullptr);
      if (std::equal(other_.begin(), other_.end(), x)) return candidate;
    }
    return first_.end();
  }

  std::uint64_t hash(const T* x) const {
    return place_of({reinterpret_cast<const char*>(x), other_.size() * sizeof(T)});
  }

  const Dataset<T>& data_;
  std::vector<T> other_;
  Map first_;
};

template <class T>
void count_repeated(const Dataset<T>& data, DataDescription& text) {
  SeenSamples<T> seen(data);
  for_each_sample(data.train(), data.inputs(), data.outputs(),
                  [&](const T* x, const T*, Index i) { text.repeated_rows += seen.insert(x, i) ? 0 : 1; });
  for_each_sample(data.test(), data.inputs(), data.outputs(),
                  [&](const T* x, const T*, Index) { text.leaked_rows += seen.contains(x) ? 1 : 0; });
}

// "inputs x1, x2 and 3 others have …": the names of those that a condition holds for.
template <class Condition>
void warn_of_inputs(DataDescription& text, const std::string& what, const Condition& holds) {
  constexpr std::size_t enough = 5;
  std::vector<std::string> names;
  std::size_t others = 0;
  for (std::size_t i = 0; i < text.feature_names.size(); ++i) {
    if (!holds(i)) continue;
    names.size() < enough ? names.push_back(text.feature_names[i]) : void(++others);
  }
  if (names.empty()) return;
  const std::string noun = names.size() == 1 ? "input " : "inputs ";
  if (others > 0) names.push_back(grouped(static_cast<Index>(others)) + " others");
  text.warnings.push_back(noun + listed(names) + ": " + what);
}

void warn_of_features(DataDescription& text) {
  const FeatureStatistics& f = text.features;
  warn_of_inputs(text, "constant in the training part; nothing can be learned from it",
                 [&](std::size_t i) { return f.min[i] == f.max[i]; });
  constexpr double far = 3;
  warn_of_inputs(text, "mean or standard deviation far from 0 and 1; \"scaling\": \"standardize\" helps training",
                 [&](std::size_t i) { return std::abs(f.mean[i]) > far || f.deviation[i] > far; });
  const double widest = *std::max_element(f.deviation.begin(), f.deviation.end());
  if (widest > 0 && widest < 0.01)
    text.warnings.push_back("all inputs vary by less than 0.01; \"scaling\": \"standardize\" helps training");
}

void warn_of_rows(DataDescription& text) {
  const auto [train, validation, test] = text.samples;
  if (text.repeated_rows > 0)
    text.warnings.push_back(grouped(text.repeated_rows) + " of " + grouped(train) +
                            " training rows repeat the inputs of an earlier one");
  if (text.leaked_rows > 0)
    text.warnings.push_back(grouped(text.leaked_rows) + " of " + grouped(test) +
                            " test rows have the inputs of a training row: the test will look too good");
}

void warn_of_classes(DataDescription& text) {
  const std::vector<Index>& counts = text.class_counts[0];
  if (counts.empty()) return;
  const auto [fewest, most] = std::minmax_element(counts.begin(), counts.end());
  const std::string& rare = text.class_names[static_cast<std::size_t>(fewest - counts.begin())];
  const std::string& common = text.class_names[static_cast<std::size_t>(most - counts.begin())];
  if (*fewest == 0) {
    text.warnings.push_back("class \"" + rare + "\" does not occur in the training part; \"stratify\": true helps");
  } else if (*most >= 10 * *fewest) {
    text.warnings.push_back("class \"" + rare + "\" is rare: " + grouped(*fewest) + " training rows, against " +
                            grouped(*most) + " of \"" + common + "\"");
  }
}

}  // namespace

template <class T>
DataDescription describe(const Dataset<T>& data) {
  DataDescription text;
  const DataInfo& info = data.info();
  text.origin = data.origin;
  text.task = info.task;
  text.inputs = data.inputs();
  text.outputs = data.outputs();
  text.sample_shape = info.sample_shape;
  text.class_names = info.class_names;
  text.feature_names = info.feature_names;
  if (info.task == Task::regression) text.target_names = info.target_names;
  for (std::size_t i = 0; i < part_names.size(); ++i) {
    text.samples[i] = data.part(part_names[i]).samples();
    text.class_counts[i] = data.part(part_names[i]).class_counts();
  }
  text.warnings = data.warnings;
  measure(data, text);
  count_repeated(data, text);
  warn_of_features(text);
  warn_of_rows(text);
  warn_of_classes(text);
  return text;
}

template DataDescription describe(const Dataset<float>&);
template DataDescription describe(const Dataset<double>&);

}  // namespace mlp
