#pragma once
// A formula's terms as a list of steps. Arrays are worked off in blocks that fit into the nearest cache: each step is
// done for a whole block before the next begins, so that the choice of what to do costs little beside the doing, which
// is by lanes. A step writes to a register, a block's worth of numbers that a later step may overwrite once nobody
// needs them any more. A comparison that chooses is one step with the choice, where_less(a, b, c, d); and so are two
// operations of an instruction each, 1 + |z|, between which nothing need be stored.

#include <array>
#include <cstdint>
#include <vector>

#include "mlp/core/types.h"
#include "mlp/math/formula/terms.h"

namespace mlp::formula {

/// What the leaves of a formula stand for; null for those that it does not have.
template <class T>
struct Inputs {
  const T* z = nullptr;
  const T* y = nullptr;
  const T* dy = nullptr;
};

template <class T>
class Program {
 public:
  /// Registers there may be; more are needed by no formula that the parser lets pass.
  static constexpr std::size_t most_registers = 256;

  /// Computes `root`, given the value of `known` as the input y (none where that is −1). Throws InputError where there
  /// are too few registers.
  explicit Program(Terms terms, Term root, Term known = -1, std::size_t registers = most_registers);

  /// out = the root's value for each of `size` elements. out may be the memory of an input. Allocates nothing.
  void run(const Inputs<T>& in, Index size, T* out) const;

  /// Whether the input z, y or dy is looked at.
  bool reads(Op leaf) const;

  std::size_t steps() const { return steps_.size(); }
  std::size_t registers() const { return registers_; }

 private:
  /// Elements of all registers together; and with as many of the inputs, of which a step reads its share, and of the
  /// output, they should stay in the nearest cache.
  static constexpr Index scratch_elements = Index{32768} / static_cast<Index>(sizeof(T)), arrays_besides = 4;
  static_assert(scratch_elements >= static_cast<Index>(most_registers) * padding);

  /// Where an operand is: an input, the output, or a constant or a register with its number.
  struct Operand {
    enum class Place : std::uint8_t { none, z, y, dy, constant, result, out };
    Place place = Place::none;
    Index index = 0;         // of a constant or a register
    Index offset = 0;        // the same in elements
    Index stride = padding;  // from lane to lane: none of a constant
  };
  struct Step {
    Op op;
    Op second = Op::number;       // what is done to the result and of[4]; nothing to a number
    bool first_is_right = false;  // of[4] − result, not result − of[4]
    Operand to, complement;       // of a sigmoid: where 1 − σ goes, too, where that is wanted
    Operand of[5];
  };
  class Compiler;

  /// The memory of the block that is worked off, for each Place.
  using Bases = std::array<T*, 7>;
  void run_block(const Bases& bases, Index count) const;

  std::vector<Step> steps_;
  std::size_t registers_ = 0;
  Index block_ = padding;  // elements
  Buffer<T> constants_;    // a lane of each
};

}  // namespace mlp::formula
