#pragma once
// Line charts for screen and paper: named series over a common x, with a band around each where there are several runs.
// Series differ by colour (Okabe & Ito's palette, "Color universal design", 2008, told apart by the colour-blind), by
// marker, and past seven by dashes. Points that are not finite leave gaps.

#include <limits>
#include <span>
#include <string>
#include <vector>

#include "mlp/report/axis.h"

namespace mlp {

struct Series {
  std::string name;  // one entry in the legend for all series of one name
  std::vector<double> x, y;
  std::vector<double> low = {}, high = {};  // a band around the line, as long as x; or both empty
  bool is_theory = false;                   // what was expected, not measured: a thin dashed line without markers
};

struct Panel {
  std::string title;
  std::string x_label, y_label;  // with units
  Scale y_scale = Scale::linear;
  bool whole_x = true;  // x counts something (epochs, layers): no ticks between
  std::vector<Series> series;
  std::string if_empty = "nothing was measured";  // what stands in place of a plot without any point
  bool start_may_be_above = false;                // see y_range_of(): a high start squeezes no curve
};

struct Figure {
  std::string title, subtitle;
  std::vector<Panel> panels;
  bool ordered = false;  // the series are steps of one thing (epochs): colours run from dark to light
};

/// The smallest and the largest of some values.
struct ValueRange {
  double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

  /// Takes in a value that is finite (and positive on a logarithmic axis).
  void include(double value, Scale scale);
  bool empty() const { return low > high; }
};

/// The y axis that panels of one y_label share: all that their lines and bands span. Where `start_may_be_above`, and
/// the first hundredth of the x axis would take more than half of it, it ends where the rest of the lines does;
/// a line that ends in the start, as of a run that diverged, is to be seen.
ValueRange y_range_of(std::span<const Panel> panels);

/// "at first up to 1.28": of what lies above the axis; empty where nothing does.
std::string above_text(const Panel& panel, const ValueRange& y);

/// The picture as SVG, the panels two in a row, one legend for all. Panels of one y_label share the range of their y
/// axis. A panel without any point says so.
std::string draw(const Figure& figure);

}  // namespace mlp
