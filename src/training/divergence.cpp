#include "divergence.h"

#include <cmath>

#include "mlp/core/numbers.h"
#include "mlp/core/statistics.h"

namespace mlp {

template <class T>
std::string divergence_message(const DivergencePoint& at, const ParameterLayout& layout, std::span<const T> gradient) {
  std::string largest_name = "none";
  double largest = -1;
  for (const ParameterBlock& block : layout.blocks()) {
    const auto g = gradient.subspan(static_cast<std::size_t>(block.offset), static_cast<std::size_t>(block.size));
    const double size = norm(g);
    if (std::isfinite(size) && size <= largest) continue;
    largest = size;
    largest_name = block.name;
    if (!std::isfinite(size)) break;
  }
  const bool nothing_learned = at.step == 1 && !std::isfinite(at.loss);
  return "epoch " + std::to_string(at.epoch) + ", step " + std::to_string(at.step) + ": " +
         (std::isfinite(at.loss) ? "the parameters are no longer finite (loss " : "the loss is not finite (") +
         shortest(at.loss) + ") at learning rate " + rounded(at.learning_rate) + "; largest gradient in \"" +
         largest_name + "\", norm " + rounded(largest, 3) + ". " +
         (nothing_learned ? "Nothing was learned yet: scale inputs and targets, or take smaller initial weights."
                          : "Try a smaller learning_rate, \"clip_norm\": 1 in training, or scaled inputs.");
}

template std::string divergence_message(const DivergencePoint&, const ParameterLayout&, std::span<const float>);
template std::string divergence_message(const DivergencePoint&, const ParameterLayout&, std::span<const double>);

}  // namespace mlp
