#include "divergence.h"

#include <cmath>

#include "mlp/core/numbers.h"
#include "mlp/core/statistics.h"

namespace mlp {

namespace {

template <class T>
std::span<const T> part_of(std::span<const T> values, const ParameterBlock& block) {
  return values.subspan(static_cast<std::size_t>(block.offset), static_cast<std::size_t>(block.size));
}

/// The first tensor with an entry that is not finite, or null.
template <class T>
const ParameterBlock* first_not_finite(const ParameterLayout& layout, std::span<const T> values) {
  for (const ParameterBlock& block : layout.blocks())
    for (const T value : part_of(values, block))
      if (!std::isfinite(value)) return &block;
  return nullptr;
}

/// The tensor with the entry of the largest magnitude, and that magnitude.
template <class T>
std::string largest_parameter(const ParameterLayout& layout, std::span<const T> parameters) {
  const ParameterBlock* largest = nullptr;
  double size = -1;
  for (const ParameterBlock& block : layout.blocks())
    for (const T value : part_of(parameters, block))
      if (const double magnitude = std::abs(static_cast<double>(value)); magnitude > size)
        size = magnitude, largest = &block;
  return largest == nullptr ? "" : "; largest parameter in \"" + largest->name + "\": " + rounded(size, 3);
}

template <class T>
std::string largest_gradient(const ParameterLayout& layout, std::span<const T> gradient) {
  const ParameterBlock* largest = nullptr;
  double size = -1;
  for (const ParameterBlock& block : layout.blocks())
    if (const double length = norm(part_of(gradient, block)); length > size) size = length, largest = &block;
  return largest == nullptr ? "" : "; largest gradient in \"" + largest->name + "\", norm " + rounded(size, 3);
}

}  // namespace

template <class T>
std::string divergence_message(const DivergencePoint& at, const ParameterLayout& layout, std::span<const T> parameters,
                               std::span<const T> gradient) {
  const ParameterBlock* lost = first_not_finite(layout, parameters);
  const ParameterBlock* lost_gradient = first_not_finite(layout, gradient);
  const bool nothing_learned = at.step == 1 && !std::isfinite(at.loss);
  return "epoch " + std::to_string(at.epoch) + ", step " + std::to_string(at.step) + ": " +
         (std::isfinite(at.loss) ? "the parameters are no longer finite (loss " : "the loss is not finite (") +
         shortest(at.loss) + ") at learning rate " + rounded(at.learning_rate) +
         (lost != nullptr ? "; \"" + lost->name + "\" is not finite" : largest_parameter(layout, parameters)) +
         (lost_gradient != nullptr ? "; the gradient of \"" + lost_gradient->name + "\" is not finite"
                                   : largest_gradient(layout, gradient)) +
         ". " +
         (nothing_learned ? "Nothing was learned yet: scale inputs and targets, or take smaller initial weights."
                          : "Try a smaller learning_rate, \"clip_norm\": 1 in training, or scaled inputs.");
}

template std::string divergence_message(const DivergencePoint&, const ParameterLayout&, std::span<const float>,
                                        std::span<const float>);
template std::string divergence_message(const DivergencePoint&, const ParameterLayout&, std::span<const double>,
                                        std::span<const double>);

}  // namespace mlp
