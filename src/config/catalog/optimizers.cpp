// The table of optimizers.

#include "mlp/config/catalog.h"
#include "mlp/math/optimizers/adam.h"
#include "mlp/math/optimizers/sgd.h"

namespace mlp {
namespace {

OptimizerChoice read_sgd(Section& s) {
  const ScheduleChoice rate = read_learning_rate(s, 0.01);
  const double momentum = s.number("momentum", 0, "mu, the share of the last step that is kept").at_least(0).below(1);
  const bool nesterov = s.boolean("nesterov", false, "look ahead along the momentum (Sutskever et al. 2013)");
  return {both<Optimizer, Sgd>(momentum, nesterov), rate};
}

OptimizerChoice read_adam(Section& s) {
  const ScheduleChoice rate = read_learning_rate(s, 0.001);
  const double beta_1 = s.number("beta_1", 0.9, "decay of the mean of the gradients").at_least(0).below(1);
  const double beta_2 = s.number("beta_2", 0.999, "decay of the mean of their squares").at_least(0).below(1);
  const double epsilon = s.number("epsilon", 1e-8, "added to the root, against division by 0").above(0);
  return {both<Optimizer, Adam>(beta_1, beta_2, epsilon), rate};
}

}  // namespace

void add_optimizers(Registry<OptimizerChoice>& table) {
  table.add("sgd", "v <- mu v - eta g, w <- w + v, as in Keras", read_sgd);
  table.add("adam", "adaptive moments (Kingma & Ba 2015)", read_adam);
}

}  // namespace mlp
