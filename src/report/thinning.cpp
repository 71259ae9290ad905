#include "thinning.h"

#include <algorithm>
#include <cmath>
#include <set>

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

Series thinned(const Series& series, std::size_t most) {
  const std::size_t count = std::min(series.x.size(), series.y.size());
  if (count <= most) return series;
  const std::size_t stretches = std::max<std::size_t>(1, most / 4);
  Series kept{series.name, {}, {}};
  for (std::size_t i = 0; i < stretches; ++i) {
    const auto first = static_cast<std::ptrdiff_t>(count * i / stretches);
    const auto end = static_cast<std::ptrdiff_t>(count * (i + 1) / stretches);
    const auto [lowest, highest] = std::minmax_element(series.y.begin() + first, series.y.begin() + end);
    std::set<std::ptrdiff_t> places{first, lowest - series.y.begin(), highest - series.y.begin(), end - 1};
    for (const std::ptrdiff_t place : places) {
      const auto at = static_cast<std::size_t>(place);
      kept.x.push_back(series.x[at]);
      kept.y.push_back(series.y[at]);
      if (!series.low.empty()) kept.low.push_back(series.low[at]), kept.high.push_back(series.high[at]);
    }
  }
  return kept;
}

}  // namespace mlp
