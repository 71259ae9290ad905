#include <algorithm>
#include <cmath>
#include <map>

#include "mlp/report/run_figures.h"
#include "mlp/report/spread.h"

namespace mlp {
namespace {

// "train_mean_absolute_error" as people write it: "mean absolute error"
std::string spoken(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string without(std::string_view prefix, const std::string& column) { return column.substr(prefix.size()); }

// The quantities that a history follows: "loss", "accuracy", …
std::vector<std::string> quantities_of(const History& history) {
  std::vector<std::string> names;
  for (const std::string& column : history.columns)
    for (const std::string_view prefix : {"train_", "val_"})
      if (column.starts_with(prefix)) {
        const std::string name = without(prefix, column);
        if (name != "penalty" && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
  return names;
}

bool has_values(const std::vector<double>* values) {
  return values != nullptr && std::any_of(values->begin(), values->end(), [](double v) { return std::isfinite(v); });
}

Scale scale_for(const std::vector<Series>& series) {
  double low = INFINITY, high = 0;
  for (const Series& one : series)
    for (const double value : one.y) {
      if (value <= 0) return Scale::linear;
      if (std::isfinite(value)) low = std::min(low, value), high = std::max(high, value);
    }
  return high >= 1000 * low ? Scale::logarithmic : Scale::linear;
}

Panel panel_of(const std::string& title, const std::string& quantity, std::vector<Series> series) {
  const bool is_loss = quantity == "loss";
  const Scale scale = is_loss ? scale_for(series) : Scale::linear;
  return {title, "epoch", is_loss ? "loss per sample" : spoken(quantity), scale, true, std::move(series)};
}

// One column over all runs of a group: at each epoch that any of them has, the mean and the quartiles of those that
// have a value there.
Series series_of(const RunGroup& group, const std::string& column) {
  std::map<double, std::vector<double>> by_epoch;
  for (const RunFolder& run : group.runs) {
    const std::vector<double>*epochs = run.history.find("epoch"), *values = run.history.find(column);
    if (epochs == nullptr || values == nullptr) continue;
    for (std::size_t i = 0; i < epochs->size(); ++i)
      if (std::isfinite((*values)[i])) by_epoch[(*epochs)[i]].push_back((*values)[i]);
  }
  Series series{group.label, {}, {}};
  for (auto& [epoch, values] : by_epoch) {
    const ValueSpread spread = spread_of(std::move(values));
    series.x.push_back(epoch);
    series.y.push_back(spread.mean);
    if (group.runs.size() > 1) {
      series.low.push_back(spread.lower_quartile);
      series.high.push_back(spread.upper_quartile);
    }
  }
  return series;
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
  return figure;
}

Figure loss_figure(std::span<const RunGroup> groups, const std::string& title) {
  Figure figure{title, subtitle_of(groups), {}};
  std::vector<std::string> quantities;
  for (const RunGroup& group : groups)
    for (const RunFolder& run : group.runs)
      for (const std::string& quantity : quantities_of(run.history))
        if (std::find(quantities.begin(), quantities.end(), quantity) == quantities.end())
          quantities.push_back(quantity);
  for (const std::string& quantity : quantities) {
    for (const auto& [prefix, name] : {std::pair("train_", "training "), std::pair("val_", "validation ")}) {
      std::vector<Series> series;
      for (const RunGroup& group : groups) {
        Series one = series_of(group, prefix + quantity);
        if (!one.x.empty()) series.push_back(std::move(one));
      }
      if (!series.empty()) figure.panels.push_back(panel_of(name + spoken(quantity), quantity, std::move(series)));
    }
  }
  return figure;
}

}  // namespace mlp
