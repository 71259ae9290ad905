#pragma once
// Derivatives by differences, extrapolated to a step of 0, with an estimate of their error.

#include <functional>

namespace mlp {

struct Derivative {
  double value = 0;
  double error = 0;  // estimated; infinite where nothing could be found
};

/// f'(0) by central differences. Steps are halved, starting from first_step, until the error is at most good_enough or
/// rounding errors take over.
Derivative central_difference(const std::function<double(double)>& f, double first_step, double good_enough);

/// True where f has a kink at 0, or too near to tell: the difference quotients to the left and to the right have limits
/// that differ by more than `tolerance` and by more than their own errors.
bool has_kink(const std::function<double(double)>& f, double first_step, double tolerance);

}  // namespace mlp
