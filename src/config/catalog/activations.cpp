// The table of activations: sigmoid, tanh, and ReLU with its kin. A new one is a line in either half and a file in
// include/mlp/math/activations/.

#include "activation_choice.h"
#include "mlp/math/activations/elu.h"
#include "mlp/math/activations/leaky_relu.h"
#include "mlp/math/activations/linear.h"
#include "mlp/math/activations/relu.h"
#include "mlp/math/activations/selu.h"
#include "mlp/math/activations/sigmoid.h"
#include "mlp/math/activations/tanh.h"
#include "mlp/model/layers/prelu.h"

namespace mlp {
namespace {

ActivationChoice read_prelu(Section& s) {
  const double initial = s.number("initial", 0.25, "the slope for z < 0 before training");
  const bool shared = s.boolean("shared", false, "one slope for the whole layer instead of one per unit");
  return {both<Activation, LeakyRelu>(initial), [=] { return both<Layer, Prelu>(initial, shared); }};
}

}  // namespace

void add_activations(Registry<ActivationChoice>& table) {
  table.add("linear", "z", [](Section&) { return function<Linear>(); });
  table.add("sigmoid", "1 / (1 + e^-z)", [](Section&) { return function<Sigmoid>(); });
  table.add("tanh", "tanh z", [](Section&) { return function<Tanh>(); });
  table.add("relu", "max(0, z) (Glorot, Bordes & Bengio 2011)", [](Section&) { return function<Relu>(); });
  table.add("leaky_relu", "z where z > 0, else a z (Maas, Hannun & Ng 2013)", [](Section& s) {
    return function<LeakyRelu>(s.number("negative_slope", 0.01, "the slope a for z < 0").value());
  });
  table.add("prelu", "z where z > 0, else a z with a learned (He et al. 2015)", read_prelu);
  table.add("elu", "z where z > 0, else alpha (e^z - 1) (Clevert, Unterthiner & Hochreiter 2016)", [](Section& s) {
    return function<Elu>(s.number("alpha", 1, "the limit for z to -infinity is -alpha").at_least(0).value());
  });
  table.add("selu", "1.0507 z where z > 0, else 1.7581 (e^z - 1) (Klambauer et al. 2017)",
            [](Section&) { return function<Selu>(); });
  add_further_activations(table);
}

}  // namespace mlp
