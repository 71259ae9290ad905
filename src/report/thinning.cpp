#include "thinning.h"

#include <algorithm>
#include <cmath>

namespace mlp {

std::vector<Point> thinned(const std::vector<Point>& points) {
  const auto by_x = [](const Point& a, const Point& b) { return a.x < b.x; };
  if (points.size() < 2000 || !std::is_sorted(points.begin(), points.end(), by_x)) return points;
  const auto by_y = [](const Point& a, const Point& b) { return a.y < b.y; };
  std::vector<Point> kept;
  for (auto first = points.begin(); first != points.end();) {
    const auto end = std::find_if(first, points.end(),
                                  [&](const Point& point) { return std::floor(point.x) != std::floor(first->x); });
    auto [lowest, highest] = std::minmax_element(first, end, by_y);
    if (highest < lowest) std::swap(lowest, highest);
    for (const auto& at : {first, lowest, highest, end - 1})
      if (kept.empty() || kept.back().x != at->x || kept.back().y != at->y) kept.push_back(*at);
    first = end;
  }
  return kept;
}

}  // namespace mlp
