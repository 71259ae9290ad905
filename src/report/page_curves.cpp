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

ValueRange range_of(const std::vector<CurvePanel>& panels, const CurvePanel& panel) {
  std::vector<Panel> alike;
  for (const CurvePanel& other : panels)
    if (other.panel.y_label == panel.panel.y_label) alike.push_back(other.panel);
  return y_range_of(alike);
}

}  // namespace

void thin(std::vector<CurvePanel>& panels) {
  std::size_t means = 0, runs = 0;
  for (const CurvePanel& curves : panels)
    for (const RunCurves& behind : curves.behind) ++means, runs += behind.runs.size();
  const std::size_t of_mean =
      std::clamp(mean_points / std::max<std::size_t>(means, 1), std::size_t{24}, most_mean_points);
  const std::size_t of_run = std::clamp(run_points / std::max<std::size_t>(runs, 1), std::size_t{8}, most_run_points);
  for (CurvePanel& curves : panels) {
    for (Series& mean : curves.panel.series) mean = thinned(mean, of_mean);
    for (RunCurves& behind : curves.behind)
      for (Series& run : behind.runs) run = thinned(run, of_run);
  }
}

std::map<std::string, SeriesStyle> page_styles(const std::vector<std::string>& names) {
  std::map<std::string, SeriesStyle> styles;
  for (std::size_t i = 0; i < names.size(); ++i) styles[names[i]] = style_of(i, names.size(), false, page_palette());
  return styles;
}

std::string draw_for_page(const Panel& panel, const std::map<std::string, SeriesStyle>& styles, const ValueRange& y) {
  Svg svg(panel_width, panel_height, panel.title, panel.y_label + " by " + panel.x_label, page_palette());
  draw_panel(svg, panel, {{0, 0}, panel_width, panel_height}, y, styles);
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

std::string band_note(const PageContent& content) {
  const bool many = content.groups.size() > most_bands;
  return (many ? "Band (where at most " + std::to_string(most_bands) + " nets are shown): " : std::string("Band: ")) +
         "from their lower to their upper quartile.";
}

PageSection curves_section(const PageContent& content) {
  const std::vector<CurvePanel> panels = curve_panels(content.groups);
  if (panels.empty()) return {};
  const std::vector<std::string> names = legend_names(content);
  const auto styles = page_styles(names);
  std::string body = "<div class=\"controls\" data-for=\"curves\"></div>\n" + legend_html(names);
  const bool several = std::ranges::any_of(content.groups, [](const RunGroup& g) { return g.runs.size() > 1; });
  if (several) body += "<p class=\"note\">Line: mean of the runs at each epoch. " + band_note(content) + "</p>\n";
  body += "<div class=\"panels\">\n";
  for (std::size_t i = 0; i < panels.size(); ++i) {
    Panel drawn = panels[i].panel;
    const std::size_t points = std::clamp(all_static_points / drawn.series.size(), std::size_t{24}, most_static_points);
    for (Series& mean : drawn.series) mean = thinned(mean, points);
    body += "<figure class=\"chart\" data-curve=\"" + std::to_string(i) + "\">" +
            draw_for_page(drawn, styles, range_of(panels, panels[i])) + "</figure>\n";
  }
  return {"curves", "Loss and metrics", body + "</div>\n"};
}

}  // namespace mlp
