#include "page_curves.h"

#include <algorithm>
#include <cmath>

#include "group_curve.h"
#include "html.h"
#include "layer_grid.h"
#include "panel.h"
#include "thinning.h"

namespace mlp {
namespace {

// How many points of means and of runs a page has, over all of its curves, and one curve at most.
constexpr std::size_t mean_points = 24000, run_points = 30000, most_mean_points = 400, most_run_points = 150;
// Of a curve in the pictures for those without the script, and of all curves of one such picture.
constexpr std::size_t most_static_points = 120, all_static_points = 4800;
constexpr std::size_t clock_points = 25;

constexpr double panel_width = 560, panel_height = 330;

CurveSeries group_series(const RunGroup& group, const std::string& column) {
  CurveSeries result{group_curve(group, column), {}, &group};
  if (group.runs.size() > 1)
    for (const RunFolder& run : group.runs) {
      Series curve = run_curve(run, column);
      curve.name = repeat_name(run);
      if (!curve.x.empty()) result.runs.push_back(std::move(curve));
    }
  return result;
}

CurvePanel finished(std::string title, const std::string& quantity, std::vector<CurveSeries> series) {
  return {std::move(title), y_label_of(quantity), Scale::linear, std::move(series)};
}

// The panels of the loss have one axis.
std::vector<CurvePanel> with_scale(std::vector<CurvePanel> panels) {
  std::vector<const Series*> losses;
  for (const CurvePanel& panel : panels)
    if (panel.y_label == y_label_of("loss"))
      for (const CurveSeries& series : panel.series) losses.push_back(&series.mean);
  const Scale scale = scale_for(losses);
  for (CurvePanel& panel : panels)
    if (panel.y_label == y_label_of("loss")) panel.scale = scale;
  return panels;
}

std::vector<CurvePanel> single_run_panels(const RunGroup& group) {
  std::vector<CurvePanel> panels;
  for (const std::string& quantity : quantities_of(group.runs[0].history)) {
    std::vector<CurveSeries> series;
    for (const auto& [prefix, name] : {std::pair("train_", "training"), std::pair("val_", "validation")}) {
      CurveSeries one = group_series(group, prefix + quantity);
      one.mean.name = name;
      if (!one.mean.x.empty()) series.push_back(std::move(one));
    }
    if (!series.empty()) panels.push_back(finished(spoken(quantity), quantity, std::move(series)));
  }
  return with_scale(std::move(panels));
}

ValueRange range_of(const std::vector<CurvePanel>& panels, const CurvePanel& panel) {
  ValueRange range;
  for (const CurvePanel& other : panels)
    if (other.y_label == panel.y_label)
      for (const CurveSeries& series : other.series)
        for (const auto* values : {&series.mean.y, &series.mean.low, &series.mean.high})
          range.include(*values, panel.scale == Scale::logarithmic);
  return range;
}

}  // namespace

std::vector<CurvePanel> curve_panels(const PageContent& content) {
  if (content.is_single()) return single_run_panels(content.groups[0]);
  std::vector<CurvePanel> panels;
  for (const std::string& quantity : quantities_of(content.groups))
    for (const auto& [prefix, name] : {std::pair("train_", "training "), std::pair("val_", "validation ")}) {
      std::vector<CurveSeries> series;
      for (const RunGroup& group : content.groups) {
        CurveSeries one = group_series(group, prefix + quantity);
        if (!one.mean.x.empty()) series.push_back(std::move(one));
      }
      if (!series.empty()) panels.push_back(finished(name + spoken(quantity), quantity, std::move(series)));
    }
  return with_scale(std::move(panels));
}

void thin(std::vector<CurvePanel>& panels) {
  std::size_t means = 0, runs = 0;
  for (const CurvePanel& panel : panels)
    for (const CurveSeries& series : panel.series) ++means, runs += series.runs.size();
  const std::size_t of_mean =
      std::clamp(mean_points / std::max<std::size_t>(means, 1), std::size_t{24}, most_mean_points);
  const std::size_t of_run = std::clamp(run_points / std::max<std::size_t>(runs, 1), std::size_t{8}, most_run_points);
  for (CurvePanel& panel : panels)
    for (CurveSeries& series : panel.series) {
      series.mean = thinned(series.mean, of_mean);
      for (Series& run : series.runs) run = thinned(run, of_run);
    }
}

std::map<std::string, SeriesStyle> page_styles(const std::vector<std::string>& names) {
  std::map<std::string, SeriesStyle> styles;
  for (std::size_t i = 0; i < names.size(); ++i) styles[names[i]] = style_of(i, names.size(), false, page_palette());
  return styles;
}

std::string draw_for_page(const Panel& panel, const std::map<std::string, SeriesStyle>& styles, double low,
                          double high) {
  Svg svg(panel_width, panel_height, panel.title, panel.y_label + " by " + panel.x_label, page_palette());
  draw_panel(svg, panel, {{0, 0}, panel_width, panel_height}, {low, high}, styles);
  return svg.str();
}

Clock clock_of(const RunGroup& group) {
  const Series steps = group_curve(group, "step"), seconds = group_curve(group, "seconds");
  Clock clock;
  for (const std::size_t i : evenly_chosen(std::min(steps.x.size(), seconds.x.size()), clock_points)) {
    clock.epochs.push_back(steps.x[i]);
    clock.steps.push_back(steps.y[i]);
    clock.seconds.push_back(seconds.y[i]);
  }
  return clock;
}

std::vector<std::string> legend_names(const PageContent& content) {
  if (content.is_single()) return {"training", "validation"};
  std::vector<std::string> names;
  for (const RunGroup& group : content.groups) names.push_back(group.label);
  return names;
}

std::string legend_html(const std::vector<std::string>& names) {
  std::string result = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < names.size(); ++i) {
    const SeriesStyle style = style_of(i, names.size(), false, page_palette());
    Svg swatch(34, 14, names[i], "", page_palette());
    swatch.line({1, 7}, {33, 7}, {.stroke = style.colour, .width = 2.4, .dashes = style.dashes});
    draw_marker(swatch, {17, 7}, style);
    result += "<li data-series=\"" + std::to_string(i) + "\">" + swatch.str() + "<span>" + html::text(names[i]) +
              "</span></li>\n";
  }
  return result + "</ul>\n";
}

PageSection curves_section(const PageContent& content) {
  const std::vector<CurvePanel> panels = curve_panels(content);
  if (panels.empty()) return {};
  const std::vector<std::string> names = legend_names(content);
  const auto styles = page_styles(names);
  std::string body = "<div class=\"controls\" data-for=\"curves\"></div>\n" + legend_html(names);
  const bool several = std::ranges::any_of(content.groups, [](const RunGroup& g) { return g.runs.size() > 1; });
  if (several)
    body +=
        "<p class=\"note\">Line: mean of the runs at each epoch. Band: from their lower to their upper quartile.</p>\n";
  body += "<div class=\"panels\">\n";
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const CurvePanel& panel = panels[i];
    Panel drawn{panel.title, "epoch", panel.y_label, panel.scale, true, {}};
    const std::size_t points = std::clamp(all_static_points / panel.series.size(), std::size_t{24}, most_static_points);
    for (const CurveSeries& series : panel.series) drawn.series.push_back(thinned(series.mean, points));
    const ValueRange range = range_of(panels, panel);
    body += "<figure class=\"chart\" data-curve=\"" + std::to_string(i) + "\">" +
            draw_for_page(drawn, styles, range.low, range.high) + "</figure>\n";
  }
  return {"curves", "Loss and metrics", body + "</div>\n"};
}

}  // namespace mlp
