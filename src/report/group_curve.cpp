#include "group_curve.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <span>

#include "mlp/report/spread.h"

namespace mlp {

Series group_curve(const RunGroup& group, const std::string& column) {
  if (group.runs.size() == 1) {
    Series series = run_curve(group.runs[0], column);
    series.name = group.label;
    return series;
  }
  std::map<double, std::vector<double>> by_epoch;
  for (const RunFolder& run : group.runs) {
    const Series curve = run_curve(run, column);
    for (std::size_t i = 0; i < curve.x.size(); ++i) by_epoch[curve.x[i]].push_back(curve.y[i]);
  }
  Series series{group.label, {}, {}};
  for (auto& [epoch, values] : by_epoch) {
    const ValueSpread spread = spread_of(std::move(values));
    series.x.push_back(epoch);
    series.y.push_back(spread.mean);
    series.low.push_back(spread.lower_quartile);
    series.high.push_back(spread.upper_quartile);
  }
  return series;
}

Series run_curve(const RunFolder& run, const std::string& column) {
  Series series;
  const std::vector<double>*epochs = run.history.find("epoch"), *values = run.history.find(column);
  if (epochs == nullptr || values == nullptr) return series;
  for (std::size_t i = 0; i < epochs->size(); ++i) {
    if (!std::isfinite((*values)[i])) continue;
    series.x.push_back((*epochs)[i]);
    series.y.push_back((*values)[i]);
  }
  return series;
}

std::vector<std::string> quantities_of(const History& history) {
  std::vector<std::string> names;
  for (const std::string& column : history.columns)
    for (const std::string_view prefix : {"train_", "val_"})
      if (column.starts_with(prefix)) {
        const std::string name = column.substr(prefix.size());
        if (name != "penalty" && std::ranges::find(names, name) == names.end()) names.push_back(name);
      }
  return names;
}

std::vector<std::string> quantities_of(std::span<const RunGroup> groups) {
  std::vector<std::string> names;
  for (const RunGroup& group : groups)
    for (const RunFolder& run : group.runs)
      for (const std::string& name : quantities_of(run.history))
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  return names;
}

std::string spoken(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string y_label_of(const std::string& quantity) {
  return quantity == "loss" ? "loss per sample" : spoken(quantity);
}

void choose_loss_axis(const std::vector<Panel*>& panels) {
  std::vector<Panel*> losses;
  std::ranges::copy_if(panels, std::back_inserter(losses),
                       [](const Panel* panel) { return panel->y_label == y_label_of("loss"); });
  double low = INFINITY, high = 0;
  bool all_positive = true;
  for (const Panel* panel : losses)
    for (const Series& series : panel->series)
      for (const double value : series.y) {
        all_positive &= !(value <= 0);
        if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
      }
  const bool is_logarithmic = all_positive && high >= 100 * low;
  for (Panel* panel : losses) {
    panel->y_scale = is_logarithmic ? Scale::logarithmic : Scale::linear;
    panel->start_may_be_above = !is_logarithmic;
  }
}

}  // namespace mlp
