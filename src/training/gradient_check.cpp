#include "mlp/training/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "differences.h"

namespace mlp {
namespace {

/// The comparison of one entry.
struct Entry {
  double a = 0, n = 0;
  double error = 0;  // |a − n| over the entry's scale
  bool measured = false;
};

/// J as a function of one entry's displacement.
class Probe {
 public:
  Probe(std::span<const double> parameters, const std::function<double(const double*)>& J)
      : parameters_(parameters.begin(), parameters.end()), J_(J) {}

  double operator()(std::size_t entry, double displacement) {
    const double kept = parameters_[entry];
    parameters_[entry] = kept + displacement;
    const double value = J_(parameters_.data());
    parameters_[entry] = kept;
    return value;
  }
  double at(std::size_t entry) const { return parameters_[entry]; }

 private:
  Buffer<double> parameters_;
  const std::function<double(const double*)>& J_;
};

Entry compare_entry(Probe& probe, std::size_t entry, double a, double least_scale, double limit) {
  if (!std::isfinite(a)) return {.a = a, .error = std::numeric_limits<double>::infinity(), .measured = true};
  const auto f = [&](double displacement) { return probe(entry, displacement); };
  const double first_step = 0.1 * std::max(1.0, std::abs(probe.at(entry)));
  const Derivative n = central_difference(f, first_step, 0.01 * limit * std::max(std::abs(a), least_scale));
  Entry result{.a = a, .n = n.value};
  const double difference = std::abs(a - n.value), scale = std::max({std::abs(a), std::abs(n.value), least_scale});
  result.error = difference == 0 ? 0 : difference / scale;
  if (result.error <= limit)  // right, if n is good enough to say so
    result.measured = difference == 0 || n.error <= 0.5 * limit * scale;
  else  // wrong, if n is surely better than that, and not on a kink
    result.measured = difference > limit * scale + 10 * n.error && !has_kink(f, first_step, 0.5 * difference);
  return result;
}

/// Entries of a tensor in random order, none twice; all of a small one.
class Choice {
 public:
  Choice(const ParameterBlock& block, const GradientCheckSettings& settings)
      : random_(settings.seed, Purpose::gradient_check, place_of(block.name)),
        size_(block.size),
        small_(block.size <= settings.entries) {}

  /// The next entry, or -1 where there is none left (or none found soon).
  Index next() {
    if (small_) return given_ < size_ ? given_++ : -1;
    for (int attempt = 0; attempt < 100; ++attempt) {
      const auto entry = static_cast<Index>(random_.below(static_cast<std::uint64_t>(size_), draws_++));
      if (seen_.insert(entry).second) return entry;
    }
    return -1;
  }

 private:
  RandomStream random_;
  Index size_;
  bool small_;
  Index given_ = 0;
  std::uint64_t draws_ = 0;
  std::set<Index> seen_;
};

TensorCheck check_tensor(const ParameterBlock& block, std::span<const double> gradient, Probe& probe,
                         const GradientCheckSettings& settings) {
  TensorCheck result{.name = block.name, .size = block.size};
  double largest = 0;
  for (const double a : gradient) largest = std::max(largest, std::abs(a));
  const double least_scale = std::isfinite(largest) ? 1e-3 * largest : 0;
  double square_difference = 0, square_a = 0, square_n = 0;
  Choice choice(block, settings);
  while (result.checked < settings.entries && result.skipped < 3 * settings.entries) {
    const Index entry = choice.next();
    if (entry < 0) break;
    const double a = gradient[static_cast<std::size_t>(entry)];
    const Entry e =
        compare_entry(probe, static_cast<std::size_t>(block.offset + entry), a, least_scale, settings.limit);
    if (!e.measured) {
      ++result.skipped;
      continue;
    }
    ++result.checked;
    square_difference += (e.a - e.n) * (e.a - e.n);
    square_a += e.a * e.a;
    square_n += e.n * e.n;
    if (e.error > result.worst_error || result.checked == 1) {
      result.worst_error = e.error;
      result.worst_entry = entry;
      result.back_propagated = e.a;
      result.by_differences = e.n;
    }
  }
  if (square_difference > 0)
    result.relative_error = std::sqrt(square_difference) / (std::sqrt(square_a) + std::sqrt(square_n));
  if (!std::isfinite(result.worst_error)) result.relative_error = std::numeric_limits<double>::infinity();
  result.passed = result.relative_error <= settings.limit && result.worst_error <= settings.limit;
  return result;
}

}  // namespace

std::vector<TensorCheck> compare_gradient(const ParameterLayout& layout, std::span<const double> parameters,
                                          std::span<const double> gradient,
                                          const std::function<double(const double*)>& J,
                                          const GradientCheckSettings& settings) {
  Probe probe(parameters, J);
  std::vector<TensorCheck> checks;
  for (const ParameterBlock& block : layout.blocks())
    if (block.learning.trainable)
      checks.push_back(check_tensor(
          block, gradient.subspan(static_cast<std::size_t>(block.offset), static_cast<std::size_t>(block.size)), probe,
          settings));
  return checks;
}

void leave_special_point(std::uint64_t seed, std::span<double> parameters) {
  const RandomStream random(seed, Purpose::gradient_check, place_of("special point"));
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i] += 0.05 * random.normal(i);
}

std::vector<TensorCheck> check_gradient(Objective<double>& objective, Execution<double> run,
                                        const GradientCheckSettings& settings) {
  const ParameterLayout& layout = objective.model().parameters();
  const std::span<const double> parameters(run.parameters, static_cast<std::size_t>(layout.size()));
  // An entry that nobody writes stays infinite, and so shows.
  Buffer<double> gradient(parameters.size(), std::numeric_limits<double>::infinity());
  run.gradient = gradient.data();
  objective.gradient(run);
  const auto J = [&](const double* at) {
    Execution<double> there = run;
    there.parameters = at;
    return objective.value(there).J(run.samples);
  };
  return compare_gradient(layout, parameters, gradient, J, settings);
}

}  // namespace mlp
