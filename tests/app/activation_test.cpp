#include <gtest/gtest.h>

#include <cmath>

#include "apps/mlp/activation_curve.h"
#include "program.h"
#include "tests/support/vocabulary.h"

namespace mlp {
namespace {

TEST(EquallySpaced, IncludesBothEndsAndGivesRoundNumbers) {
  const std::vector<double> z = equally_spaced(-5, 5, 201);
  ASSERT_EQ(z.size(), 201u);
  EXPECT_EQ(z.front(), -5);
  EXPECT_EQ(z.back(), 5);
  EXPECT_EQ(z[100], 0);
  EXPECT_EQ(z[1], -4.95);
  EXPECT_EQ(z[113], 0.65);
}

TEST(ActivationCurve, HasValuesAndDerivatives) {
  const ActivationCurve curve = curve_of(*test::make_activation<double>("tanh"), {-1, 0, 2});
  for (std::size_t i = 0; i < curve.z.size(); ++i) {
    const double y = std::tanh(curve.z[i]);
    EXPECT_NEAR(curve.value[i], y, 1e-15);
    EXPECT_NEAR(curve.derivative[i], 1 - y * y, 1e-15);
  }
}

TEST(ActivationCommand, WritesShortestDecimals) {
  const Workplace here;
  const ProgramResult r = here.mlp({"activation", "relu", "--from", "-1", "--to", "1", "--points", "5"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out, "z,value,derivative\n-1,0,0\n-0.5,0,0\n0,0,0\n0.5,0.5,1\n1,1,1\n");
}

TEST(ActivationCommand, TakesParametersAsOptionsOrAsJson) {
  const Workplace here;
  const std::string expected = "z,value,derivative\n-2,-1,0.5\n0,0,0.5\n2,2,1\n";
  const std::vector<std::string> range{"--from", "-2", "--to", "2", "--points", "3"};
  for (std::vector<std::string> name : {std::vector<std::string>{"leaky_relu", "--set", "negative_slope=0.5"},
                                        {R"({"type": "leaky_relu", "negative_slope": 0.5})"}}) {
    name.insert(name.begin(), "activation");
    name.insert(name.end(), range.begin(), range.end());
    EXPECT_EQ(here.mlp(name).out, expected);
  }
}

TEST(ActivationCommand, DrawsInsteadOfWritingNumbers) {
  const Workplace here;
  const ProgramResult chart = here.mlp({"activation", "tanh", "--chart", "--plot", "tanh.svg"});
  EXPECT_EQ(chart.code, 0);
  EXPECT_EQ(chart.out.find("z,value"), std::string::npos);
  EXPECT_NE(chart.out.find("derivative g'(z)"), std::string::npos);
  EXPECT_EQ(here.read("tanh.svg").substr(0, 4), "<svg");
}

TEST(ActivationCommand, SaysWhatIsWrong) {
  const Workplace here;
  const auto error = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "activation");
    const ProgramResult r = here.mlp(arguments);
    EXPECT_EQ(r.code, 2);
    EXPECT_EQ(r.out, "");
    return r.err;
  };
  EXPECT_NE(error({"rleu"}).find("did you mean \"relu\"?"), std::string::npos);
  EXPECT_NE(error({"softmax"}).find("depends on all units"), std::string::npos);
  EXPECT_NE(error({"elu", "--set", "alhpa=1"}).find("did you mean \"alpha\"?"), std::string::npos);
  EXPECT_NE(error({"elu", "--set", "alpha=-1"}).find("must be at least 0"), std::string::npos);
  EXPECT_NE(error({"elu", "--set", "alpha"}).find("expected KEY=VALUE"), std::string::npos);
  EXPECT_NE(error({"{\"type\": \"elu\""}).find("\"}\" is missing"), std::string::npos);
  EXPECT_NE(error({"relu", "--from", "1", "--to", "1"}).find("must be less than"), std::string::npos);
  EXPECT_NE(error({"relu", "--to", "1e301"}).find("--to: expected a number from -1e300 to 1e300"), std::string::npos);
  EXPECT_NE(error({"relu", "--plot", "relu.png"}).find("name a file that ends in .svg"), std::string::npos);
}

}  // namespace
}  // namespace mlp
