#pragma once
// A schedule gives the learning rate as a function of time: t updates (or epochs) were made so far, of T in all.

#include <cmath>
#include <numbers>

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

}  // namespace mlp
