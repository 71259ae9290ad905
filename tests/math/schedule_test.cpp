// Schedules against PyTorch, and by hand.

#include "mlp/math/schedule.h"

#include <gtest/gtest.h>

#include "tests/support/golden.h"

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

TEST(Schedule, ByHand) {
  EXPECT_EQ(ConstantSchedule(0.3).rate(1e9, 1e10), 0.3);
  EXPECT_EQ(StepSchedule(1, 0.5, 10).rate(9.9, 100), 1);
  EXPECT_EQ(StepSchedule(1, 0.5, 10).rate(10, 100), 0.5);
  EXPECT_DOUBLE_EQ(ExponentialSchedule(2, std::log(2)).rate(3, 100), 0.25);
  EXPECT_DOUBLE_EQ(CosineSchedule(1, 0, 1).rate(50, 100), 0.5);
  EXPECT_DOUBLE_EQ(CosineSchedule(1, 0.2, 1).rate(0, 100), 1);
}

}  // namespace
}  // namespace mlp::test
