#pragma once
// A line of very many points, made shorter without a visible change: of the points that share a pixel's column, the
// first, the lowest, the highest and the last stay.

#include <vector>

#include "mlp/report/svg.h"

namespace mlp {

/// The points must be sorted by x; where they are not, or are few, all stay.
std::vector<Point> thinned(const std::vector<Point>& points);

}  // namespace mlp
