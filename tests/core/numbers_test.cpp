#include "mlp/core/numbers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mlp {
namespace {

TEST(ReadNumber, TakesDecimalNumbers) {
  EXPECT_EQ(read_number("1"), 1.0);
  EXPECT_EQ(read_number("-2.5e-3"), -0.0025);
  EXPECT_EQ(read_number("+.5"), 0.5);
  EXPECT_EQ(read_number("1e308"), 1e308);
  EXPECT_EQ(read_number("5e-324"), 5e-324);
}

TEST(ReadNumber, RefusesEverythingElse) {
  for (const char* text : {"", " 1", "1 ", "1,5", "0x10", "nan", "inf", "-inf", "+inf", "INFINITY", "nan(1)", "1e",
                           "--1", "+-1", "1e999", "one", "1.2.3"})
    EXPECT_FALSE(read_number(text)) << text;
}

TEST(ReadNumber, RoundsWhatIsTooSmallToZero) {
  EXPECT_EQ(read_number("1e-400"), 0.0);
  EXPECT_EQ(read_number("-1e-400"), 0.0);
  EXPECT_EQ(read_number("0." + std::string(400, '0') + "1"), 0.0);
}

TEST(ReadInteger, TakesExactly64Bits) {
  EXPECT_EQ(read_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(read_integer("9223372036854775808"));
  EXPECT_FALSE(read_integer("1.0"));
  EXPECT_FALSE(read_integer(""));
}

TEST(Shortest, ReadsBackExactly) {
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(0.1f), "0.1");
  EXPECT_EQ(shortest(1.0), "1");
  EXPECT_EQ(shortest(100000.0), "100000");  // the shortest would be 1e+05, which no reader of whole numbers takes
  EXPECT_EQ(shortest(-120000000.0f), "-120000000");
  EXPECT_EQ(shortest(1e15), "1e+15");
  EXPECT_EQ(shortest(-0.0), "-0");
  EXPECT_EQ(shortest(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(shortest(std::nan("")), "nan");
  for (const double value : {1.0 / 3, 6.02214076e23, 5e-324, 1.7976931348623157e308})
    EXPECT_EQ(read_number(shortest(value)), value);
}

TEST(Grouped, SetsACommaEveryThreeDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(-123456), "-123,456");
}

TEST(Percent, IsOfAShare) {
  EXPECT_EQ(percent(0.5), "50 %");
  EXPECT_EQ(percent(0.12345), "12.3 %");
}

TEST(Counted, PutsTheNounInItsNumber) {
  EXPECT_EQ(counted(1, "sample"), "1 sample");
  EXPECT_EQ(counted(0, "sample"), "0 samples");
  EXPECT_EQ(counted(1000, "sample"), "1,000 samples");
  EXPECT_EQ(counted(1, "class"), "1 class");
  EXPECT_EQ(counted(3, "class"), "3 classes");
}

TEST(Rounded, IsForPeople) {
  EXPECT_EQ(rounded(0.0123456), "0.01235");
  EXPECT_EQ(rounded(1.23456e-7, 2), "1.2e-07");
}

TEST(IsExact, IsTrueWhereTheNumberStaysTheSame) {
  for (const char* same : {"0", "-0", "0.000", "1", "+1", "1.0", "0.1", "-2.50", "9007199254740992", "9007199254740994",
                           "9007199254740992.000", "1e22", "1e3", "1000E-3", "0.30000000000000004", "0e99",
                           "100000000000000000000", "123456789012345"})
    EXPECT_TRUE(is_exact(same)) << same;
  for (const char* other : {"9007199254740993", "-9007199254740993", "0.10000000000000001", "12345678901234567890",
                            "3e-324", "1.7976931348623157001e308", "1e999", "name_of_sixteen_or_more"})
    EXPECT_FALSE(is_exact(other)) << other;
}

}  // namespace
}  // namespace mlp
