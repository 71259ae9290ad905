#pragma once
// The pieces that describe() is made of.

#include <algorithm>
#include <numeric>
#include <vector>

#include "mlp/data/describe.h"

namespace mlp {

/// Counts repeated_rows and leaked_rows.
template <class T>
void count_repeated_rows(const Dataset<T>& data, DataDescription& text);

/// Adds a warning for everything in the description that hinders training.
void add_warnings(DataDescription& text);

/// Hands all samples of a part to visit(x, y, i), a few at a time, so that the part need not fit into memory twice.
template <class T, class Visit>
void for_each_sample(const Part<T>& part, Index inputs, Index outputs, const Visit& visit) {
  constexpr Index block = 256;
  Matrix<T> x(inputs, block), y(outputs, block);
  std::vector<Index> which;
  for (Index start = 0; start < part.samples(); start += block) {
    which.resize(static_cast<std::size_t>(std::min(block, part.samples() - start)));
    std::iota(which.begin(), which.end(), start);
    part.gather(which, x.data(), part.has_targets() ? y.data() : nullptr);
    for (std::size_t k = 0; k < which.size(); ++k)
      visit(x.col(static_cast<Index>(k)).data(), y.col(static_cast<Index>(k)).data(), which[k]);
  }
}

}  // namespace mlp
