#include "mlp/data/describe.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mlp/core/sum.h"
#include "mlp/data/describe_parts.h"

namespace mlp {
namespace {

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

}  // namespace

template <class T>
DataDescription describe(const Dataset<T>& data) {
  DataDescription text;
  const DataInfo& info = data.info();
  text.origin = data.origin;
  text.validation_origin = data.validation_origin;
  text.test_origin = data.test_origin;
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
  count_repeated_rows(data, text);
  add_warnings(text);
  return text;
}

template DataDescription describe(const Dataset<float>&);
template DataDescription describe(const Dataset<double>&);

}  // namespace mlp
