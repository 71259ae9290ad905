#pragma once
// The transposition of a square that fills as many registers as a register has elements.

#include <utility>

#include "mlp/core/vector.h"

namespace mlp {

/// Elements first, first + 1, … of a₀ b₀ a₁ b₁ a₂ b₂ …, as many as `i` counts.
template <class T, int first, int... i>
Vector<T> interleaved(Vector<T> a, Vector<T> b, std::integer_sequence<int, i...>) {
  constexpr int length = vector_length<T>;
  return __builtin_shufflevector(a, b, ((first + i) / 2 + (first + i) % 2 * length)...);
}

/// One perfect shuffle of the square, read as one long row: its two halves are interleaved.
template <class T, int... i>
void shuffle(Vector<T> (&square)[vector_length<T>], std::integer_sequence<int, i...>) {
  constexpr int length = vector_length<T>;
  constexpr std::make_integer_sequence<int, length> all{};
  // i counts the registers of the result.
  Vector<T> shuffled[length] = {interleaved<T, i % 2 * length>(square[i / 2], square[i / 2 + length / 2], all)...};
  ((square[i] = shuffled[i]), ...);
}

/// square[i][j] and square[j][i] change places. Number the elements by row and column, in binary: a perfect shuffle of
/// all moves the number's first digit to its end. After as many as a row's number has digits, row and column have
/// changed places.
template <class T>
void transpose(Vector<T> (&square)[vector_length<T>]) {
  constexpr int length = vector_length<T>;
  constexpr std::make_integer_sequence<int, length> all{};
  static_assert(length == 2 || length == 4 || length == 8 || length == 16);
  shuffle<T>(square, all);
  if constexpr (length > 2) shuffle<T>(square, all);
  if constexpr (length > 4) shuffle<T>(square, all);
  if constexpr (length > 8) shuffle<T>(square, all);
}

}  // namespace mlp
