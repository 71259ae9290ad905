#pragma once
// One panel of a figure: frame, axes and the lines of its series.

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "mlp/report/line_chart.h"
#include "mlp/report/svg.h"
#include "series_style.h"

namespace mlp {

struct Box {
  Point corner;  // the upper left one
  double width = 0, height = 0;
};

/// The smallest and the largest of some values.
struct ValueRange {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

  /// Takes in those that are finite (and positive, where asked).
  void include(const std::vector<double>& values, bool positive_only);
  bool empty() const { return low > high; }
};

/// What the lines and bands of a panel span.
ValueRange y_range_of(const Panel& panel);

/// Draws the panel into the box, its y axis over the range; `styles` has one for each name of a series.
void draw_panel(Svg& svg, const Panel& panel, Box box, ValueRange y, const std::map<std::string, SeriesStyle>& styles);

}  // namespace mlp
