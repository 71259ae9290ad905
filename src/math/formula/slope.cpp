#include "mlp/math/formula/slope.h"

#include <numbers>
#include <unordered_map>

namespace mlp::formula {
namespace {

/// A term and its slope just left of z.
struct Side {
  Term value, slope;
};

class LeftSide {
 public:
  explicit LeftSide(Terms& terms) : t_(terms), zero_(t_.number(0)), one_(t_.number(1)) {}

  Side of(Term root) {
    for (const Term term : t_.in_order(root)) sides_.emplace(term, side(Node(t_[term]), term));
    return sides_.at(root);
  }

  /// A slope that is 0 by the rules, not by its value, takes its products with it. A factor that is chosen makes the
  /// product one that is, if that saves the multiplication in one case.
  Term product(Term a, Term b) {
    if (is_zero(a) || is_zero(b)) return zero_;
    if (is_choice(a)) std::swap(a, b);
    if (!is_choice(b)) return t_.add(Op::multiply, a, b);
    const Node choice = t_[b];
    const Term yes = product(a, choice.of[1]), no = product(a, choice.of[2]);
    return where(choice.of[0], yes, no);
  }

 private:
  Side side(const Node& node, Term term) {
    if (operands(node.op) == 0) return {term, node.op == Op::z ? one_ : zero_};
    const auto of = [&](std::size_t i) { return i < operands(node.op) ? sides_.at(node.of[i]) : Side{0, zero_}; };
    const Side a = of(0), b = of(1), c = of(2);
    switch (node.op) {
      case Op::less:
        return {less(a, b), zero_};
      case Op::less_equal:
        return {where(lt(a.slope, b.slope), lt(a.value, b.value), t_.add(Op::less_equal, a.value, b.value)), zero_};
      case Op::equal:  // still so only where the slopes are equal, too
        return {where(t_.add(Op::equal, a.slope, b.slope), t_.add(Op::equal, a.value, b.value), zero_), zero_};
      case Op::not_equal:
        return {where(t_.add(Op::equal, a.slope, b.slope), t_.add(Op::not_equal, a.value, b.value), one_), zero_};
      case Op::where:
        return {where(a.value, b.value, c.value), where(a.value, b.slope, c.slope)};
      default:
        break;
    }
    const Term value = t_.add(node.op, a.value, b.value, c.value);
    return {value, operands(node.op) == 2 ? of_two(node.op, value, a, b) : of_one(node.op, value, a)};
  }

  Term of_two(Op op, Term value, Side a, Side b) {
    switch (op) {
      case Op::add:
        return sum(a.slope, b.slope);
      case Op::subtract:
        return difference(a.slope, b.slope);
      case Op::multiply:
        return sum(product(a.slope, b.value), product(a.value, b.slope));
      case Op::divide:  // (a/b)' = (a' − (a/b)·b')/b
        return quotient(difference(a.slope, product(value, b.slope)), b.value);
      case Op::max:
        return where(less(a, b), b.slope, a.slope);
      case Op::min:
        return where(less(b, a), b.slope, a.slope);
      default:
        return of_power(value, a, b);
    }
  }

  /// a^b: b·a^(b − 1)·a' + a^b·ln a·b'
  Term of_power(Term value, Side a, Side b) {
    const Term reduced = t_.power(a.value, t_.add(Op::subtract, b.value, one_));
    Term by_base = product(b.value, reduced);
    if (!t_.is_number(b.value))  // a⁰ is constant, even at a = 0
      by_base = where(t_.add(Op::equal, b.value, zero_), zero_, by_base);
    const bool is_simple = t_.is_number(a.value) && t_[a.value].number > 0;
    const Term by_exponent =
        is_simple ? product(t_.add(Op::log, a.value), value) : t_.add(Op::power_log, a.value, b.value);
    return sum(product(by_base, a.slope), product(by_exponent, b.slope));
  }

  Term of_one(Op op, Term value, Side a) {
    if (is_zero(a.slope)) return zero_;
    switch (op) {
      case Op::negate:
        return negative(a.slope);
      case Op::relu:
        return where(positive(a), a.slope, zero_);
      case Op::abs:
        return where(positive(a), a.slope, negative(a.slope));
      case Op::log:
        return quotient(a.slope, a.value);
      case Op::log1p:
        return quotient(a.slope, t_.add(Op::add, one_, a.value));
      case Op::sqrt:
        return quotient(a.slope, product(t_.number(2), value));
      default:
        return product(rate(op, value, a.value), a.slope);
    }
  }

  /// f'(a) of a smooth function with the value f(a).
  Term rate(Op op, Term value, Term a) {
    switch (op) {
      case Op::exp:
        return value;
      case Op::expm1:
        return t_.add(Op::exp, a);
      case Op::sin:
        return t_.add(Op::cos, a);
      case Op::cos:
        return negative(t_.add(Op::sin, a));
      case Op::tanh:
        return t_.add(Op::subtract, one_, product(value, value));
      case Op::sigmoid:
        return product(value, t_.add(Op::complement, a));
      case Op::softplus:
        return t_.add(Op::sigmoid, a);
      default: {  // erf' = 2/√π·e^(−a²), erfc' = −erf'
        const double height = 2 * std::numbers::inv_sqrtpi;
        return product(t_.number(op == Op::erf ? height : -height), t_.add(Op::exp, negative(product(a, a))));
      }
    }
  }

  /// a < b just left of z.
  Term less(Side a, Side b) {
    return where(lt(b.slope, a.slope), t_.add(Op::less_equal, a.value, b.value), lt(a.value, b.value));
  }
  Term positive(Side a) { return less({zero_, zero_}, a); }

  bool is_zero(Term slope) const { return t_.is_number(slope, 0); }
  bool is_choice(Term term) const {
    const Node& node = t_[term];
    const auto is_easy = [this](Term factor) { return t_.is_number(factor, 0) || t_.is_number(factor, 1); };
    return node.op == Op::where && (is_easy(node.of[1]) || is_easy(node.of[2]));
  }
  Term sum(Term a, Term b) { return is_zero(a) ? b : is_zero(b) ? a : t_.add(Op::add, a, b); }
  Term difference(Term a, Term b) { return is_zero(b) ? a : is_zero(a) ? negative(b) : t_.add(Op::subtract, a, b); }
  Term quotient(Term a, Term b) { return is_zero(a) ? zero_ : t_.add(Op::divide, a, b); }
  Term negative(Term a) { return is_zero(a) ? zero_ : t_.add(Op::negate, a); }
  Term lt(Term a, Term b) { return t_.add(Op::less, a, b); }
  Term where(Term condition, Term yes, Term no) { return t_.add(Op::where, condition, yes, no); }

  Terms& t_;
  Term zero_, one_;
  std::unordered_map<Term, Side> sides_;
};

}  // namespace

Term slope(Terms& terms, Term root) { return LeftSide(terms).of(root).slope; }

Term pulled_back(Terms& terms, Term root) {
  LeftSide side(terms);
  const Term rate = side.of(root).slope;
  return side.product(terms.leaf(Op::dy), rate);
}

std::vector<std::pair<Term, Term>> switches(Terms& terms, Term root) {
  std::vector<std::pair<Term, Term>> pairs;
  const Term zero = terms.number(0);
  for (const Term term : terms.in_order(root)) {
    const Node& node = terms[term];
    switch (node.op) {
      case Op::less:
      case Op::less_equal:
      case Op::equal:
      case Op::not_equal:
      case Op::max:
      case Op::min:
        pairs.emplace_back(node.of[0], node.of[1]);
        break;
      case Op::relu:
      case Op::abs:
        pairs.emplace_back(node.of[0], zero);
        break;
      default:
        break;
    }
  }
  return pairs;
}

}  // namespace mlp::formula
