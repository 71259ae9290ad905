// Every optimizer of the catalog, with its defaults and with settings, against PyTorch for 1000 steps.

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/math/stepper.h"
#include "tests/support/golden.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

/// What the rows NAME_set of optimizers.csv were made with.
const std::map<std::string, std::string>& settings() {
  static const std::map<std::string, std::string> all{
      {"sgd", R"("learning_rate": 0.02, "momentum": 0.9)"},
      {"adagrad", R"("learning_rate": 0.1, "initial_accumulator_value": 0.3, "epsilon": 1e-3)"},
      {"rmsprop", R"("learning_rate": 0.003, "alpha": 0.7, "epsilon": 1e-2)"},
      {"adadelta", R"("learning_rate": 0.5, "rho": 0.6, "epsilon": 1e-3)"},
      {"adam", R"("learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-6)"},
      {"adamw", R"("learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-6, "weight_decay": 0.2)"},
      {"nadam", R"("learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-6, "momentum_decay": 0.1)"},
      {"rprop", R"("learning_rate": 0.1, "eta_minus": 0.7, "eta_plus": 1.5, "min_step": 1e-3, "max_step": 0.5)"}};
  return all;
}

/// The gradient a·sin(c·t) + 0.05·w at update t, from w = 1, against the rows "NAME/STEP".
void expect_golden(const std::string& row, const OptimizerChoice& choice) {
  const Golden golden("math/optimizers.csv");
  const std::vector<double>&a = golden["a"], &c = golden["c"];
  Stepper s(dynamic_cast<const ElementwiseOptimizer<double>&>(*choice.rule.double_precision),
            std::vector<double>(7, 1.0), {0, 2, 3, 7});
  const double rate = choice.learning_rate.schedule->rate(0, 1000);
  int compared = 0;
  for (std::int64_t t = 1; t <= 1000; ++t) {
    Buffer<double> g;
    for (std::size_t i = 0; i < 7; ++i) g.push_back(a[i] * std::sin(c[i] * static_cast<double>(t)) + 0.05 * s.w[i]);
    s.step({t, rate}, g);
    const std::string name = row + "/" + std::to_string(t);
    if (!golden.has(name)) continue;
    ++compared;
    for (std::size_t i = 0; i < 7; ++i)
      EXPECT_NEAR(s.w[i], golden[name][i], 1e-9 * std::abs(golden[name][i])) << name << ", parameter " << i;
  }
  EXPECT_EQ(compared, 6) << row;
}

TEST(Optimizer, FollowsPyTorchForAThousandSteps) {
  for (const std::string& name : optimizer_names()) {
    if (name == "lbfgs") continue;  // lbfgs_test.cpp
    expect_golden(name, make_optimizer(name));
    expect_golden(name + "_set", make_optimizer(R"({"type": ")" + name + R"(", )" + settings().at(name) + "}"));
  }
  expect_golden("sgd_nesterov",
                make_optimizer(R"({"type": "sgd", "learning_rate": 0.02, "momentum": 0.9, "nesterov": true})"));
}

}  // namespace
}  // namespace mlp::test
