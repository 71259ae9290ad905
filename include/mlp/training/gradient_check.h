#pragma once
// Is the back-propagated gradient a the gradient of the objective J? Central differences of J itself are the judge:
//     n = (J(w + h) − J(w − h)) / 2h
// for some entries w of every parameter tensor, in double.
//
// No single step h serves all: where gradients vanish a small one drowns in rounding errors, and a large one leaps over
// kinks (the 0 of a ReLU, or of |z − t|). So n is extrapolated to h = 0 from a row of halved steps, and comes with an
// estimate of its own error (Ridders, "Accurate computation of F'(x) and F'(x)F''(x)", Adv. Eng. Software 4, 1982).
// An entry whose n is not good enough to judge a is skipped, and another one taken for it; so is one that stands on a
// kink, where the differences to the left and to the right have different limits. An entry that differs by more than
// n's error is wrong, however small it is: an absolute measure could not fail where gradients vanish.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "mlp/training/objective.h"

namespace mlp {

struct GradientCheckSettings {
  Index entries = 20;      // of each tensor, chosen at random; a smaller tensor is checked as a whole
  double limit = 1e-6;     // of both errors below
  std::uint64_t seed = 0;  // of the choice
};

/// What was found for one parameter tensor.
struct TensorCheck {
  std::string name;
  Index size = 0;
  Index checked = 0;          // entries that were compared
  Index skipped = 0;          // entries that no difference could measure: on a kink, or below the rounding errors of J
  double relative_error = 0;  // ‖a − n‖ / (‖a‖ + ‖n‖) over the entries checked
  double worst_error = 0;     // the largest |a − n| / max(|a|, |n|, 1e-3·max|a|), with the maximum over the tensor
  Index worst_entry = 0;      // its index in the tensor's memory order
  double back_propagated = 0, by_differences = 0;  // a and n of that entry
  bool passed = true;                              // both errors are within the limit
};

/// Checks the gradient that `objective` computes for the batch that the caller has put into its inputs() and targets();
/// it must have been made with WorkspaceUse::training. `run` gives samples, parameters, statistics, threads, and, where
/// it says `training`, seed and step: dropout masks are then the same in every evaluation. run.gradient is ignored.
std::vector<TensorCheck> check_gradient(Objective<double>& objective, Execution<double> run,
                                        const GradientCheckSettings& settings);

/// The same for a given gradient of a function J of the flat vector that `layout` describes.
std::vector<TensorCheck> compare_gradient(const ParameterLayout& layout, std::span<const double> parameters,
                                          std::span<const double> gradient,
                                          const std::function<double(const double*)>& J,
                                          const GradientCheckSettings& settings);

/// Adds a small normal number (standard deviation 0.05) to each parameter. At their initial values whole tensors may
/// stand on kinks (zero biases, where a sample is all zeros) or have no gradient (kernels of zeros), and nothing could
/// be checked; at a point without such coincidences everything can.
void leave_special_point(std::uint64_t seed, std::span<double> parameters);

}  // namespace mlp
