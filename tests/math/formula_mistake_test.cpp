// What is no formula, why, and where that shows.

#include <gtest/gtest.h>

#include "mlp/math/formula/parse.h"

namespace mlp::formula {
namespace {

struct Case {
  std::string text, message, marked;  // marked: the stretch that the caret points at; "" for the end
};

class FormulaMistake : public testing::TestWithParam<Case> {};

TEST_P(FormulaMistake, SaysWhatIsWrongAndWhere) {
  const Case& c = GetParam();
  try {
    parse(c.text);
    ADD_FAILURE() << c.text << " was taken for a formula";
  } catch (const Mistake& mistake) {
    EXPECT_EQ(mistake.what(), c.message) << c.text;
    EXPECT_EQ(c.text.substr(mistake.offset, mistake.length), c.marked) << c.text;
    EXPECT_TRUE(!c.marked.empty() || mistake.offset == c.text.size()) << c.text;
  }
}

const std::string known =
    "Known: abs, cos, erf, erfc, exp, expm1, log, log1p, max, min, relu, sin, sigmoid, softplus, sqrt, tanh, where";
const std::string mixes = " mixes the units of a layer, so it is no function of one z";

INSTANTIATE_TEST_SUITE_P(
    All, FormulaMistake,
    testing::Values(
        Case{"", "the formula is empty: write an expression of z, such as z * sigmoid(z)", ""},
        Case{"  ", "the formula is empty: write an expression of z, such as z * sigmoid(z)", " "},
        Case{"1 + 2", "the formula does not depend on z", "1 + 2"},
        Case{"where(1 < 2, 3, z)", "the formula does not depend on z", "where(1 < 2, 3, z)"},
        Case{"z z", "an operator is missing before \"z\": for a product, write z*z", "z"},
        Case{"1 + 2z", "an operator is missing before \"z\": for a product, write 2*z", "z"},
        Case{"2sin(z)", "an operator is missing before \"sin\": for a product, write 2*sin(...)", "sin"},
        Case{"2(z + 1)", "an operator is missing before \"(\": for a product, write 2*(...)", "("},
        Case{"(z)(z)", "an operator is missing before \"(\": for a product, write (...)*(...)", "("},
        Case{"exp(z)z", "an operator is missing before \"z\": for a product, write exp(...)*z", "z"},
        Case{"z 2", "an operator is missing before \"2\": for a product, write z*2", "2"},
        Case{"z(1 + z)", "z is no function: for a product, write z*(...)", "z"},
        Case{"z +", "expected a number, z, a function or \"(\" after \"+\", found the end of the formula", ""},
        Case{"z * / 2", "expected a number, z, a function or \"(\" after \"*\", found \"/\"", "/"},
        Case{"* z", "expected a number, z, a function or \"(\", found \"*\"", "*"},
        Case{"()", "expected a number, z, a function or \"(\" after \"(\", found \")\"", ")"},
        Case{"(z + 1", "\")\" is missing, which closes the \"(\" of character 1", ""},
        Case{"2*exp(z", "\")\" is missing, which closes the \"(\" of character 6", ""},
        Case{"(z > 0 < 1)", "a comparison of a comparison: where both hold is (0 < z) * (z < 1)", "<"},
        Case{"z + 1)", "\")\" closes nothing", ")"},
        Case{"z * 1,5", "\",\" stands between the operands of a function; the decimal point is \".\"", ","},
        Case{"(z, 1)", "\",\" stands between the operands of a function, and there is none before the \"(\"", ","},
        Case{"exp z", "expected \"(\" after \"exp\", which is a function; found \"z\"", "z"},
        Case{"z * tanh", "expected \"(\" after \"tanh\", which is a function; found the end of the formula", ""},
        Case{"exp()", "exp() has no operands; it takes one", ")"},
        Case{"exp(z, 2)", "exp() has 2 operands; it takes one", "exp"},
        Case{"max(z)", "max() has 1 operand; it takes two or more", "max"},
        Case{"where(z > 0, z)", "where() has 2 operands; it takes three: where(condition, value, other value)",
             "where"},
        Case{"x^2 + z", "unknown name \"x\"; the variable is z, and pi and e are numbers", "x"},
        Case{"sigmod(z)", "unknown function \"sigmod\"; did you mean \"sigmoid\"? " + known, "sigmod"},
        Case{"ReLU(z)", "unknown function \"ReLU\"; did you mean \"relu\"? " + known, "ReLU"},
        Case{"convolve(z)", "unknown function \"convolve\"; " + known, "convolve"},
        Case{"softmax(z)", "softmax" + mixes + "; it is an activation of its own", "softmax"},
        Case{"z - mean(z)", "mean" + mixes, "mean"}, Case{"ln(z)", "ln is called log", "ln"},
        Case{"pow(z, 2)", "pow(a, b) is written a^b", "pow"},
        Case{"silu(z)", "silu(z) is written z * sigmoid(z)", "silu"},
        Case{"z > 0 and z < 1", "and is a product: write (0 < z) * (z < 1)", "and"},
        Case{"2x", "unknown name \"x\"; the variable is z, and pi and e are numbers", "x"},
        Case{"z ** 2", "\"**\" is not used in formulas: for a power, write ^", "**"},
        Case{"z = 0", "\"=\" is not used in formulas: to compare, write ==", "="},
        Case{"z > 0 ? z : 0", "\"?\" is not used in formulas: a choice is where(condition, value, other value)", "?"},
        Case{"|z|",
             "\"|\" is not used in formulas: an absolute value is abs(z); where one of two holds is max(z < 0, z > 1)",
             "|"},
        Case{"[z]", "\"[\" is not used in formulas: write ( )", "["},
        Case{"2 × z", "\"×\" is not used in formulas: write *", "×"},
        Case{"z²", "\"²\" is not used in formulas: write ^2", "²"},
        Case{"z − 1", "\"−\" is not used in formulas: write -", "−"},
        Case{"z # 1", "the character \"#\" is not used in formulas", "#"},
        Case{"z + \xff", "the character \"\\xff\" is not used in formulas", "\xff"},
        Case{"1.2.3*z", "\"1.2.3\" is not a number", "1.2.3"}, Case{"z + .", "\".\" is not a number", "."},
        Case{"z + 1e999", "\"1e999\" is too large for a number", "1e999"},
        Case{"z + 1.e", "an operator is missing before \"e\": for a product, write 1.*e", "e"}));

TEST(FormulaLimits, HoldForLengthAndNesting) {
  const auto message_of_text = [](const std::string& text) {
    try {
      parse(text);
    } catch (const Mistake& mistake) {
      return std::string(mistake.what());
    }
    return std::string();
  };
  const auto times = [](int count, const std::string& text) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
  };
  EXPECT_EQ(message_of_text(times(99, "(") + "z" + times(99, ")")), "");
  const std::string deep = "the formula is nested more than 100 levels deep";
  EXPECT_EQ(message_of_text(times(100, "(") + "z" + times(100, ")")), deep);
  EXPECT_EQ(message_of_text(times(3000, "(")), deep);
  EXPECT_EQ(message_of_text(times(3000, "-") + "z"), deep);
  EXPECT_EQ(message_of_text(times(1500, "z^") + "z"), deep);
  EXPECT_EQ(message_of_text(times(600, "sin(") + "z"), deep);
  EXPECT_EQ(message_of_text("z" + times(1999, "+z")), "");  // of any length that is allowed
  EXPECT_EQ(message_of_text("z" + times(2000, "+z")), "the formula has 4001 characters, more than 4000");
}

}  // namespace
}  // namespace mlp::formula
