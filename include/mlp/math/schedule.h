#pragma once
// A schedule gives the learning rate as a function of time: t updates (or epochs) were made so far, of T in all.

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

namespace mlp {

class Schedule {
 public:
  virtual ~Schedule() = default;

  /// The learning rate of the update that follows t others, 0 ≤ t < T.
  virtual double rate(double t, double T) const = 0;
};

/// η₀
struct ConstantSchedule final : Schedule {
  explicit ConstantSchedule(double initial_rate) : initial(initial_rate) {}
  double rate(double, double) const override { return initial; }
  double initial;
};

/// η₀ · factor^⌊t/every⌋
struct StepSchedule final : Schedule {
  StepSchedule(double initial_rate, double the_factor, double interval)
      : initial(initial_rate), factor(the_factor), every(interval) {}
  double rate(double t, double) const override { return initial * std::pow(factor, std::floor(t / every)); }
  double initial, factor, every;
};

/// η₀ · e^(−decay·t)
struct ExponentialSchedule final : Schedule {
  ExponentialSchedule(double initial_rate, double decay_rate) : initial(initial_rate), decay(decay_rate) {}
  double rate(double t, double) const override { return initial * std::exp(-decay * t); }
  double initial, decay;
};

/// η₀ / (1 + decay·t)
struct InverseTimeSchedule final : Schedule {
  InverseTimeSchedule(double initial_rate, double decay_rate) : initial(initial_rate), decay(decay_rate) {}
  double rate(double t, double) const override { return initial / (1 + decay * t); }
  double initial, decay;
};

/// end + (η₀ − end)·(1 − t/T)^power
struct PolynomialSchedule final : Schedule {
  PolynomialSchedule(double initial_rate, double last_rate, double exponent)
      : initial(initial_rate), end(last_rate), power(exponent) {}
  double rate(double t, double T) const override { return end + (initial - end) * std::pow(1 - t / T, power); }
  double initial, end, power;
};

/// values[i], where i of the boundaries are ≤ t: the first value up to the first boundary, and so on. There is one
/// value more than there are boundaries, which rise.
struct PiecewiseSchedule final : Schedule {
  PiecewiseSchedule(std::vector<double> rising_boundaries, std::vector<double> rates)
      : boundaries(std::move(rising_boundaries)), values(std::move(rates)) {}
  double rate(double t, double) const override {
    const auto passed = std::upper_bound(boundaries.begin(), boundaries.end(), t) - boundaries.begin();
    return values[static_cast<std::size_t>(passed)];
  }
  std::vector<double> boundaries, values;
};

/// min + (η₀ − min)·(1 + cos(π·t/T))/2, begun anew `cycles` times over the run (Loshchilov & Hutter 2017, "SGDR").
struct CosineSchedule final : Schedule {
  CosineSchedule(double initial_rate, double least_rate, double number_of_cycles)
      : initial(initial_rate), least(least_rate), cycles(number_of_cycles) {}
  double rate(double t, double T) const override {
    const double passed = t * cycles / T;
    const double in_cycle = passed - std::floor(passed);
    return least + (initial - least) * (1 + std::cos(std::numbers::pi * in_cycle)) / 2;
  }
  double initial, least, cycles;
};

/// Up from η₀ to `most` in the first share of the run, then down to `end`, each along half a cosine (Smith & Topin
/// 2019, "Super-convergence: very fast training of neural networks using large learning rates"), as PyTorch's
/// OneCycleLR has it: the peak is reached at t = climb·T − 1, the end at t = T − 1.
struct OneCycleSchedule final : Schedule {
  OneCycleSchedule(double initial_rate, double peak_rate, double last_rate, double climbing_share)
      : initial(initial_rate), most(peak_rate), end(last_rate), climb(climbing_share) {}
  double rate(double t, double T) const override {
    const double peak = climb * T - 1, last = T - 1;
    return t < peak ? between(initial, most, t / peak) : between(most, end, (t - peak) / (last - peak));
  }
  /// From a to b along half a cosine, as `share` goes from 0 to 1.
  static double between(double a, double b, double share) {
    return b + (a - b) * (1 + std::cos(std::numbers::pi * share)) / 2;
  }
  double initial, most, end, climb;
};

/// Another schedule's rate times min(1, (t+1)/steps): the first steps are small, while the averages of the optimizer
/// still mean little (Goyal et al. 2017, "Accurate, large minibatch SGD").
struct WarmUp final : Schedule {
  WarmUp(std::shared_ptr<const Schedule> after, double duration) : schedule(std::move(after)), steps(duration) {}
  double rate(double t, double T) const override { return schedule->rate(t, T) * std::min(1.0, (t + 1) / steps); }
  std::shared_ptr<const Schedule> schedule;
  double steps;
};

}  // namespace mlp
