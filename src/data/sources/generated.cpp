#include "mlp/data/sources/generated.h"

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"

namespace mlp {

void check_generator(const std::string& generator, Index n, Index features, double noise) {
  if (n < 1 || n > Index{1} << 32)
    throw InputError(generator + ": n is " + std::to_string(n) + "; it must be from 1 to 4294967296");
  if (features < 1) throw InputError(generator + ": the number of features must be at least 1");
  if (!(noise >= 0) || std::isinf(noise))
    throw InputError(generator + ": the standard deviation of the noise is " + shortest(noise) +
                     "; it must be a number from 0 on");
  // The points and, while they are shuffled, a copy; their order, labels and targets.
  const std::uint64_t bytes = saturating_sum(saturating_product(static_cast<std::uint64_t>(features), 16), 24);
  require_memory(saturating_product(bytes, static_cast<std::uint64_t>(n)), generator + ": " + grouped(n) + " samples",
                 "Choose a smaller n.");
}

Table labelled_points(Matrix<double> points, std::span<const int> labels, std::string origin) {
  Matrix<double> values(1, points.cols());
  for (Index i = 0; i < points.cols(); ++i) values(0, i) = labels[static_cast<std::size_t>(i)];
  Table table = measured_points(std::move(points), std::move(values), std::move(origin));
  table.target_names = {"class"};
  return table;
}

Table measured_points(Matrix<double> points, Matrix<double> values, std::string origin) {
  Table table;
  for (Index i = 1; i <= points.rows(); ++i) table.feature_names.push_back("x" + std::to_string(i));
  table.features = std::move(points);
  table.targets = NumericTargets{std::move(values)};
  table.target_names = {"y"};
  table.origin = std::move(origin);
  return table;
}

void shuffle_points(NumpyRandom& random, Matrix<double>& points, std::vector<int>& labels) {
  const std::vector<Index> order = random.permutation(points.cols());
  Matrix<double> shuffled(points.rows(), points.cols());
  std::vector<int> shuffled_labels(labels.size());
  for (Index i = 0; i < points.cols(); ++i) {
    const Index from = order[static_cast<std::size_t>(i)];
    shuffled.col(i) = points.col(from);
    shuffled_labels[static_cast<std::size_t>(i)] = labels[static_cast<std::size_t>(from)];
  }
  points.swap(shuffled);
  labels.swap(shuffled_labels);
}

void add_noise(NumpyRandom& random, double noise, Matrix<double>& points) {
  for (double& value : points.reshaped()) value += noise * random.normal();
}

}  // namespace mlp
