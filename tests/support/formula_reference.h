#pragma once
// Random formulas as trees, and what they are worth: a plain recursive evaluator on dual numbers (a value and a slope,
// Clifford 1873), with the functions of the standard library. Just left of z, where the derivative is taken, a < b also
// where both are equal and a has the larger slope; the value is that at z.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "mlp/core/random.h"

namespace mlp::test {

template <class R>
struct Dual {
  R value = 0, slope = 0;
};

struct FormulaTree {
  std::string op;  // a sign, a function, "negate", "number" or "z"
  double number = 0;
  std::vector<FormulaTree> of;
};

enum class Side { here, left };

template <class R>
bool is_less(Side side, const Dual<R>& a, const Dual<R>& b) {
  return a.value < b.value || (side == Side::left && a.value == b.value && a.slope > b.slope);
}

template <class R>
bool is_equal(Side side, const Dual<R>& a, const Dual<R>& b) {
  return a.value == b.value && (side == Side::here || a.slope == b.slope);
}

template <class R>
Dual<R> function_value(Side side, const std::string& f, const Dual<R>& a) {
  using std::exp, std::log, std::tanh, std::erf, std::sqrt, std::sin, std::cos;
  const R x = a.value, sigmoid = 1 / (1 + exp(-x)), bell = 2 / sqrt(std::acos(R(-1))) * exp(-x * x);
  const auto chain = [&a](R value, R slope) { return Dual<R>{value, slope * a.slope}; };
  if (f == "negate") return chain(-x, -1);
  if (f == "exp") return chain(exp(x), exp(x));
  if (f == "expm1") return chain(std::expm1(x), exp(x));
  if (f == "log") return chain(log(x), 1 / x);
  if (f == "log1p") return chain(std::log1p(x), 1 / (1 + x));
  if (f == "sqrt") return chain(sqrt(x), 1 / (2 * sqrt(x)));
  if (f == "sin") return chain(sin(x), cos(x));
  if (f == "cos") return chain(cos(x), -sin(x));
  if (f == "tanh") return chain(tanh(x), 1 - tanh(x) * tanh(x));
  if (f == "sigmoid") return chain(sigmoid, sigmoid * (1 - sigmoid));
  if (f == "softplus") return chain(x > 0 ? x + std::log1p(exp(-x)) : std::log1p(exp(x)), sigmoid);
  if (f == "erf") return chain(erf(x), bell);
  if (f == "erfc") return chain(std::erfc(x), -bell);
  const bool is_positive = is_less(side, Dual<R>{}, a);
  if (std::isnan(x)) return chain(x, 0);
  if (f == "relu") return is_positive ? a : Dual<R>{};
  return is_positive ? a : chain(-x, -1);  // abs
}

/// A number in the exponent has no slope, so that the logarithm, of a negative base say, does not matter.
template <class R>
Dual<R> power_value(const Dual<R>& a, const Dual<R>& b, bool is_fixed) {
  const R value = std::pow(a.value, b.value);
  const R by_base = b.value == 0 ? 0 : b.value * std::pow(a.value, b.value - 1) * a.slope;
  return {value, by_base + (is_fixed ? 0 : value * std::log(a.value) * b.slope)};
}

template <class R>
Dual<R> pair_value(Side side, const std::string& op, const Dual<R>& a, const Dual<R>& b) {
  const auto truth = [](bool holds) { return Dual<R>{holds ? R(1) : R(0), 0}; };
  const bool equal = is_equal(side, a, b);
  if (op == "+") return {a.value + b.value, a.slope + b.slope};
  if (op == "-") return {a.value - b.value, a.slope - b.slope};
  if (op == "*") return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  if (op == "/") return {a.value / b.value, (a.slope - a.value / b.value * b.slope) / b.value};
  if (std::isnan(a.value + b.value) && (op == "max" || op == "min")) return {a.value + b.value, 0};
  if (op == "max") return is_less(side, a, b) ? b : a;
  if (op == "min") return is_less(side, b, a) ? b : a;
  if (op == "<") return truth(is_less(side, a, b));
  if (op == ">") return truth(is_less(side, b, a));
  if (op == "<=") return truth(is_less(side, a, b) || equal);
  if (op == ">=") return truth(is_less(side, b, a) || equal);
  return truth((op == "==") == equal);
}

/// The value, and with Side::left the slope.
template <class R>
Dual<R> evaluate(Side side, const FormulaTree& f, R z) {
  if (f.op == "z") return {z, 1};
  if (f.op == "number") return {static_cast<R>(f.number), 0};
  std::vector<Dual<R>> of;
  for (const FormulaTree& operand : f.of) of.push_back(evaluate(side, operand, z));
  if (f.op == "where") return of[0].value != 0 ? of[1] : of[2];
  if (f.op == "^") return power_value(of[0], of[1], f.of[1].op == "number");
  return of.size() == 1 ? function_value(side, f.op, of[0]) : pair_value(side, f.op, of[0], of[1]);
}

/// How tightly an operation binds: 0 comparisons, 1 sums, 2 products, 3 signs, 4 powers, 5 all else.
inline int tightness(const std::string& op) {
  if (op == "+" || op == "-") return 1;
  if (op == "*" || op == "/") return 2;
  if (op == "negate") return 3;
  if (op == "^") return 4;
  return op.find_first_of("<>=!") == 0 ? 0 : 5;
}

/// True where a formula is made of operations that round alike wherever they are done.
inline bool rounds_alike(const FormulaTree& f) {
  const bool own = f.op == "z" || f.op == "number" || f.op == "+" || f.op == "-" || f.op == "*" || f.op == "negate" ||
                   f.op == "abs" || f.op == "relu" || f.op == "max" || f.op == "min";
  return own && std::all_of(f.of.begin(), f.of.end(), rounds_alike);
}

/// True where something in the formula is compared with what is nearly the same, so that rounding decides:
/// log1p(expm1(z)) > z.
inline bool rounding_decides(const FormulaTree& f, double z) {
  for (const FormulaTree& operand : f.of)
    if (rounding_decides(operand, z)) return true;
  const bool compares = tightness(f.op) == 0 || f.op == "max" || f.op == "min" || f.op == "relu" || f.op == "abs";
  if (!compares || std::all_of(f.of.begin(), f.of.end(), rounds_alike)) return false;
  const double a = evaluate(Side::here, f.of[0], z).value;
  const double b = f.of.size() > 1 ? evaluate(Side::here, f.of[1], z).value : 0;
  return std::abs(a - b) <= 1e-9 * (1 + std::abs(a));
}

/// The formula as somebody might write it, with no more parentheses than it takes.
inline std::string text_of(const FormulaTree& f, int least = 0) {
  const int own = tightness(f.op);
  std::string text;
  if (f.op == "z") return "z";
  if (f.op == "number") {
    text = std::to_string(f.number);
    return text.substr(0, text.find_last_not_of('0') + 1);
  }
  if (f.op == "negate")
    text = "-" + text_of(f.of[0], 3);
  else if (f.op == "^")
    text = text_of(f.of[0], 5) + "^" + text_of(f.of[1], 3);
  else if (own < 5)
    text = text_of(f.of[0], own == 0 ? 1 : own) + " " + f.op + " " + text_of(f.of[1], own + 1);
  else
    for (const FormulaTree& operand : f.of) text += (text.empty() ? f.op + "(" : ", ") + text_of(operand);
  if (own == 5) text += ")";
  return own < least ? "(" + text + ")" : text;
}

/// Trees of at most some depth; all is a function of the seed.
class RandomFormulas {
 public:
  explicit RandomFormulas(std::uint64_t seed) : random_(seed, Purpose::noise, place_of("formulas")) {}

  FormulaTree next(int depth) {
    if (depth == 0 || draw(8) == 0) return draw(3) > 0 ? FormulaTree{"z", 0, {}} : number();
    static const std::vector<std::string> of_one{"negate", "exp",     "expm1",    "log", "log1p", "sqrt", "sin", "cos",
                                                 "tanh",   "sigmoid", "softplus", "erf", "erfc",  "relu", "abs"},
        of_two{"+", "-", "*", "/", "+", "*", "max", "min", "<", "<=", ">", ">=", "==", "!="};
    const std::size_t kind = draw(10);
    if (kind < 4) return {pick(of_one), 0, {next(depth - 1)}};
    if (kind < 8) return {pick(of_two), 0, {next(depth - 1), next(depth - 1)}};
    if (kind == 8) return {"^", 0, {next(depth - 1), draw(3) > 0 ? number() : next(depth - 1)}};
    const FormulaTree condition{pick({"<", "<=", ">", ">=", "!="}), 0, {next(depth - 1), number()}};
    return {"where", 0, {condition, next(depth - 1), next(depth - 1)}};
  }

  /// Between −5 and 5, now and then a round number, where formulas like to have their kinks.
  double point() {
    const double z = 10 * random_.uniform(draws_++) - 5;
    return draw(4) == 0 ? std::round(2 * z) / 2 : z;
  }

 private:
  std::size_t draw(std::size_t count) { return random_.below(count, draws_++); }
  const std::string& pick(const std::vector<std::string>& from) {
    chosen_ = from[draw(from.size())];
    return chosen_;
  }
  FormulaTree number() { return {"number", 0.5 * static_cast<double>(draw(9)), {}}; }

  RandomStream random_;
  std::uint64_t draws_ = 0;
  std::string chosen_;
};

}  // namespace mlp::test
