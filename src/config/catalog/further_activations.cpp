// The other half of the table of activations: soft, gated and cut ones, and formulas. In two, so that a change of one
// activation does not compile all of them, each in two precisions.

#include "activation_choice.h"
#include "mlp/core/error.h"
#include "mlp/math/activations/exponential.h"
#include "mlp/math/activations/formula.h"
#include "mlp/math/activations/gelu.h"
#include "mlp/math/activations/hard_sigmoid.h"
#include "mlp/math/activations/hard_tanh.h"
#include "mlp/math/activations/mish.h"
#include "mlp/math/activations/relu6.h"
#include "mlp/math/activations/scaled_tanh.h"
#include "mlp/math/activations/silu.h"
#include "mlp/math/activations/softmax.h"
#include "mlp/math/activations/softplus.h"
#include "mlp/math/activations/softsign.h"

namespace mlp {
namespace {

ActivationChoice read_gelu(Section& s) {
  const std::string form = s.choice("approximate", {"none", "tanh"}, "none",
                                    "tanh: z (1 + tanh(sqrt(2/pi) (z + 0.044715 z^3))) / 2, off by at most 5e-4");
  return form == "none" ? function<Gelu>() : function<GeluTanh>();
}

ActivationChoice read_formula(Section& s) {
  const std::string text =
      s.text("expression", "of z, with + - * / ^, comparisons, numbers, pi, e, and " + formula::function_names());
  const std::string harmless = "z";  // where there is none
  const Tree* written = s.peek("expression");
  if (written == nullptr || written->kind != Tree::Kind::string) return function<Formula>(harmless);
  try {
    return function<Formula>(text);
  } catch (const formula::Mistake& mistake) {
    s.problem_in_text("expression", mistake.offset, mistake.length, mistake.what());
  } catch (const InputError& error) {
    s.problem("expression", error.what());
  }
  return function<Formula>(harmless);
}

}  // namespace

void add_further_activations(Registry<ActivationChoice>& table) {
  table.add("softplus", "ln(1 + e^(beta z)) / beta (Glorot, Bordes & Bengio 2011)",
            [](Section& s) { return function<Softplus>(s.number("beta", 1, "steepness").above(0).value()); });
  table.add("softsign", "z / (1 + |z|) (Glorot & Bengio 2010)", [](Section&) { return function<Softsign>(); });
  table.add("gelu", "z Phi(z), Phi the normal distribution's (Hendrycks & Gimpel 2016)", read_gelu);
  table.add("silu", "z / (1 + e^-z), also called swish (Elfwing, Uchibe & Doya 2018)",
            [](Section&) { return function<Silu>(); });
  table.add("mish", "z tanh(ln(1 + e^z)) (Misra 2020)", [](Section&) { return function<Mish>(); });
  table.add("relu6", "max(0, z), at most 6 (Krizhevsky 2010)", [](Section&) { return function<Relu6>(); });
  table.add("hard_sigmoid", "(z + 3)/6, cut to [0, 1]; PyTorch's form",
            [](Section&) { return function<HardSigmoid>(); });
  table.add("hard_tanh", "z, cut to [-1, 1] (Collobert 2004)", [](Section&) { return function<HardTanh>(); });
  table.add("exponential", "e^z", [](Section&) { return function<Exponential>(); });
  table.add("scaled_tanh", "1.7159 tanh(2z/3) (LeCun et al. 1998)", [](Section&) { return function<ScaledTanh>(); });
  table.add("softmax", "e^z over the sum of e^z over the layer's units", [](Section&) { return function<Softmax>(); });
  table.add("formula", "any expression of z, differentiated by the program", read_formula);
}

}  // namespace mlp
