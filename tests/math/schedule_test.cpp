// Schedules against PyTorch, and by hand.

#include "mlp/math/schedule.h"

#include <gtest/gtest.h>

#include "tests/support/golden.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

void expect_golden(const std::string& name, const Schedule& schedule) {
  const Golden golden("math/math.csv");
  const std::vector<double>& rates = golden["schedule/" + name];
  ASSERT_EQ(rates.size(), 20u);
  for (std::size_t t = 0; t < 20; ++t)
    EXPECT_NEAR(schedule.rate(static_cast<double>(t), 20), rates[t], 1e-15) << name << ", t = " << t;
}

TEST(Schedule, IsPyTorchs) {
  expect_golden("step", StepSchedule(0.1, 0.5, 6));
  expect_golden("exponential", ExponentialSchedule(0.1, 0.07));
  expect_golden("cosine", CosineSchedule(0.1, 0.001, 1));
  expect_golden("restarts", CosineSchedule(0.1, 0.001, 4));
}

/// The same for a schedule of a config.
void expect_golden_config(const std::string& name, const std::string& json) {
  const Golden golden("math/schedules.csv");
  const std::vector<double>& rates = golden[name];
  ASSERT_EQ(rates.size(), 20u);
  const auto schedule = make_schedule(json).schedule;
  for (std::size_t t = 0; t < 20; ++t)
    EXPECT_NEAR(schedule->rate(static_cast<double>(t), 20), rates[t], 1e-15) << name << ", t = " << t;
}

TEST(Schedule, OfAConfigIsPyTorchs) {
  expect_golden_config("inverse_time", R"({"type": "inverse_time", "initial": 0.1, "rate": 0.3})");
  expect_golden_config("polynomial", R"({"type": "polynomial", "initial": 0.1, "power": 1.5})");
  expect_golden_config("piecewise",
                       R"({"type": "piecewise", "boundaries": [3, 10, 11], "values": [0.1, 0.05, 0.025, 0.0125]})");
  expect_golden_config("one_cycle", R"({"type": "one_cycle", "max": 0.5})");
  expect_golden_config("one_cycle_set",
                       R"({"type": "one_cycle", "max": 0.4, "initial": 0.05, "end": 0.005, "pct_start": 0.55})");
  expect_golden_config("warm_step", R"({"type": "step", "initial": 0.1, "every": 6, "warmup_steps": 8})");
}

TEST(Schedule, WarmUpIsPartOfAnySchedule) {
  for (const std::string json :
       {R"({"type": "constant", "initial": 2)", R"({"type": "cosine", "initial": 2, "min": 1)",
        R"({"type": "one_cycle", "max": 2)", R"({"type": "piecewise", "boundaries": [4], "values": [2, 1])",
        R"({"type": "reduce_on_plateau", "initial": 2)", R"({"type": "exponential", "initial": 2, "rate": 0.1)"}) {
    const auto cold = make_schedule(json + "}").schedule,
               warm = make_schedule(json + R"(, "warmup_steps": 4})").schedule;
    for (int t = 0; t < 10; ++t)
      EXPECT_DOUBLE_EQ(warm->rate(t, 10), cold->rate(t, 10) * std::min(1.0, (t + 1) / 4.0)) << json << ", t = " << t;
  }
}

TEST(Schedule, StaysFiniteInTheShortestRuns) {
  for (const double T : {1.0, 2.0, 3.0, 4.0, 10.0})
    for (double t = 0; t < T; ++t) {
      EXPECT_GT(OneCycleSchedule(0.1, 1, 0.01, 0.3).rate(t, T), 0.0099) << t << " of " << T;
      EXPECT_LE(OneCycleSchedule(0.1, 1, 0.01, 0.999).rate(t, T), 1) << t << " of " << T;
      EXPECT_GT(PolynomialSchedule(0.1, 0, 2).rate(t, T), 0) << t << " of " << T;
    }
  EXPECT_EQ(OneCycleSchedule(0.1, 1, 0.01, 0.3).rate(0, 1), 0.01);  // the only step is the last one
}

TEST(Schedule, ByHand) {
  EXPECT_DOUBLE_EQ(InverseTimeSchedule(3, 0.5).rate(4, 100), 1);
  EXPECT_DOUBLE_EQ(PolynomialSchedule(5, 1, 2).rate(50, 100), 2);
  const PiecewiseSchedule piecewise({10, 20}, {3, 2, 1});
  EXPECT_EQ(piecewise.rate(0, 100), 3);
  EXPECT_EQ(piecewise.rate(9, 100), 3);
  EXPECT_EQ(piecewise.rate(10, 100), 2);
  EXPECT_EQ(piecewise.rate(99, 100), 1);
  EXPECT_EQ(ConstantSchedule(0.3).rate(1e9, 1e10), 0.3);
  EXPECT_EQ(StepSchedule(1, 0.5, 10).rate(9.9, 100), 1);
  EXPECT_EQ(StepSchedule(1, 0.5, 10).rate(10, 100), 0.5);
  EXPECT_DOUBLE_EQ(ExponentialSchedule(2, std::log(2)).rate(3, 100), 0.25);
  EXPECT_DOUBLE_EQ(CosineSchedule(1, 0, 1).rate(50, 100), 0.5);
  EXPECT_DOUBLE_EQ(CosineSchedule(1, 0.2, 1).rate(0, 100), 1);
}

}  // namespace
}  // namespace mlp::test
