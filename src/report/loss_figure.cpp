// The figure of the losses: training and validation against epoch.

#include <algorithm>
#include <cmath>

#include "group_curve.h"
#include "mlp/report/run_figures.h"
#include "thinning.h"

namespace mlp {
namespace {

constexpr std::size_t most_points = 600;  // of a line: more than a panel is pixels wide

bool has_values(const std::vector<double>* values) {
  return values != nullptr && std::any_of(values->begin(), values->end(), [](double v) { return std::isfinite(v); });
}

Panel panel_of(const std::string& title, const std::string& quantity, std::vector<Series> series) {
  return {title, "epoch", y_label_of(quantity), Scale::linear, true, std::move(series)};
}

std::vector<Panel*> pointers_to(std::vector<Panel>& panels) {
  std::vector<Panel*> pointers;
  for (Panel& panel : panels) pointers.push_back(&panel);
  return pointers;
}

std::string subtitle_of(std::span<const RunGroup> groups) {
  std::size_t most = 0;
  for (const RunGroup& group : groups) most = std::max(most, group.runs.size());
  if (most < 2) return "";
  return "line: mean of up to " + std::to_string(most) + " runs; band: from the lower to the upper quartile";
}

}  // namespace

Figure loss_figure(const RunFolder& run, const std::string& title) {
  Figure figure{title, "", {}};
  const std::vector<double>* epochs = run.history.find("epoch");
  for (const std::string& quantity : quantities_of(run.history)) {
    std::vector<Series> series;
    for (const auto& [prefix, name] : {std::pair("train_", "training"), std::pair("val_", "validation")}) {
      const std::vector<double>* values = run.history.find(prefix + quantity);
      if (has_values(values)) series.push_back({name, *epochs, *values});
    }
    figure.panels.push_back(panel_of(spoken(quantity), quantity, std::move(series)));
  }
  choose_loss_axis(pointers_to(figure.panels));
  return figure;
}

Figure loss_figure(std::span<const RunGroup> groups, const std::string& title) {
  Figure figure{title, subtitle_of(groups), {}};
  for (const std::string& quantity : quantities_of(groups)) {
    for (const auto& [prefix, name] : {std::pair("train_", "training "), std::pair("val_", "validation ")}) {
      std::vector<Series> series;
      for (const RunGroup& group : groups) {
        Series one = group_curve(group, prefix + quantity);
        if (!one.x.empty()) series.push_back(thinned(one, most_points));
      }
      if (!series.empty()) figure.panels.push_back(panel_of(name + spoken(quantity), quantity, std::move(series)));
    }
  }
  choose_loss_axis(pointers_to(figure.panels));
  return figure;
}

}  // namespace mlp
