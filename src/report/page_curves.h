#pragma once
// The curves of the page: which panels there are, and how many points of each the file has room for.

#include <map>
#include <string>
#include <vector>

#include "mlp/report/line_chart.h"
#include "page_parts.h"
#include "series_style.h"

namespace mlp {

/// What is behind the mean of a group.
struct RunCurves {
  std::vector<Series> runs;  // named by their folders; empty for a single one
  const RunGroup* group = nullptr;
};

/// A panel whose series are the means of groups, each under its name in the legend, with the band between the quartiles
/// where there are several runs.
struct CurvePanel {
  Panel panel;
  std::vector<RunCurves> behind;  // one for each series
};

/// Every quantity of training and of validation; of a single run the two side by side.
std::vector<CurvePanel> curve_panels(const PageContent& content);

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
