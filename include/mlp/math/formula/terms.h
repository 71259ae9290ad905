#pragma once
// A formula as terms: z and the numbers it has are terms, and so is every operation on terms, such as z·σ(z). Equal
// terms are one, so that σ(z) is computed once however often a formula and its derivative have it; an operation on
// numbers alone is a number. Terms never change, and come after the terms that they are made of.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mlp::formula {

/// What a term is: a leaf, or the operation that makes it from up to four others.
enum class Op : std::uint8_t {
  number,
  z,         // the input
  y,         // in derivatives: the output, known by then,
  dy,        // and the gradient that comes in
  negate,    // −a
  add,       // a + b
  subtract,  // a − b
  multiply,  // a·b
  divide,    // a/b
  power,     // a^b
  less,      // 1 where a < b, else 0
  less_equal,
  equal,
  not_equal,
  where,  // b where a ≠ 0, else c
  max,
  min,
  exp,
  expm1,  // e^a − 1
  log,
  log1p,  // ln(1 + a)
  sqrt,
  sin,
  cos,
  tanh,
  sigmoid,     // σ(a) = 1/(1 + e^−a)
  complement,  // in derivatives: 1 − σ(a)
  softplus,    // ln(1 + e^a)
  relu,
  abs,
  erf,
  erfc,        // 1 − erf a
  power_log,   // in derivatives: a^b·ln a, and 0 where a is 0
  where_less,  // in programs: c where a < b, else d
  where_less_equal,
  where_equal,
  where_not_equal
};

/// How many terms an operation is made from.
std::size_t operands(Op op);

/// The place of a term in its Terms.
using Term = std::int32_t;

struct Node {
  Op op = Op::number;
  double number = 0;            // Op::number
  std::array<Term, 4> of = {};  // the operands; 0 behind the last

  bool operator==(const Node& other) const;  // of numbers the bits count
};

class Terms {
 public:
  Term number(double value);
  Term leaf(Op op) { return intern({op, 0, {}}); }

  /// The term op(a, b, c, d): a number where all operands are, and an operand where nothing is done to it (1·a). σ and
  /// softplus written out, 1/(1 + e^a) and ln(1 + e^a), are taken for what they are, so that e^a may overflow. What is
  /// done to a choice between numbers is done to the numbers: where(c, 1, 0) < 0 is where(c, 0, 0), is 0.
  Term add(Op op, Term a, Term b = 0, Term c = 0, Term d = 0);

  /// a^b. A small whole exponent means multiplications, which are faster and take any a; and e^b is exp b.
  Term power(Term a, Term b);

  const Node& operator[](Term term) const { return nodes_[static_cast<std::size_t>(term)]; }
  bool is_number(Term term) const { return (*this)[term].op == Op::number; }
  bool is_number(Term term, double value) const { return is_number(term) && (*this)[term].number == value; }

  /// The terms that `root` is made of, itself the last, each behind its operands.
  std::vector<Term> in_order(Term root) const;

 private:
  struct Hash {
    std::size_t operator()(const Node& node) const;
  };

  Term intern(const Node& node);
  Term whole_power(Term a, int exponent);
  Term simplified(const Node& node) const;
  Term of_choice(const Node& node);
  Term recognized(const Node& node);
  Term exponent_of_sum(Term term) const;

  std::vector<Node> nodes_;
  std::unordered_map<Node, Term, Hash> places_;
};

/// A function of z.
struct Expression {
  Terms terms;
  Term root = 0;
};

}  // namespace mlp::formula
