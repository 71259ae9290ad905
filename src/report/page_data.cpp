// The numbers that the script of report.html draws from, as JSON.

#include <cmath>
#include <nlohmann/json.hpp>

#include "flow_theory.h"
#include "layer_grid.h"
#include "mlp/core/numbers.h"
#include "page_curves.h"
#include "page_layers.h"
#include "page_nets.h"

namespace mlp {
namespace {

/// JSON that may stand in a <script> element: no "<" of a text can end it.
std::string json_text(const std::string& text) {
  const std::string quoted = nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string safe;
  for (const char c : quoted) safe += c == '<' ? std::string("\\u003c") : std::string(1, c);
  return safe;
}

/// Null for what is not finite.
std::string json_number(double value, int digits) { return std::isfinite(value) ? rounded(value, digits) : "null"; }

std::string json_bool(bool value) { return value ? "true" : "false"; }

template <class List, class Text>
std::string json_list(const List& list, const Text& text_of) {
  std::string result = "[";
  for (const auto& item : list) result += (result.size() > 1 ? "," : "") + text_of(item);
  return result + "]";
}

std::string json_numbers(const std::vector<double>& values, int digits) {
  return json_list(values, [&](double value) { return json_number(value, digits); });
}

std::string json_rows(const std::vector<std::vector<double>>& rows, int digits) {
  return json_list(rows, [&](const std::vector<double>& row) { return json_numbers(row, digits); });
}

std::string json_texts(const std::vector<std::string>& texts) { return json_list(texts, json_text); }

std::string json_epochs(const std::vector<std::int64_t>& epochs) {
  return json_list(epochs, [](std::int64_t epoch) { return std::to_string(epoch); });
}

constexpr int value_digits = 4, epoch_digits = 9;

std::string json_curve(const Series& series) {
  std::string result =
      "\"x\":" + json_numbers(series.x, epoch_digits) + ",\"y\":" + json_numbers(series.y, value_digits);
  if (!series.low.empty())
    result +=
        ",\"low\":" + json_numbers(series.low, value_digits) + ",\"high\":" + json_numbers(series.high, value_digits);
  return result;
}

std::string json_curves(const PageContent& content, const std::vector<std::string>& names) {
  std::vector<CurvePanel> panels = curve_panels(content.groups);
  thin(panels);
  const auto run_json = [](const Series& run) {
    return "{\"name\":" + json_text(run.name) + "," + json_curve(run) + "}";
  };
  return json_list(panels, [&](const CurvePanel& curves) {
    const auto series_json = [&](const Series& mean) {
      const auto place = std::ranges::find(names, mean.name) - names.begin();
      const RunCurves& behind = curves.behind[static_cast<std::size_t>(&mean - curves.panel.series.data())];
      return "{\"series\":" + std::to_string(place) +
             ",\"clock\":" + std::to_string(behind.group - content.groups.data()) + "," + json_curve(mean) +
             ",\"runs\":" + json_list(behind.runs, run_json) + "}";
    };
    const Panel& panel = curves.panel;
    return "{\"title\":" + json_text(panel.title) + ",\"label\":" + json_text(panel.y_label) +
           ",\"log\":" + json_bool(panel.y_scale == Scale::logarithmic) +
           ",\"startMayBeAbove\":" + json_bool(panel.start_may_be_above) +
           ",\"series\":" + json_list(panel.series, series_json) + "}\n";
  });
}

std::string json_clocks(std::span<const RunGroup> groups) {
  return json_list(groups, [](const RunGroup& group) {
    const Clock clock = clock_of(group);
    return "{\"epoch\":" + json_numbers(clock.epochs, epoch_digits) +
           ",\"step\":" + json_numbers(clock.steps, epoch_digits) +
           ",\"second\":" + json_numbers(clock.seconds, value_digits) + "}";
  });
}

std::string json_flow(std::span<const RunGroup> groups) {
  return json_list(groups, [&](const RunGroup& group) {
    const LayerGrid grid = layer_grid(group, "kernel_grad_norm", heat_epochs(groups));
    std::string result = "{\"label\":" + json_text(group.label) + ",\"layers\":" + json_texts(grid.layers) +
                         ",\"epochs\":" + json_epochs(grid.epochs) + ",\"y\":" + json_rows(grid.median, value_digits);
    if (group.runs.size() > 1)
      result += ",\"low\":" + json_rows(grid.lower_quartile, value_digits) +
                ",\"high\":" + json_rows(grid.upper_quartile, value_digits);
    const Series theory = flow_theory(group, group.label);
    if (!theory.x.empty()) result += ",\"theory\":{" + json_curve(theory) + "}";
    return result + "}\n";
  });
}

std::string json_maps(std::span<const RunGroup> groups) {
  return json_list(layer_quantities(groups), [](const LayerQuantity& quantity) {
    return "{\"label\":" + json_text(quantity.label) + ",\"maps\":" +
           json_list(quantity.maps,
                     [](const HeatMap& map) {
                       return "{\"layers\":" + json_texts(map.grid.layers) +
                              ",\"epochs\":" + json_epochs(map.grid.epochs) +
                              ",\"values\":" + json_rows(map.grid.median, 3) + "}";
                     }) +
           "}\n";
  });
}

std::string json_nets(const PageContent& content) {
  return json_list(pictures_in(content.nets), [](const NetPicture* picture) {
    return json_list(picture->frames, [](const NetFrame& frame) {
      return "{\"epoch\":" + std::to_string(frame.epoch) + ",\"image\":" + json_text(frame.image) +
             ",\"lines\":" + json_texts(frame.lines) + "}\n";
    });
  });
}

}  // namespace

std::string page_data(const PageContent& content) {
  const std::vector<std::string> names = legend_names(content);
  return "{\"single\":" + json_bool(content.is_single()) + ",\"names\":" + json_texts(names) +
         ",\"clocks\":" + json_clocks(content.groups) + ",\n\"curves\":" + json_curves(content, names) +
         ",\n\"flow\":" + json_flow(content.groups) + ",\n\"maps\":" + json_maps(content.groups) +
         ",\n\"nets\":" + json_nets(content) + "}";
}

}  // namespace mlp
