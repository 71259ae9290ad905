#pragma once
// A line of very many points, made shorter without a visible change: of the points that share a pixel's column, the
// first, the lowest, the highest and the last stay.

#include <vector>

#include "mlp/report/line_chart.h"
#include "mlp/report/svg.h"

namespace mlp {

/// The points must be sorted by x; where they are not, or are few, all stay.
std::vector<Point> thinned(const std::vector<Point>& points);

/// A series of at most about `most` points, all of them real ones: in each of equal stretches of its points, the first,
/// the lowest, the highest and the last stay, each with its place in the band.
Series thinned(const Series& series, std::size_t most);

}  // namespace mlp
