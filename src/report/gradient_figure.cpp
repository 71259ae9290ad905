// The figure of the gradient flow: norm of the gradient against layer.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "flow_theory.h"
#include "mlp/report/run_figures.h"
#include "mlp/report/spread.h"
#include "panel.h"

namespace mlp {
namespace {

constexpr std::size_t most_epochs = 7;
constexpr const char* norm_label = "norm of the kernel's gradient";
constexpr const char* layer_label = "layer with a kernel (1 = next to the input)";

// The gradient norms of the layers with a kernel at one epoch, from the input on.
std::vector<double> norms_at(const RunFolder& run, std::int64_t epoch) {
  std::vector<double> norms;
  for (const LayerRow& row : run.layers)
    if (row.epoch == epoch)
      if (const auto norm = row.value("kernel_grad_norm")) norms.push_back(*norm);
  return norms;
}

std::vector<std::int64_t> epochs_of(const RunFolder& run) {
  std::set<std::int64_t> epochs;
  for (const LayerRow& row : run.layers) epochs.insert(row.epoch);
  return {epochs.begin(), epochs.end()};
}

// The first, the last, and a few between them, in equal ratios of their places: most happens early.
std::vector<std::int64_t> chosen_epochs(const std::vector<std::int64_t>& all) {
  if (all.size() <= most_epochs) return all;
  std::set<std::int64_t> chosen{all.front()};
  const double last = static_cast<double>(all.size() - 1);
  for (std::size_t i = 1; i < most_epochs; ++i) {
    const double place = std::pow(last, static_cast<double>(i - 1) / static_cast<double>(most_epochs - 2));
    chosen.insert(all[static_cast<std::size_t>(std::lround(place))]);
  }
  return {chosen.begin(), chosen.end()};
}

Series series_of(const std::string& name, const std::vector<double>& norms) {
  Series series{name, {}, norms};
  for (std::size_t i = 0; i < norms.size(); ++i) series.x.push_back(static_cast<double>(i + 1));
  return series;
}

bool has_zero(const std::vector<Panel>& panels) {
  for (const Panel& panel : panels)
    for (const Series& series : panel.series)
      if (std::find(series.y.begin(), series.y.end(), 0.0) != series.y.end()) return true;
  return false;
}

const std::string what_is_theory = "dashed: theory's slope before training";
const std::string no_place_for_zero = "missing: exactly 0";

// What the lines are, for those that need it.
std::string notes_on(const std::vector<Panel>& panels, bool several) {
  std::string text = several ? "line: median of the runs" : "";
  if (several && std::ranges::all_of(panels, has_bands)) text += "; band: from the lower to the upper quartile";
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : "; ") + more; };
  const auto has_theory = [](const Panel& panel) { return std::ranges::any_of(panel.series, &Series::is_theory); };
  if (std::ranges::any_of(panels, has_theory)) add(what_is_theory);
  if (has_zero(panels)) add(no_place_for_zero);
  return text;
}

// Where only zeros were measured, a logarithmic axis has no place for any: say it in words.
void explain_emptiness(Figure& figure) {
  for (Panel& panel : figure.panels)
    if (has_zero({panel})) panel.if_empty = "the gradient is exactly 0 in every layer that was measured";
}

// Of each layer the median and the quartiles over the group's runs, at epoch 0 or at each run's last measured epoch.
Series group_series(const RunGroup& group, bool at_start) {
  std::map<std::size_t, std::vector<double>> by_layer;
  for (const RunFolder& run : group.runs) {
    const std::vector<std::int64_t> epochs = epochs_of(run);
    if (epochs.empty()) continue;
    const std::vector<double> norms = norms_at(run, at_start ? epochs.front() : epochs.back());
    for (std::size_t layer = 0; layer < norms.size(); ++layer) by_layer[layer].push_back(norms[layer]);
  }
  Series series{group.label, {}, {}};
  for (auto& [layer, norms] : by_layer) {
    const ValueSpread spread = spread_of(std::move(norms));
    series.x.push_back(static_cast<double>(layer + 1));
    series.y.push_back(spread.median);
    if (group.runs.size() > 1) {
      series.low.push_back(spread.lower_quartile);
      series.high.push_back(spread.upper_quartile);
    }
  }
  return series;
}

// " (10)", or " (7 to 10)" where the runs stopped at different epochs.
std::string last_epochs(std::span<const RunGroup> groups) {
  std::set<std::int64_t> last;
  for (const RunGroup& group : groups)
    for (const RunFolder& run : group.runs)
      if (const auto epochs = epochs_of(run); !epochs.empty()) last.insert(epochs.back());
  if (last.empty()) return "";
  const std::string first = std::to_string(*last.begin());
  return " (" + first + (last.size() > 1 ? " to " + std::to_string(*last.rbegin()) : "") + ")";
}

}  // namespace

Figure gradient_flow_figure(const RunFolder& run, const std::string& title) {
  Panel panel{"gradient by layer", layer_label, norm_label, Scale::logarithmic, true, {}};
  for (const std::int64_t epoch : chosen_epochs(epochs_of(run)))
    panel.series.push_back(series_of("epoch " + std::to_string(epoch), norms_at(run, epoch)));
  if (!panel.series.empty())
    if (Series theory = flow_theory({"", "", {run}}, panel.series.front().name); !theory.x.empty())
      panel.series.push_back(std::move(theory));
  Figure figure{title, "", {std::move(panel)}, /*ordered=*/true};
  figure.subtitle = notes_on(figure.panels, false);
  explain_emptiness(figure);
  return figure;
}

Figure gradient_flow_figure(std::span<const RunGroup> groups, const std::string& title) {
  Figure figure{title, "", {}};
  bool several = false;
  for (const bool at_start : {true, false}) {
    Panel panel{at_start ? "before training" : "at the last measured epoch" + last_epochs(groups),
                layer_label,
                norm_label,
                Scale::logarithmic,
                true,
                {}};
    for (const RunGroup& group : groups) {
      panel.series.push_back(group_series(group, at_start));
      several = several || group.runs.size() > 1;
      if (!at_start) continue;
      if (Series theory = flow_theory(group, group.label); !theory.x.empty()) panel.series.push_back(std::move(theory));
    }
    figure.panels.push_back(std::move(panel));
  }
  figure.subtitle = notes_on(figure.panels, several);
  explain_emptiness(figure);
  return figure;
}

}  // namespace mlp
