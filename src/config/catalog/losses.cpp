// The table of losses.

#include "mlp/config/catalog.h"
#include "mlp/math/losses/binary_crossentropy.h"
#include "mlp/math/losses/categorical_crossentropy.h"
#include "mlp/math/losses/hinge.h"
#include "mlp/math/losses/huber.h"
#include "mlp/math/losses/mean_absolute_error.h"
#include "mlp/math/losses/mean_squared_error.h"

namespace mlp {
namespace {

LossChoice read_categorical_crossentropy(Section& s) {
  return {both<Loss, CategoricalCrossentropy>(), read_class_options(s)};
}

LossChoice read_huber(Section& s) {
  const double delta = s.number("delta", 1, "from errors of this size on, the loss is linear").above(0);
  const Reduction reduction = read_reduction(s);
  return {both<Loss, Huber>(delta, reduction), read_class_options(s)};
}

/// A loss whose only parameter of its own is the reduction.
template <template <class> class Implementation>
LossChoice read_loss(Section& s) {
  const Reduction reduction = read_reduction(s);
  return {both<Loss, Implementation>(reduction), read_class_options(s)};
}

}  // namespace

Reduction read_reduction(Section& s) {
  const std::string text = s.choice("reduction", {"mean_over_outputs", "sum_over_outputs"}, "mean_over_outputs",
                                    "what a sample's loss is of the losses of its outputs");
  return text == "mean_over_outputs" ? Reduction::mean_over_outputs : Reduction::sum_over_outputs;
}

void add_losses(Registry<LossChoice>& table) {
  table.add("binary_crossentropy", "-t ln p - (1-t) ln(1-p) of each sigmoid output p", read_loss<BinaryCrossentropy>);
  table.add("categorical_crossentropy", "-ln p of the true class, of softmax outputs p", read_categorical_crossentropy);
  table.add("mean_squared_error", "(y - t)^2", read_loss<MeanSquaredError>);
  table.add("mean_absolute_error", "|y - t|", read_loss<MeanAbsoluteError>);
  table.add("huber", "(y - t)^2 / 2 where |y - t| <= delta, else delta (|y - t| - delta/2) (Huber 1964)", read_huber);
  table.add("hinge", "max(0, 1 - u z) of linear outputs z, with u = 2 t - 1, -1 or 1 (Cortes & Vapnik 1995)",
            read_loss<Hinge>);
}

}  // namespace mlp
