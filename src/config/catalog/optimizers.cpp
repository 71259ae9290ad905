// The table of optimizers.

#include "mlp/config/catalog.h"
#include "mlp/math/optimizers/adadelta.h"
#include "mlp/math/optimizers/adagrad.h"
#include "mlp/math/optimizers/adam.h"
#include "mlp/math/optimizers/adamw.h"
#include "mlp/math/optimizers/lbfgs.h"
#include "mlp/math/optimizers/nadam.h"
#include "mlp/math/optimizers/rmsprop.h"
#include "mlp/math/optimizers/rprop.h"
#include "mlp/math/optimizers/sgd.h"

namespace mlp {
namespace {

/// The object form of a momentum: a line from one number to another.
Momentum read_momentum_line(Section s) {
  s.choice("type", {"linear"}, "linear", "initial + (final - initial) min(1, t/steps), with t = updates made so far");
  Momentum momentum;
  momentum.initial = s.number("initial", "mu at t = 0").at_least(0).below(1);
  momentum.last = s.number("final", "mu from t = steps on").at_least(0).below(1);
  momentum.steps = static_cast<double>(s.integer("steps", "updates from the one to the other").at_least(1).value());
  s.finish("\"momentum\"");
  return momentum;
}

/// A number, or an object that says how it changes.
Momentum read_momentum(Section& s) {
  const std::string_view key = "momentum", summary = "mu, the share of the last step that is kept: a number, or a line";
  const Tree* written = s.peek(key);
  if (written != nullptr && written->kind == Tree::Kind::object) return read_momentum_line(s.section(key, summary));
  const double momentum = s.number(key, 0, summary).at_least(0).below(1);
  KeyDescription& description = s.description(key);
  description.type = "number or object";
  if (s.context().describing) {
    Section object(nullptr, "", s.context());
    read_momentum_line(object);
    description.keys = object.keys();
  }
  return {momentum, momentum};
}

double read_epsilon(Section& s, double fallback) {
  return s.number("epsilon", fallback, "added to the root, against division by 0").above(0);
}

OptimizerChoice read_sgd(Section& s) {
  const ScheduleChoice rate = read_learning_rate(s, 0.01);
  const Momentum momentum = read_momentum(s);
  const bool nesterov = s.boolean("nesterov", false, "look ahead along the momentum (Sutskever et al. 2013)");
  return {both<Optimizer, Sgd>(momentum, nesterov), rate};
}

OptimizerChoice read_adagrad(Section& s) {
  const ScheduleChoice rate = read_learning_rate(s, 0.01);
  const double initial =
      s.number("initial_accumulator_value", 0, "the sum of squares before the first step").at_least(0);
  const double epsilon = read_epsilon(s, 1e-10);
  return {both<Optimizer, Adagrad>(initial, epsilon), rate};
}

OptimizerChoice read_rmsprop(Section& s) {
  const ScheduleChoice rate = read_learning_rate(s, 0.01);
  const double alpha = s.number("alpha", 0.99, "decay of the mean of the squared gradients").at_least(0).below(1);
  const double epsilon = read_epsilon(s, 1e-8);
  return {both<Optimizer, Rmsprop>(alpha, epsilon), rate};
}

OptimizerChoice read_adadelta(Section& s) {
  const ScheduleChoice rate = read_learning_rate(s, 1);
  const double rho = s.number("rho", 0.9, "decay of the means of squared gradients and steps").at_least(0).below(1);
  const double epsilon =
      s.number("epsilon", 1e-6, "added below both roots; it sets the size of the first steps").above(0);
  return {both<Optimizer, Adadelta>(rho, epsilon), rate};
}

/// What Adam and its kin share.
struct AdamSettings {
  ScheduleChoice rate;
  double beta_1, beta_2, epsilon;
};

AdamSettings read_adam_settings(Section& s, double rate_fallback) {
  AdamSettings settings{read_learning_rate(s, rate_fallback), 0, 0, 0};
  settings.beta_1 = s.number("beta_1", 0.9, "decay of the mean of the gradients").at_least(0).below(1);
  settings.beta_2 = s.number("beta_2", 0.999, "decay of the mean of their squares").at_least(0).below(1);
  settings.epsilon = read_epsilon(s, 1e-8);
  return settings;
}

OptimizerChoice read_adam(Section& s) {
  const AdamSettings a = read_adam_settings(s, 0.001);
  return {both<Optimizer, Adam>(a.beta_1, a.beta_2, a.epsilon), a.rate};
}

OptimizerChoice read_adamw(Section& s) {
  const AdamSettings a = read_adam_settings(s, 0.001);
  const double decay =
      s.number("weight_decay", 0.01, "lambda: each step takes eta lambda w from every parameter, biases too")
          .at_least(0);
  return {both<Optimizer, AdamW>(a.beta_1, a.beta_2, a.epsilon, decay), a.rate};
}

OptimizerChoice read_nadam(Section& s) {
  const AdamSettings a = read_adam_settings(s, 0.002);
  const double decay = s.number("momentum_decay", 0.004, "psi, how fast the momentum grows to beta_1").at_least(0);
  return {both<Optimizer, Nadam>(a.beta_1, a.beta_2, a.epsilon, decay), a.rate};
}

OptimizerChoice read_rprop(Section& s) {
  // A plain number: only the first step takes it, so that a schedule would do nothing.
  const double first =
      s.number("learning_rate", 0.01, "the first step size; later ones follow from the signs").above(0);
  RpropSettings r;
  r.eta_minus = s.number("eta_minus", 0.5, "multiplies a step size when its gradient's sign turns").above(0).below(1);
  r.eta_plus = s.number("eta_plus", 1.2, "multiplies a step size when its gradient's sign stays").above(1);
  r.min_step = s.number("min_step", 1e-6, "the smallest step size").above(0);
  r.max_step = s.number("max_step", 50, "the largest step size").above(0);
  if (r.max_step < r.min_step) s.problem("max_step", "must not be below \"min_step\"");
  return {both<Optimizer, Rprop>(r), {std::make_shared<ConstantSchedule>(first)}, FullBatch::advised};
}

OptimizerChoice read_lbfgs(Section& s) {
  const ScheduleChoice rate = read_learning_rate(s, 1);
  s.description("learning_rate").summary = "the first step length that the line search tries: a number, or a schedule";
  constexpr Index most_pairs = 10000;
  LbfgsSettings l;
  l.history_size = s.integer("history_size", 100, "steps that are remembered, each two numbers per parameter")
                       .at_least(1)
                       .at_most(most_pairs);
  l.tolerance_grad = s.number("tolerance_grad", 1e-7, "no step where no gradient is larger").at_least(0);
  l.tolerance_change =
      s.number("tolerance_change", 1e-9, "no step where the slope, or the change of every parameter, is smaller")
          .at_least(0);
  return {both<Optimizer, Lbfgs>(l), rate, FullBatch::required};
}

}  // namespace

void add_optimizers(Registry<OptimizerChoice>& table) {
  table.add("sgd", "v <- mu v - eta g, w <- w + v, as in Keras", read_sgd);
  table.add("adagrad", "steps shrink with the sum of squared gradients (Duchi, Hazan & Singer 2011)", read_adagrad);
  table.add("rmsprop", "g over its running root mean square (Tieleman & Hinton 2012)", read_rmsprop);
  table.add("adadelta", "steps as large as the last ones were, without a rate (Zeiler 2012)", read_adadelta);
  table.add("adam", "adaptive moments (Kingma & Ba 2015)", read_adam);
  table.add("adamw", "adam with decoupled weight decay (Loshchilov & Hutter 2019)", read_adamw);
  table.add("nadam", "adam with Nesterov's momentum (Dozat 2016)", read_nadam);
  table.add("rprop", "step sizes by the gradient's sign alone, for full batches (Riedmiller & Braun 1993)", read_rprop);
  table.add("lbfgs", "quasi-Newton steps with a strong Wolfe line search, full batches only (Liu & Nocedal 1989)",
            read_lbfgs);
}

}  // namespace mlp
