#pragma once
// The derivative of a formula, as terms. The rules of calculus, term by term: with a′ and b′ the slopes of the
// operands,
//     (a·b)′ = a′·b + a·b′      tanh(a)′ = (1 − tanh²a)·a′      …
// At a kink it is the derivative from the left, so whatever depends on a comparison is taken just left of z. There,
// a < b holds where it holds at z, and where a = b, if a falls (to the right) more slowly than b does: a′ > b′. So
//     max(a, b)′ = b′ where a < b just left of z, else a′
// and likewise |a|, relu(a) = max(a, 0), and where(a < b, …).

#include <utility>
#include <vector>

#include "mlp/math/formula/terms.h"

namespace mlp::formula {

/// Adds d(root)/dz, from the left, to the terms.
Term slope(Terms& terms, Term root);

/// Adds dy·d(root)/dz. Where the slope is chosen, so is the product: dy·where(c, 1, 0) is where(c, dy, 0).
Term pulled_back(Terms& terms, Term root);

/// Pairs of terms whose order decides: where they are equal there may be a kink.
std::vector<std::pair<Term, Term>> switches(Terms& terms, Term root);

/// Where the value or the slope of a formula jumps, in increasing order. Looked for at changes of sign of the
/// difference of each switch, at |z| ≤ 64 in steps of 1/512, and up to 10⁶ in steps of z/64.
std::vector<double> kinks(const Expression& formula);

}  // namespace mlp::formula
