// The table of losses.

#include "mlp/config/catalog.h"
#include "mlp/math/losses/binary_crossentropy.h"
#include "mlp/math/losses/categorical_crossentropy.h"
#include "mlp/math/losses/mean_absolute_error.h"
#include "mlp/math/losses/mean_squared_error.h"

namespace mlp {

Reduction read_reduction(Section& s) {
  const std::string text = s.choice("reduction", {"mean_over_outputs", "sum_over_outputs"}, "mean_over_outputs",
                                    "what a sample's loss is of the losses of its outputs");
  return text == "mean_over_outputs" ? Reduction::mean_over_outputs : Reduction::sum_over_outputs;
}

void add_losses(Registry<Both<Loss>>& table) {
  table.add("binary_crossentropy", "-t ln p - (1-t) ln(1-p) of each sigmoid output p",
            [](Section& s) { return both<Loss, BinaryCrossentropy>(read_reduction(s)); });
  table.add("categorical_crossentropy", "-ln p of the true class, of softmax outputs p",
            [](Section&) { return both<Loss, CategoricalCrossentropy>(); });
  table.add("mean_squared_error", "(y - t)^2",
            [](Section& s) { return both<Loss, MeanSquaredError>(read_reduction(s)); });
  table.add("mean_absolute_error", "|y - t|",
            [](Section& s) { return both<Loss, MeanAbsoluteError>(read_reduction(s)); });
}

}  // namespace mlp
