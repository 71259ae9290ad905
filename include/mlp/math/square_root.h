#pragma once
// √x for expressions of arrays, correctly rounded. Eigen's own is an approximation in wide registers, the last place of
// which may be wrong, and which takes the root of a denormal number for 0; its remainders of arrays are exact. With it,
// the bits of a parameter would depend on the slice that it is updated in.

#include <cmath>

#include "mlp/core/types.h"
#include "mlp/core/vector.h"

namespace mlp {

template <class T>
struct SquareRoot {
  T operator()(T x) const { return std::sqrt(x); }

  /// Of a register of Eigen's.
  template <class Packet>
  Packet packetOp(const Packet& x) const {
    static_assert(sizeof(Packet) == sizeof(Vector<T>));
    Vector<T> values;
    __builtin_memcpy(&values, &x, sizeof x);
    values = square_root(values);
    Packet roots;
    __builtin_memcpy(&roots, &values, sizeof x);
    return roots;
  }
};

/// The root of each element of an array or of an expression of arrays.
template <class Expression>
auto square_root_of(const Expression& x) {
  return x.unaryExpr(SquareRoot<typename Expression::Scalar>());
}

}  // namespace mlp

/// That Eigen may apply it to whole registers, and about what it costs.
template <class T>
struct Eigen::internal::functor_traits<mlp::SquareRoot<T>> {
  enum { Cost = 16, PacketAccess = true };
};
