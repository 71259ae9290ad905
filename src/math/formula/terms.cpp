#include "mlp/math/formula/terms.h"

#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

#include "functions.h"

namespace mlp::formula {
namespace {

constexpr Term none = -1;
constexpr int largest_product = 8;  // of equal factors, instead of a power

bool is_whole(double value) { return value == std::trunc(value); }

}  // namespace

std::size_t operands(Op op) {
  switch (op) {
    case Op::number:
    case Op::z:
    case Op::y:
    case Op::dy:
      return 0;
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::power:
    case Op::less:
    case Op::less_equal:
    case Op::equal:
    case Op::not_equal:
    case Op::max:
    case Op::min:
    case Op::power_log:
      return 2;
    case Op::where:
      return 3;
    case Op::where_less:
    case Op::where_less_equal:
    case Op::where_equal:
    case Op::where_not_equal:
      return 4;
    default:
      return 1;
  }
}

bool Node::operator==(const Node& other) const {
  return op == other.op && of == other.of &&
         std::bit_cast<std::uint64_t>(number) == std::bit_cast<std::uint64_t>(other.number);
}

std::size_t Terms::Hash::operator()(const Node& node) const {
  std::size_t hash = static_cast<std::size_t>(node.op) ^ std::hash<double>()(node.number);
  for (const Term operand : node.of) hash = hash * 1000003 + static_cast<std::size_t>(operand);
  return hash;
}

Term Terms::intern(const Node& node) {
  const auto [found, is_new] = places_.emplace(node, static_cast<Term>(nodes_.size()));
  if (is_new) nodes_.push_back(node);
  return found->second;
}

Term Terms::number(double value) { return intern({Op::number, value, {}}); }

// Nothing that would be wrong for an infinite or missing number: 0·a is not 0 then.
Term Terms::simplified(const Node& node) const {
  const auto [a, b, c, d] = node.of;
  switch (node.op) {
    case Op::multiply:
      return is_number(a, 1) ? b : is_number(b, 1) ? a : none;
    case Op::divide:
      return is_number(b, 1) ? a : none;
    case Op::negate:
      return (*this)[a].op == Op::negate ? (*this)[a].of[0] : none;
    case Op::where:
      return b == c ? b : is_number(a) ? (is_number(a, 0) ? c : b) : none;
    case Op::where_less:
    case Op::where_less_equal:
    case Op::where_equal:
    case Op::where_not_equal:
      return c == d ? c : none;
    default:
      return none;
  }
}

// What overflows as it is written, but not as a function of its own.
Term Terms::recognized(const Node& node) {
  const Term a = node.of[0], b = node.of[1];
  const bool is_reciprocal = node.op == Op::divide && is_number(a, 1);
  if (const Term u = exponent_of_sum(is_reciprocal ? b : a); u != none) {
    if (is_reciprocal) return add(Op::sigmoid, add(Op::negate, u));  // 1/(1 + e^u)
    if (node.op == Op::log) return add(Op::softplus, u);             // ln(1 + e^u)
  }
  if (node.op == Op::log1p && (*this)[a].op == Op::exp) return add(Op::softplus, (*this)[a].of[0]);
  return none;
}

/// u where the term is 1 + e^u.
Term Terms::exponent_of_sum(Term term) const {
  const Node& node = (*this)[term];
  if (node.op != Op::add) return none;
  for (const auto& [one, power] : {std::pair(node.of[0], node.of[1]), std::pair(node.of[1], node.of[0])})
    if (is_number(one, 1) && (*this)[power].op == Op::exp) return (*this)[power].of[0];
  return none;
}

// Only where the other operand is a number: else the operation would have to be done for both.
Term Terms::of_choice(const Node& node) {
  const std::size_t count = operands(node.op);
  std::size_t place = 0;
  if (count == 2 && is_number(node.of[0])) place = 1;
  const Node choice = (*this)[node.of[place]];
  if (choice.op != Op::where || !is_number(choice.of[1]) || !is_number(choice.of[2])) return none;
  if (count > 2 ? node.op != Op::where : count == 2 && !is_number(node.of[1 - place])) return none;
  const auto of_number = [&](Term number) {
    std::array<Term, 4> of = node.of;
    of[place] = number;
    return add(node.op, of[0], of[1], of[2]);
  };
  const Term yes = of_number(choice.of[1]), no = of_number(choice.of[2]);
  return add(Op::where, choice.of[0], yes, no);
}

Term Terms::add(Op op, Term a, Term b, Term c, Term d) {
  const Node node{op, 0, {a, b, c, d}};
  const std::size_t count = operands(op);
  bool all_numbers = true;
  for (std::size_t i = 0; i < count; ++i) all_numbers = all_numbers && is_number(node.of[i]);
  if (!all_numbers) {
    if (const Term same = simplified(node); same != none) return same;
    if (const Term known = recognized(node); known != none) return known;
    const Term choice = of_choice(node);
    return choice != none ? choice : intern(node);
  }
  const auto value = [&](std::size_t i) {
    return Lane<double>::Constant(i < count ? (*this)[node.of[i]].number : 0).eval();
  };
  double result = 0;
  with_function<double>(op, [&](const auto& f) { result = f(value(0), value(1), value(2), value(3))[0]; });
  return number(result);
}

Term Terms::power(Term a, Term b) {
  if (is_number(a, std::numbers::e)) return add(Op::exp, b);
  const double exponent = is_number(b) ? (*this)[b].number : 0.5;
  if (!is_whole(exponent) || std::abs(exponent) > largest_product) return add(Op::power, a, b);
  const Term product = whole_power(a, static_cast<int>(std::abs(exponent)));
  return exponent < 0 ? add(Op::divide, number(1), product) : product;
}

// a⁶ = (a³)², a⁷ = a⁶·a
Term Terms::whole_power(Term a, int exponent) {
  if (exponent == 0) return number(1);
  if (exponent == 1) return a;
  const Term half = whole_power(a, exponent / 2), square = add(Op::multiply, half, half);
  return exponent % 2 == 0 ? square : add(Op::multiply, square, a);
}

std::vector<Term> Terms::in_order(Term root) const {
  std::vector<Term> order, open{root};
  std::vector<bool> seen(nodes_.size()), done(nodes_.size());
  while (!open.empty()) {
    const Term term = open.back();
    const auto place = static_cast<std::size_t>(term);
    const std::size_t count = operands((*this)[term].op);
    if (seen[place] || count == 0) {
      open.pop_back();
      if (!done[place]) order.push_back(term);
      seen[place] = done[place] = true;
      continue;
    }
    seen[place] = true;
    for (std::size_t i = count; i-- > 0;)
      if (const Term operand = (*this)[term].of[i]; !seen[static_cast<std::size_t>(operand)]) open.push_back(operand);
  }
  return order;
}

}  // namespace mlp::formula
