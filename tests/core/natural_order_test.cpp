#include "mlp/core/natural_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mlp {
namespace {

TEST(NaturalOrder, IsThatOfPeople) {
  const std::vector<std::string> sorted{"",
                                        "a",
                                        "a/seed-1",
                                        "a/seed-2",
                                        "a/seed-10",
                                        "b=1e-3/c=8",
                                        "b=0.01/c=8",
                                        "b=0.01/c=16",
                                        "b=0.01/c=128",
                                        "b=0.1/c=8",
                                        "b=1",
                                        "b=1.5",
                                        "b=10",
                                        "x01",
                                        "x1",
                                        "x" + std::string(400, '9')};
  std::vector<std::string> names(sorted.rbegin(), sorted.rend());
  std::sort(names.begin(), names.end(), natural_less);
  EXPECT_EQ(names, sorted);
}

// As std::sort needs it: of two names at most one is less, and none is less than itself.
TEST(NaturalOrder, IsStrict) {
  const std::vector<std::string> names{"1", "01", "1.0", "1a", "1e", "1e5", "100000", "a1", "a", "", "1.", ".1", "-1"};
  for (const std::string& a : names)
    for (const std::string& b : names) {
      EXPECT_EQ(natural_less(a, b) + natural_less(b, a), a == b ? 0 : 1) << a << " " << b;
      for (const std::string& c : names) {
        if (natural_less(a, b) && natural_less(b, c)) {
          EXPECT_TRUE(natural_less(a, c)) << a << " " << b << " " << c;
        }
      }
    }
}

}  // namespace
}  // namespace mlp
