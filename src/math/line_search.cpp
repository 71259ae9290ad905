#include "mlp/math/line_search.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace mlp {
namespace {

/// The search under way: counts evaluations and knows the conditions.
class Search {
 public:
  Search(LineFunction& phi, const LinePoint& start, const LineSearchSettings& settings)
      : phi_(phi), start_(start), settings_(settings), left_(settings.evaluations) {}

  bool may_evaluate() const { return left_ > 0; }

  /// A point where the value or the slope is not finite lies above all others.
  LinePoint evaluate(double t) {
    --left_;
    LinePoint point = phi_.at(t);
    if (!std::isfinite(point.value) || !std::isfinite(point.slope))
      point.value = std::numeric_limits<double>::infinity();
    return point;
  }

  bool falls_too_little(const LinePoint& p) const {
    return p.value > start_.value + settings_.armijo * p.t * start_.slope;
  }
  bool is_flat(const LinePoint& p) const { return std::abs(p.slope) <= -settings_.curvature * start_.slope; }

 private:
  LineFunction& phi_;
  const LinePoint& start_;
  const LineSearchSettings& settings_;
  int left_;
};

/// Two ends of an interval that has an acceptable point inside. `low` is the lowest point found so far where the loss
/// fell enough, and the slope there points to `high`, which may lie to the left of it.
struct Interval {
  LinePoint low, high;

  double left() const { return std::min(low.t, high.t); }
  double right() const { return std::max(low.t, high.t); }
};

/// Keeps trial steps away from the ends of the interval: the second time in a row that one comes near to an end, it is
/// moved inwards by a tenth of the width.
double kept_inside(double t, const Interval& interval, bool& was_near) {
  const double margin = 0.1 * (interval.right() - interval.left());
  const double to_left = t - interval.left(), to_right = interval.right() - t;
  const bool is_near = std::min(to_left, to_right) < margin;
  const bool move = is_near && (was_near || to_left <= 0 || to_right <= 0);
  was_near = is_near && !move;
  if (!move) return t;
  return std::abs(to_right) < std::abs(to_left) ? interval.right() - margin : interval.left() + margin;
}

/// Cuts the interval down to an acceptable point.
LinePoint zoom(Search& search, Interval interval, double longest, double least_change) {
  bool was_near = false;
  while (search.may_evaluate() && (interval.right() - interval.left()) * longest >= least_change) {
    const double cubic = least_of_cubic(interval.low, interval.high, interval.left(), interval.right());
    const LinePoint here = search.evaluate(kept_inside(cubic, interval, was_near));
    if (search.falls_too_little(here) || here.value >= interval.low.value) {
      interval.high = here;
      continue;
    }
    if (search.is_flat(here)) return here;
    // The minimum lies downhill of here: towards the old high end, or else back towards the old low one.
    const bool is_behind = here.slope * (interval.high.t - interval.low.t) >= 0;
    if (is_behind) interval.high = interval.low;
    interval.low = here;
  }
  return interval.low;
}

}  // namespace

double least_of_cubic(const LinePoint& a, const LinePoint& b, double low, double high) {
  const LinePoint& left = a.t <= b.t ? a : b;
  const LinePoint& right = a.t <= b.t ? b : a;
  const double d1 = left.slope + right.slope - 3 * (left.value - right.value) / (left.t - right.t);
  const double d2 = std::sqrt(d1 * d1 - left.slope * right.slope);
  const double least = right.t - (right.t - left.t) * (right.slope + d2 - d1) / (right.slope - left.slope + 2 * d2);
  return std::isfinite(least) ? std::clamp(least, low, high) : (low + high) / 2;
}

LinePoint search_line(LineFunction& phi, const LinePoint& start, double first, double longest,
                      const LineSearchSettings& settings) {
  Search search(phi, start, settings);
  LinePoint before = start, here = search.evaluate(first);
  const auto is_too_far = [&] { return search.falls_too_little(here) || here.value >= before.value; };
  while (search.may_evaluate()) {
    if (is_too_far()) return zoom(search, {.low = before, .high = here}, longest, settings.least_change);
    if (search.is_flat(here)) return here;
    if (here.slope >= 0) return zoom(search, {.low = here, .high = before}, longest, settings.least_change);
    const double least = here.t + 0.01 * (here.t - before.t);
    const double next = least_of_cubic(before, here, least, 10 * here.t);
    before = std::exchange(here, search.evaluate(next));
  }
  return is_too_far() ? before : here;
}

}  // namespace mlp
