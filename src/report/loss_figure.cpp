// The figure of the losses: training and validation against epoch.

#include <algorithm>
#include <utility>

#include "curve_panels.h"
#include "mlp/report/run_figures.h"
#include "series_style.h"
#include "thinning.h"

namespace mlp {
namespace {

constexpr std::size_t most_points = 600;  // of a line: more than a panel is pixels wide

std::string subtitle_of(std::span<const RunGroup> groups) {
  std::size_t most = 0;
  for (const RunGroup& group : groups) most = std::max(most, group.runs.size());
  if (most < 2) return "";
  return "line: mean of up to " + std::to_string(most) + " runs" +
         (groups.size() > most_bands ? "" : "; band: from the lower to the upper quartile");
}

}  // namespace

Figure loss_figure(std::span<const RunGroup> groups, const std::string& title) {
  Figure figure{title, subtitle_of(groups), {}};
  for (CurvePanel& curves : curve_panels(groups)) {
    for (Series& series : curves.panel.series) series = thinned(series, most_points);
    figure.panels.push_back(std::move(curves.panel));
  }
  return figure;
}

}  // namespace mlp
