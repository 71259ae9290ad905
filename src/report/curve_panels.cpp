#include "curve_panels.h"

#include <string>
#include <utility>

#include "group_curve.h"

namespace mlp {
namespace {

/// Adds the curve of a group, where it has any.
void add_curve(CurvePanel& curves, const RunGroup& group, const std::string& column, const std::string& name) {
  Series mean = group_curve(group, column);
  if (mean.x.empty()) return;
  mean.name = name;
  curves.panel.series.push_back(std::move(mean));
  RunCurves& behind = curves.behind.emplace_back(RunCurves{{}, &group});
  if (group.runs.size() < 2) return;
  for (const RunFolder& run : group.runs) {
    Series curve = run_curve(run, column);
    curve.name = repeat_name(run);
    if (!curve.x.empty()) behind.runs.push_back(std::move(curve));
  }
}

CurvePanel empty_panel(const std::string& title, const std::string& quantity) {
  return {{title, "epoch", y_label_of(quantity), Scale::linear, true, {}}, {}};
}

std::vector<CurvePanel> single_run_panels(const RunGroup& group) {
  std::vector<CurvePanel> panels;
  for (const std::string& quantity : quantities_of(group.runs[0].history)) {
    CurvePanel& curves = panels.emplace_back(empty_panel(spoken(quantity), quantity));
    for (const auto& [prefix, name] : {std::pair("train_", "training"), std::pair("val_", "validation")})
      add_curve(curves, group, prefix + quantity, name);
  }
  return panels;
}

std::vector<CurvePanel> group_panels(std::span<const RunGroup> groups) {
  std::vector<CurvePanel> panels;
  for (const std::string& quantity : quantities_of(groups))
    for (const auto& [prefix, name] : {std::pair("train_", "training "), std::pair("val_", "validation ")}) {
      CurvePanel& curves = panels.emplace_back(empty_panel(name + spoken(quantity), quantity));
      for (const RunGroup& group : groups) add_curve(curves, group, prefix + quantity, group.label);
    }
  return panels;
}

}  // namespace

std::vector<CurvePanel> curve_panels(std::span<const RunGroup> groups) {
  const bool is_single = groups.size() == 1 && groups[0].runs.size() == 1;
  std::vector<CurvePanel> panels = is_single ? single_run_panels(groups[0]) : group_panels(groups);
  std::erase_if(panels, [](const CurvePanel& curves) { return curves.panel.series.empty(); });
  std::vector<Panel*> axes;
  for (CurvePanel& curves : panels) axes.push_back(&curves.panel);
  choose_loss_axis(axes);
  return panels;
}

}  // namespace mlp
