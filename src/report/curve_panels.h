#pragma once
// Loss and metrics by epoch as panels: those of loss.svg, of the terminal and of the page.

#include <span>
#include <vector>

#include "mlp/report/line_chart.h"
#include "mlp/report/run_group.h"

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

/// Every quantity of training and of validation that has values, a panel each; of a single run the two side by side in
/// one. The panels of the loss share the kind of their axis.
std::vector<CurvePanel> curve_panels(std::span<const RunGroup> groups);

}  // namespace mlp
