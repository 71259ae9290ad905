#pragma once
// The curves of the page: which panels there are, and how many points of each the file has room for.

#include <map>
#include <string>
#include <vector>

#include "curve_panels.h"
#include "mlp/report/line_chart.h"
#include "page_parts.h"
#include "series_style.h"

namespace mlp {

/// Thins all series so that the numbers of the curves stay below about a megabyte.
void thin(std::vector<CurvePanel>& panels);

/// The styles of the legend, by name.
std::map<std::string, SeriesStyle> page_styles(const std::vector<std::string>& names);

/// A panel as a picture of its own, in the colours of the page.
std::string draw_for_page(const Panel& panel, const std::map<std::string, SeriesStyle>& styles, const ValueRange& y);

/// Epochs, steps and seconds (the mean of the runs) at a few epochs of a group, to go from one to the other.
struct Clock {
  std::vector<double> epochs, steps, seconds;
};
Clock clock_of(const RunGroup& group);

}  // namespace mlp
