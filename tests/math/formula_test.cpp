// Formulas: values and derivatives by PyTorch, by the built-in activations and by a plain evaluator of trees.

#include "mlp/math/activations/formula.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/array.h"
#include "tests/support/formula_reference.h"
#include "tests/support/golden.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

/// g and g' at many points.
template <class T>
struct FormulaCurve {
  std::vector<T> x, y, slope;

  FormulaCurve(const Activation<T>& g, const std::vector<double>& points)
      : x(points.begin(), points.end()), y(x.size()), slope(x.size(), T(1)) {
    const auto in = [](const std::vector<T>& v) { return In<T>(v.data(), static_cast<Index>(v.size()), 1); };
    const auto out = [](std::vector<T>& v) { return Out<T>(v.data(), static_cast<Index>(v.size()), 1); };
    g.apply(in(x), out(y));
    g.pullback(in(x), in(y), in(slope), out(slope));
  }
};

double formula_value(const std::string& formula, double z) {
  return FormulaCurve<double>(Formula<double>(formula), {z}).y[0];
}
double formula_slope(const std::string& formula, double z) {
  return FormulaCurve<double>(Formula<double>(formula), {z}).slope[0];
}

TEST(Formula, ReadsOperatorsAsMathematicsDoes) {
  EXPECT_EQ(formula_value("1 + 2 * z", 3), 7);
  EXPECT_EQ(formula_value("z - 1 - 2", 3), 0);
  EXPECT_EQ(formula_value("z / 2 / 4", 16), 2);
  EXPECT_EQ(formula_value("-z^2", 3), -9);
  EXPECT_EQ(formula_value("2^z^2", 3), 512);  // 2^(3^2)
  EXPECT_EQ(formula_value("z^-2", 2), 0.25);
  EXPECT_EQ(formula_value("2 * -z", 3), -6);
  EXPECT_EQ(formula_value("--z + +z", 3), 6);
  EXPECT_EQ(formula_value("z + 1 < 2 * z", 3), 1);
  EXPECT_EQ(formula_value("(z < 3) + 2*(z <= 3) + 4*(z > 3) + 8*(z >= 3) + 16*(z == 3) + 32*(z != 3)", 3), 2 + 8 + 16);
  EXPECT_EQ(formula_value("where(z > 0, 10, 20)", 1), 10);
  EXPECT_EQ(formula_value("where(z, 10, 20)", 0), 20);
  EXPECT_EQ(formula_value("max(1, z, 2) + min(z, 7, 5)", 3), 6);
  EXPECT_EQ(formula_value(".5e1*z", 2), 10);
  EXPECT_DOUBLE_EQ(formula_value("cos(pi*z) + log(e)*z", 1), 0);
  EXPECT_EQ(formula_value(" z\n*\tz ", 3), 9);
}

TEST(Formula, TakesSmallWholePowersByMultiplication) {
  EXPECT_EQ(formula_value("z^3", -1.1), -1.1 * -1.1 * -1.1);
  EXPECT_EQ(formula_value("z^8", 3), 6561);
  EXPECT_EQ(formula_value("z^0 + z", 0), 1);
  EXPECT_EQ(formula_value("z^9", -2), -512);  // by a power
  EXPECT_EQ(formula_slope("z^3", -2), 12);
  EXPECT_EQ(formula_slope("z^2", 0), 0);
  EXPECT_EQ(formula_slope("z^1", 0), 1);
  EXPECT_EQ(formula_slope("z^9", -2), 9 * 256);
  EXPECT_EQ(formula_slope("z^-1", -2), -0.25);
  EXPECT_DOUBLE_EQ(formula_slope("z^1.5", 4), 3);
  EXPECT_TRUE(std::isnan(formula_value("z^1.5", -4)) && std::isnan(formula_slope("z^1.5", -4)));
  EXPECT_EQ(formula_slope("z^1.5", 0), 0);
  EXPECT_EQ(formula_slope("z^0.5", 0), std::numeric_limits<double>::infinity());
  EXPECT_DOUBLE_EQ(formula_slope("z^z", 2), 4 * (1 + std::log(2)));
  EXPECT_DOUBLE_EQ(formula_slope("2^z", 3), 8 * std::log(2));
}

// At a kink that of the branch z ≤ kink, however the formula is written.
TEST(Formula, HasTheDerivativeFromTheLeftAtAKink) {
  EXPECT_EQ(formula_slope("relu(z)", 0), 0);
  EXPECT_EQ(formula_slope("relu(-z)", 0), -1);
  EXPECT_EQ(formula_slope("abs(z)", 0), -1);
  EXPECT_EQ(formula_slope("abs(-z)", 0), -1);
  EXPECT_EQ(formula_slope("max(z, 2*z)", 0), 1);
  EXPECT_EQ(formula_slope("min(2*z, z)", 0), 2);
  EXPECT_EQ(formula_slope("max(-z, z^2)", 0), -1);
  for (const char* leaky : {"where(z > 0, z, 0.1*z)", "where(z >= 0, z, 0.1*z)", "where(z < 0, 0.1*z, z)",
                            "where(z <= 0, 0.1*z, z)", "where(0 < z, z, 0.1*z)", "z * (z >= 0) + 0.1*z * (z < 0)",
                            "where(2*z > z, z, z/10)", "max(0.1*z, z)", "where(z^3 > -z, z, 0.1*z)"})
    EXPECT_EQ(formula_slope(leaky, 0), 0.1) << leaky;
  EXPECT_EQ(formula_value("where(z >= 0, 5, 3)", 0), 5);  // the value is what is written
  EXPECT_EQ(formula_slope("where(z == 0, 5, z)", 0), 1);
  EXPECT_EQ(formula_slope("where(z != 0, z, 5)", 0), 1);
}

TEST(Formula, NamesItsKinks) {
  const auto kinks = [](const char* formula) { return Formula<double>(formula).kinks(); };
  EXPECT_EQ(kinks("z * sigmoid(z)"), std::vector<double>{});
  EXPECT_EQ(kinks("where(z > 0, z, expm1(z))"), std::vector<double>{});  // meets with the same slope
  EXPECT_EQ(kinks("max(0, min(1, z/6 + 0.5))"), (std::vector<double>{-3, 3}));
  EXPECT_EQ(kinks("where(z > 100, 1, 0) + where(z < -0.3, z^2, 0.09)"), (std::vector<double>{-0.3, 100}));
  EXPECT_EQ(kinks("abs(z) + abs(z - 0.5) + relu(-z)"), (std::vector<double>{0, 0.5}));
  const std::vector<double> roots = kinks("abs(z^2 - 2)");
  ASSERT_EQ(roots.size(), 2u);
  EXPECT_NEAR(roots[0], -std::sqrt(2), 1e-15);
  EXPECT_NEAR(roots[1], std::sqrt(2), 1e-15);
}

struct GoldenFormula {
  std::string name, expression;
};

std::vector<GoldenFormula> golden_formulas() {
  std::ifstream file(std::string(MLP_SOURCE_DIR) + "/tests/golden/math/formulas.txt");
  std::vector<GoldenFormula> all;
  GoldenFormula f;
  while (std::getline(file, f.name, '\t') && std::getline(file, f.expression)) all.push_back(f);
  return all;
}

void expect_near(double found, double expected, double tolerance, const std::string& what) {
  if (std::isfinite(expected))
    EXPECT_NEAR(found, expected, tolerance) << what;
  else
    EXPECT_TRUE(std::isnan(expected) ? std::isnan(found) : found == expected)
        << what << ": " << found << ", not " << expected;
}

/// A relative error of x becomes the error x·g'(x) of g; what subtractions lose is relative to 1 + |x|.
template <class T>
void expect_golden_formulas(const std::string& suffix, double relative) {
  const Golden golden("math/formulas.csv");
  std::vector<double> points = golden["x"];
  if (std::is_same_v<T, float>) points.resize(static_cast<std::size_t>(golden["float_points"][0]));
  EXPECT_GE(golden_formulas().size(), 25u);
  for (const GoldenFormula& f : golden_formulas()) {
    const FormulaCurve<T> curve(Formula<T>(f.expression), points);
    const auto &values = golden[f.name + "/value" + suffix], &slopes = golden[f.name + "/slope" + suffix];
    for (std::size_t i = 0; i < points.size(); ++i) {
      const std::string at = f.expression + " at " + std::to_string(points[i]);
      const double x = std::abs(points[i]), by_input = x * std::abs(slopes[i]);
      const double scale = std::max(std::abs(values[i]), std::isfinite(by_input) ? by_input : 0.0);
      expect_near(static_cast<double>(curve.y[i]), values[i], relative * (scale + 1 + x), at);
      expect_near(static_cast<double>(curve.slope[i]), slopes[i], 4 * relative * (std::abs(slopes[i]) + 1),
                  at + ", slope");
    }
  }
}

TEST(Formula, IsPyTorchs) {
  expect_golden_formulas<double>("", 2e-15);
  expect_golden_formulas<float>("_float", 1e-6);
}

/// The same formula as a built-in has, to the last digits but where one of the two subtracts.
template <class T>
void expect_built_in(const std::string& name, const std::string& expression) {
  std::vector<double> points{-1000, -100, -50, 0, 1e-30, 50, 100, 1000};
  for (int i = -400; i <= 400; ++i) points.push_back(i / 20.0);
  const FormulaCurve<T> ours(Formula<T>(expression), points), built_in(*make_activation<T>(name), points);
  const double tolerance = 8 * static_cast<double>(std::numeric_limits<T>::epsilon());
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(ours.y[i], built_in.y[i], tolerance * (1 + std::abs(points[i]))) << name << "(" << points[i] << ")";
    EXPECT_NEAR(ours.slope[i], built_in.slope[i], tolerance * (1 + std::min(std::abs(points[i]), 10.0)))
        << name << "'(" << points[i] << ")";
  }
}

TEST(Formula, IsTheBuiltInActivationOfTheSameFormula) {
  for (const auto& [name, expression] : std::vector<std::pair<std::string, std::string>>{
           {"linear", "z"},
           {"sigmoid", "sigmoid(z)"},
           {"sigmoid", "1 / (1 + exp(-z))"},
           {"tanh", "tanh(z)"},
           {"softplus", "log(1 + exp(z))"},
           {"softplus", "log1p(exp(z))"},
           {"relu", "relu(z)"},
           {"relu", "max(z, 0)"},
           {"leaky_relu", "where(z > 0, z, 0.01*z)"},
           {"elu", "where(z > 0, z, expm1(z))"},
           {"elu_0.5", "where(z > 0, z, 0.5*expm1(z))"},
           {"selu", "where(z > 0, 1.0507009873554804934*z, 1.7580993408473768599*expm1(z))"},
           {"softplus", "softplus(z)"},
           {"softplus_3", "softplus(3*z)/3"},
           {"softsign", "z / (1 + abs(z))"},
           {"gelu", "z * erfc(-z/sqrt(2)) / 2"},
           {"gelu", "z * (1 + erf(z/sqrt(2))) / 2"},
           {"gelu_tanh", "z * sigmoid(2*sqrt(2/pi) * (z + 0.044715*z^3))"},
           {"silu", "z * sigmoid(z)"},
           {"mish", "z * tanh(softplus(z))"},
           {"relu6", "min(relu(z), 6)"},
           {"hard_sigmoid", "max(0, min(1, (z + 3)/6))"},
           {"hard_tanh", "max(-1, min(1, z))"},
           {"scaled_tanh", "1.7159*tanh(2*z/3)"}}) {
    expect_built_in<double>(name, expression);
    expect_built_in<float>(name, expression);
  }
}

// The tails keep their digits, where a subtraction would have lost them.
TEST(Formula, IsAccurateInTheTails) {
  EXPECT_NEAR(formula_slope("sigmoid(z)", 40) / std::exp(-40.0), 1, 1e-15);
  EXPECT_NEAR(formula_value("log(sigmoid(z))", -700) / -700, 1, 1e-15);
  EXPECT_NEAR(formula_value("erfc(z)", 10) / std::erfc(10.0), 1, 1e-14);
  EXPECT_NEAR(formula_value("softplus(z)", -40) / std::exp(-40.0), 1, 1e-15);
  for (const double z : {1e-300, 1e-9, 0.1, 0.7999, 0.8001, 2.0, 5.0}) {
    EXPECT_NEAR(formula_value("erf(z)", z) / std::erf(z), 1, 5e-16) << z;
    EXPECT_EQ(formula_value("erf(z)", -z), -formula_value("erf(z)", z));
    EXPECT_NEAR(formula_value("log1p(z)", z) / std::log1p(z), 1, 5e-16) << z;
  }
  for (const double z : {5e-324, 1e-310, 2.3e-308, 1e300})
    EXPECT_NEAR(formula_value("log(z)", z) / std::log(z), 1, 3e-16) << z;
  EXPECT_EQ(formula_value("sqrt(z)", 5e-324), std::sqrt(5e-324));
  EXPECT_NEAR(formula_value("exp(z)", -740), std::exp(-740.0), 5e-324);
}

/// What the reference says, and how far rounding alone may be off: seen by computing it with more and with fewer
/// digits.
struct Expected {
  double value, tolerance;
  bool usable;
};

Expected expected_of(const FormulaTree& tree, double z, Side side, long double Dual<long double>::*part) {
  const auto computed = [&](auto at) {
    const auto result = evaluate(side, tree, at);
    return Dual<long double>{result.value, result.slope}.*part;
  };
  const long double exact = computed(z), coarse = computed(static_cast<float>(z)),
                    fine = computed(static_cast<long double>(z));
  const double value = static_cast<double>(exact);
  const double tolerance = static_cast<double>(200 * std::abs(fine - exact) + 1e-7L * std::abs(coarse - exact)) +
                           1e-12 * (1 + std::abs(value));
  return {value, tolerance, std::isfinite(tolerance) && tolerance < 1e-6 * (1 + std::abs(value))};
}

TEST(Formula, IsWhatAPlainEvaluatorSays) {
  RandomFormulas random(1);
  int usable = 0, all = 0;
  for (int k = 0; k < 1500; ++k) {
    const FormulaTree tree = random.next(1 + k % 5);
    const std::string text = text_of(tree);
    if (text.find('z') == std::string::npos) continue;
    std::vector<double> points;
    for (int i = 0; i < 7 + 40 * (k % 9); ++i) points.push_back(random.point());
    std::unique_ptr<Formula<double>> formula;
    try {
      formula = std::make_unique<Formula<double>>(text);
    } catch (const formula::Mistake& mistake) {  // where(1 < 2, 3, z)
      EXPECT_STREQ(mistake.what(), "the formula does not depend on z") << text;
      continue;
    }
    const FormulaCurve<double> curve(*formula, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Expected value = expected_of(tree, points[i], Side::here, &Dual<long double>::value),
                     slope = expected_of(tree, points[i], Side::left, &Dual<long double>::slope);
      ++all;
      if (!value.usable || !slope.usable || rounding_decides(tree, points[i])) continue;
      ++usable;
      ASSERT_NEAR(curve.y[i], value.value, value.tolerance) << text << " at " << points[i];
      ASSERT_NEAR(curve.slope[i], slope.value, slope.tolerance) << text << ", slope at " << points[i];
    }
  }
  EXPECT_GT(usable, all / 2);
  EXPECT_GT(usable, 50000);
}

// A block ends where it ends: whatever the size and place of a piece, the bits are those of the whole.
TEST(Formula, GivesTheSameBitsForAnyPiece) {
  const Formula<float> g("where(z > 0.2, z * sigmoid(z), tanh(z) - erf(z/3)) + sin(z)");
  const TestArray<float> x = random_array<float>(1000, 1, "x", 2), dy = random_array<float>(1000, 1, "dy");
  TestArray<float> y(1000, 1), dx(1000, 1), piece(1000, 1);
  g.apply(x.in(), y.out());
  g.pullback(x.in(), y.in(), dy.in(), dx.out());
  for (const Index size : {1, 15, 16, 17, 255, 256, 257, 640}) {
    for (Index first : {0, 3, 100, 359}) {
      g.apply(In<float>(x.data() + first, size, 1), Out<float>(piece.data(), size, 1));
      EXPECT_EQ(std::memcmp(piece.data(), y.data() + first, static_cast<std::size_t>(size) * sizeof(float)), 0);
      g.pullback(In<float>(x.data() + first, size, 1), In<float>(y.data() + first, size, 1),
                 In<float>(dy.data() + first, size, 1), Out<float>(piece.data(), size, 1));
      EXPECT_EQ(std::memcmp(piece.data(), dx.data() + first, static_cast<std::size_t>(size) * sizeof(float)), 0);
    }
  }
}

TEST(FormulaProgram, ComputesEqualTermsOnce) {
  const auto steps = [](const char* text) {
    const formula::Expression g = formula::parse(text);
    return formula::Program<double>(g.terms, g.root).steps();
  };
  EXPECT_EQ(steps("exp(z) * exp(z)"), 2u);
  EXPECT_EQ(steps("sqrt(2/pi) * z * 1"), 1u);
  EXPECT_EQ(steps("where(1 < 2, z, exp(z)) + 0*z"), 1u);  // z + 0·z, which is no number where z is infinite
  // tanh' from the output, σ and 1 − σ from one exponential
  EXPECT_FALSE(Formula<double>("tanh(z)").pullback_reads_input());
  EXPECT_TRUE(Formula<double>("sigmoid(z)").pullback_reads_input());
}

TEST(FormulaProgram, ChoosesWithTheComparisonInOneStep) {
  const auto steps = [](const char* text) {
    formula::Expression g = formula::parse(text);
    const formula::Term product = pulled_back(g.terms, g.root);
    return formula::Program<double>(g.terms, product, g.root).steps();
  };
  EXPECT_EQ(steps("relu(z)"), 1u);                  // 0 < z ? dy : 0
  EXPECT_EQ(steps("where(z > 0, z, 0.01*z)"), 2u);  // 0.01·dy; z ≤ 0 ? that : dy
  EXPECT_EQ(steps("max(-1, min(1, z))"), 3u);       // min(1, z); z ≤ 1 ? dy : 0; −1 < min(1, z) ? that : 0
  EXPECT_EQ(steps("min(relu(z), 6)"), 3u);
}

TEST(FormulaProgram, DoesTwoShortOperationsInOneStep) {
  const auto steps = [](const char* text) {
    const formula::Expression g = formula::parse(text);
    return formula::Program<double>(g.terms, g.root).steps();
  };
  EXPECT_EQ(steps("z / (1 + abs(z))"), 2u);
  EXPECT_EQ(steps("(z - 1) * (z + 1) - z*z"), 3u);
  EXPECT_EQ(steps("(1 - z) * (1 - z)"), 2u);  // what is needed twice is kept
  EXPECT_EQ(formula_value("abs(z) - 2", -6), 4);
  EXPECT_EQ(formula_value("2 - abs(z)", -6), -4);
  EXPECT_EQ(formula_value("abs(z) / 2", -6), 3);
  EXPECT_EQ(formula_value("3 / abs(z)", -6), 0.5);
  EXPECT_EQ(formula_value("3 / where(z < -5, -z, z)", -6), 0.5);
  EXPECT_EQ(formula_value("where(z <= -5, z, -z) - 3", -6), -9);
  EXPECT_EQ(formula_value("2*z - z*z", 3), -3);
}

// Where the slope is 0 by the rules, an infinite gradient comes to nothing, as in the built-in activations.
TEST(FormulaProgram, StopsEveryGradientWhereTheSlopeIsZero) {
  const std::vector<double> x{-2, 0.5, 2}, dy{INFINITY, INFINITY, NAN};
  std::vector<double> y(3), dx(3);
  for (const char* text : {"max(-1, min(1, z))", "where(z > -1, where(z < 1, z, 1), -1)"}) {
    const Formula<double> g(text);
    g.apply(In<double>(x.data(), 3, 1), Out<double>(y.data(), 3, 1));
    g.pullback(In<double>(x.data(), 3, 1), In<double>(y.data(), 3, 1), In<double>(dy.data(), 3, 1),
               Out<double>(dx.data(), 3, 1));
    EXPECT_EQ(dx, (std::vector<double>{0, INFINITY, 0})) << text;
  }
}

// What is done to a choice between numbers is done to the numbers.
TEST(FormulaTerms, FoldsChoicesBetweenNumbers) {
  formula::Terms terms;
  using formula::Op;
  const formula::Term z = terms.leaf(Op::z), zero = terms.number(0), one = terms.number(1), two = terms.number(2);
  const formula::Term test = terms.add(Op::less, z, zero), choice = terms.add(Op::where, test, one, zero);
  EXPECT_EQ(terms.add(Op::less, choice, zero), zero);
  EXPECT_EQ(terms.add(Op::less, zero, terms.add(Op::add, choice, one)), one);
  EXPECT_EQ(terms.add(Op::subtract, two, choice), terms.add(Op::where, test, one, two));
  EXPECT_EQ(terms.add(Op::where, choice, z, two), terms.add(Op::where, test, z, two));
  EXPECT_EQ(terms.add(Op::exp, terms.add(Op::where, test, zero, zero)), one);
  EXPECT_EQ(terms[terms.add(Op::multiply, choice, z)].op, Op::multiply);  // 0·z is not 0 for an infinite z
}

TEST(FormulaProgram, NeedsNoMoreRegistersForALongFormula) {
  std::string text = "z";
  for (int i = 0; i < 150; ++i) text = "sin(" + text + "*" + std::to_string(i % 7 + 2) + ")";
  EXPECT_THROW(formula::parse(text), formula::Mistake);  // nested too deeply
  text = "z";
  for (int i = 0; i < 250; ++i) text += " + sin(" + std::to_string(i + 2) + "*z)";
  const formula::Expression g = formula::parse(text);
  EXPECT_LT(formula::Program<double>(g.terms, g.root).registers(), 8u);
  formula::Terms terms = g.terms;
  const formula::Term rate = slope(terms, g.root);
  EXPECT_LT(formula::Program<double>(terms, rate).registers(), 8u);
  try {
    const formula::Program<double> small(terms, rate, -1, 1);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "the formula is too large: more than 1 of its parts would have to be kept at once");
  }
}

}  // namespace
}  // namespace mlp::test
