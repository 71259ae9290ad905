#include "mlp/data/sources/generated.h"

#include <cmath>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/random.h"

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

Table noisy_curve(const std::string& generator, std::uint64_t seed, Index n, double noise, double limit,
                  const std::function<double(double)>& f, std::string origin) {
  const RandomStream places(seed, Purpose::generator, place_of(generator + "/x"));
  const RandomStream errors(seed, Purpose::generator, place_of(generator + "/noise"));
  Matrix<double> x(1, n), y(1, n);
  for (Index i = 0; i < n; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    x(0, i) = limit * (2 * places.uniform(number) - 1);
    y(0, i) = f(x(0, i)) + noise * errors.normal(number);
  }
  return measured_points(std::move(x), std::move(y), std::move(origin));
}

Table shuffled_points(NumpyRandom& random, Matrix<double> points, const std::vector<int>& labels, double noise,
                      std::string origin) {
  const std::vector<Index> order = random.permutation(points.cols());
  Matrix<double> shuffled(points.rows(), points.cols());
  std::vector<int> shuffled_labels(labels.size());
  for (Index i = 0; i < points.cols(); ++i) {
    const Index from = order[static_cast<std::size_t>(i)];
    shuffled.col(i) = points.col(from);
    shuffled_labels[static_cast<std::size_t>(i)] = labels[static_cast<std::size_t>(from)];
  }
  if (noise > 0)
    for (double& value : shuffled.reshaped()) value += noise * random.normal();
  return labelled_points(std::move(shuffled), shuffled_labels, std::move(origin));
}

}  // namespace mlp
