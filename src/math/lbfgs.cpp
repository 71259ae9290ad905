#include "mlp/math/optimizers/lbfgs.h"

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

// A pair with a smaller sᵀy says nothing of the curvature that rounding errors would not say.
constexpr double least_curvature = 1e-10;

/// Σ aᵢ·bᵢ in double, always in the same order: eight sums side by side, which the compiler vectorizes.
template <class T>
double dot(const Slice<T>& a, const Slice<T>& b) {
  constexpr Index lanes = 8;
  double sums[lanes] = {};
  const Index whole = a.size() / lanes * lanes;
  for (Index i = 0; i < whole; i += lanes)
    for (Index k = 0; k < lanes; ++k) sums[k] += static_cast<double>(a[i + k]) * static_cast<double>(b[i + k]);
  for (Index i = whole; i < a.size(); ++i) sums[i - whole] += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return ((sums[0] + sums[4]) + (sums[2] + sums[6])) + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

/// Names for what is remembered.
template <class T>
class Memory {
 public:
  Memory(const StepVectors<T>& all, Index history_size)
      : moments_(all.moments), common_(all.common), history_(history_size) {}

  Slice<T> direction() const { return moments_[0]; }
  Slice<T> last_gradient() const { return moments_[1]; }
  Slice<T> start() const { return moments_[2]; }
  double& has_direction() const { return common_[0]; }  // 0 before the first step
  double& step_length() const { return common_[1]; }    // of the last step, in units of the direction
  double& scale() const { return common_[2]; }          // sᵀy/yᵀy of the newest pair
  double& pairs_seen() const { return common_[3]; }

  /// How many pairs there are, and the parts of pair i, 0 being the oldest: pairs lie in a ring.
  Index pairs() const { return std::min(static_cast<Index>(pairs_seen()), history_); }
  Slice<T> s(Index i) const { return moments_[3 + 2 * place(i)]; }
  Slice<T> y(Index i) const { return moments_[4 + 2 * place(i)]; }
  double& rho(Index i) const { return common_[static_cast<std::size_t>(4 + 2 * place(i))]; }
  double& alpha(Index i) const { return common_[static_cast<std::size_t>(5 + 2 * place(i))]; }

 private:
  Index place(Index i) const { return (static_cast<Index>(pairs_seen()) - pairs() + i) % history_; }

  Moments<T> moments_;
  std::span<double> common_;
  Index history_;
};

/// Remembers the pair of the step before, s = t·d and y = g − g₋, in place of the oldest.
template <class T>
void remember_pair(const Memory<T>& memory, const Slice<T>& g) {
  Slice<T> y = memory.last_gradient();  // not needed any more: overwritten by the difference
  y = g - y;
  const double t = memory.step_length();
  const double curvature = t * dot<T>(y, memory.direction());
  if (!(curvature > least_curvature)) return;
  memory.pairs_seen() += 1;
  const Index newest = memory.pairs() - 1;
  memory.s(newest) = static_cast<T>(t) * memory.direction();
  memory.y(newest) = y;
  memory.rho(newest) = 1 / curvature;
  memory.scale() = curvature / dot<T>(y, y);
}

/// d = −H·g by the two loops of the file's head.
template <class T>
void find_direction(const Memory<T>& memory, const Slice<T>& g) {
  Slice<T> d = memory.direction();
  d = -g;
  const Index pairs = memory.pairs();
  for (Index i = pairs - 1; i >= 0; --i) {
    memory.alpha(i) = memory.rho(i) * dot<T>(memory.s(i), d);
    d -= static_cast<T>(memory.alpha(i)) * memory.y(i);
  }
  if (pairs > 0) d *= static_cast<T>(memory.scale());
  for (Index i = 0; i < pairs; ++i) {
    const double beta = memory.rho(i) * dot<T>(memory.y(i), d);
    d += static_cast<T>(memory.alpha(i) - beta) * memory.s(i);
  }
}

/// φ(t) = J(w + t·d), with w the parameters before the step.
template <class T>
class AlongDirection final : public LineFunction {
 public:
  AlongDirection(const StepVectors<T>& all, const Memory<T>& memory) : all_(all), memory_(memory) {}

  void go_to(double t) const {
    Slice<T>(all_.parameters, all_.size) = memory_.start() + static_cast<T>(t) * memory_.direction();
  }
  LinePoint at(double t) override {
    go_to(t);
    const double value = all_.objective.evaluate();
    return {t, value, dot<T>(Slice<T>(all_.gradient, all_.size), memory_.direction())};
  }

 private:
  const StepVectors<T>& all_;
  const Memory<T>& memory_;
};

}  // namespace

template <class T>
void Lbfgs<T>::step(const StepInfo& at, const StepVectors<T>& all) const {
  const Memory<T> memory(all, settings_.history_size);
  const Slice<T> g(all.gradient, all.size);
  if (static_cast<double>(g.abs().maxCoeff()) <= settings_.tolerance_grad) return;

  const bool is_first = memory.has_direction() == 0;
  if (!is_first) remember_pair(memory, g);
  find_direction(memory, g);
  memory.has_direction() = 1;
  memory.last_gradient() = g;
  memory.start() = Slice<T>(all.parameters, all.size);
  memory.step_length() = 0;
  const LinePoint here{0, all.value, dot<T>(g, memory.direction())};
  AlongDirection<T> line(all, memory);
  // A gradient that is no number makes the parameters none, as with any other optimizer: so the trainer finds out.
  if (!std::isfinite(here.slope)) return line.go_to(1);
  if (here.slope > -settings_.tolerance_change) return;

  // The first direction has the gradient's length, which says nothing of how far to go.
  const double shorter = is_first ? std::min(1.0, 1 / static_cast<double>(g.abs().sum())) : 1.0;
  const double longest = static_cast<double>(memory.direction().abs().maxCoeff());
  const LinePoint end =
      search_line(line, here, shorter * at.learning_rate, longest, {.least_change = settings_.tolerance_change});
  memory.step_length() = end.t;
  line.go_to(end.t);
}

template class Lbfgs<float>;
template class Lbfgs<double>;

}  // namespace mlp
