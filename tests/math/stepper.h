#pragma once
// Parameters and what an optimizer remembers, stepped in slices: a rule works on any slice of the flat vectors.

#include <memory>
#include <utility>
#include <vector>

#include "mlp/math/optimizer.h"

namespace mlp::test {

/// The rule must outlive it.
struct Stepper {
  const ElementwiseOptimizer<double>& optimizer;
  Buffer<double> w, moments;
  std::vector<double> common;
  std::vector<Index> cuts;  // where slices begin, and the end

  Stepper(const ElementwiseOptimizer<double>& rule, std::vector<double> start, std::vector<Index> where)
      : optimizer(rule), w(start.begin(), start.end()), cuts(std::move(where)) {
    moments.resize(static_cast<std::size_t>(padded(size()) * rule.moment_count()));
    common.resize(static_cast<std::size_t>(rule.common_count()));
  }
  Index size() const { return static_cast<Index>(w.size()); }
  void step(const StepInfo& at, const Buffer<double>& g) {
    optimizer.advance(at, common);
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      const Index first = cuts[i], count = cuts[i + 1] - first;
      optimizer.update(at, Slice<double>(w.data() + first, count), ConstSlice<double>(g.data() + first, count),
                       Moments<double>(moments.data(), padded(size()), size()).slice(first, count), common);
    }
  }
};

}  // namespace mlp::test
