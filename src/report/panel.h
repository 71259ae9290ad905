#pragma once
// One panel of a figure: frame, axes and the lines of its series.

#include <map>
#include <string>

#include "mlp/report/line_chart.h"
#include "mlp/report/svg.h"
#include "series_style.h"

namespace mlp {

struct Box {
  Point corner;  // the upper left one
  double width = 0, height = 0;
};

/// Whether the bands of its series are drawn: not where there are more than most_bands.
bool has_bands(const Panel& panel);

/// Draws the panel into the box, its y axis over the range; `styles` has one for each name of a series.
void draw_panel(Svg& svg, const Panel& panel, Box box, ValueRange y, const std::map<std::string, SeriesStyle>& styles);

}  // namespace mlp
