#include "mlp/report/line_chart.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "mlp/report/svg.h"
#include "panel.h"
#include "series_style.h"

namespace mlp {
namespace {

constexpr double margin = 20, legend_line = 22, swatch = 34;
constexpr std::size_t longest_name = 48;  // columns; longer ones are cut in the legend

struct LegendEntry {
  std::string name;
  Point place;  // of the swatch's left end
};

std::vector<std::string> names_of(const Figure& figure) {
  std::vector<std::string> names;
  for (const Panel& panel : figure.panels)
    for (const Series& series : panel.series)
      if (std::find(names.begin(), names.end(), series.name) == names.end()) names.push_back(series.name);
  return names;
}

// The entries in lines that fill the width.
std::vector<LegendEntry> legend_of(const std::vector<std::string>& names, double top, double width) {
  std::vector<LegendEntry> entries;
  Point at{margin + 4, top};
  for (const std::string& name : names) {
    const double needed = swatch + 6 + text_width(fitted(name, longest_name), 13) + 22;
    if (at.x + needed > width - margin && at.x > margin + 4) at = {margin + 4, at.y + legend_line};
    entries.push_back({name, at});
    at.x += needed;
  }
  return entries;
}

void draw_legend(Svg& svg, const std::vector<LegendEntry>& entries, const std::map<std::string, SeriesStyle>& styles) {
  for (const LegendEntry& entry : entries) {
    const SeriesStyle& style = styles.at(entry.name);
    svg.line(entry.place, {entry.place.x + swatch, entry.place.y},
             {.stroke = style.colour, .width = 2.2, .dashes = style.dashes});
    draw_marker(svg, {entry.place.x + swatch / 2, entry.place.y}, style);
    svg.text({entry.place.x + swatch + 8, entry.place.y + 4.5}, fitted(entry.name, longest_name), {.size = 13});
  }
}

// Panels of the same quantity have the same axis, so that they can be compared.
ValueRange common_y_range(const Figure& figure, const Panel& panel) {
  std::vector<Panel> alike;
  for (const Panel& other : figure.panels)
    if (other.y_label == panel.y_label && other.y_scale == panel.y_scale) alike.push_back(other);
  return y_range_of(alike);
}

std::string description_of(const Figure& figure, const std::vector<std::string>& names) {
  std::string text = "Line chart.";
  for (const Panel& panel : figure.panels)
    text += " " + panel.title + ": " + panel.y_label + " by " + panel.x_label + ".";
  if (!names.empty()) text += " Series:";
  for (const std::string& name : names) text += " " + name + (name == names.back() ? "." : ",");
  return text;
}

/// Calls take(x, value) for every value of the panel's lines and bands.
template <class Take>
void visit(const Panel& panel, const Take& take) {
  for (const Series& series : panel.series)
    for (const auto* values : {&series.y, &series.low, &series.high})
      for (std::size_t i = 0; i < std::min(values->size(), series.x.size()); ++i) take(series.x[i], (*values)[i]);
}

/// The last point that is known of a line.
std::optional<Point> end_of(const Series& series) {
  for (std::size_t i = std::min(series.x.size(), series.y.size()); i-- > 0;)
    if (std::isfinite(series.y[i])) return Point{series.x[i], series.y[i]};
  return std::nullopt;
}

/// The start of a line: this share of the x axis, if it has so many points that it is not half of the story.
constexpr double start_share = 0.01;
constexpr std::size_t many_points = 10;

}  // namespace

void ValueRange::include(double value, Scale scale) {
  if (!std::isfinite(value) || (scale == Scale::logarithmic && value <= 0)) return;
  low = std::min(low, value);
  high = std::max(high, value);
}

ValueRange y_range_of(std::span<const Panel> panels) {
  ValueRange x_all, all, later;  // later: without the start
  bool start_may_be_above = false;
  for (const Panel& panel : panels)
    for (const Series& series : panel.series) {
      for (const double x : series.x) x_all.include(x, Scale::linear);
      start_may_be_above |= panel.start_may_be_above && series.x.size() > many_points;
    }
  const double start_end = x_all.low + start_share * (x_all.high - x_all.low);
  for (const Panel& panel : panels)
    visit(panel, [&](double x, double value) {
      all.include(value, panel.y_scale);
      if (x > start_end) later.include(value, panel.y_scale);
    });
  for (const Panel& panel : panels)
    for (const Series& series : panel.series)
      if (const auto end = end_of(series); end && end->x <= start_end) later.include(end->y, panel.y_scale);
  const bool is_squeezed = !later.empty() && later.high - all.low < 0.5 * (all.high - all.low);
  return start_may_be_above && is_squeezed ? ValueRange{all.low, later.high} : all;
}

std::string above_text(const Panel& panel, const ValueRange& y) {
  ValueRange all;
  visit(panel, [&](double /*x*/, double value) { all.include(value, panel.y_scale); });
  return all.empty() || all.high <= y.high ? "" : "at first up to " + rounded(all.high, 3);
}

std::string draw(const Figure& figure) {
  const std::size_t columns = figure.panels.size() < 2 ? 1 : 2, rows = (figure.panels.size() + columns - 1) / columns;
  const double panel_width = columns == 1 ? 720 : 500, panel_height = columns == 1 ? 430 : 340;
  const double width = 2 * margin + static_cast<double>(columns) * panel_width;
  const double legend_top = figure.subtitle.empty() ? 62 : 82;

  const std::vector<std::string> names = names_of(figure);
  std::map<std::string, SeriesStyle> styles;
  for (std::size_t i = 0; i < names.size(); ++i)
    styles[names[i]] = style_of(i, names.size(), figure.ordered, print_palette());
  const std::vector<LegendEntry> legend = legend_of(names, legend_top, width);
  const double panels_top = (legend.empty() ? legend_top - 20 : legend.back().place.y) + 18;
  const double height = panels_top + static_cast<double>(rows) * panel_height + margin;

  Svg svg(width, height, figure.title, description_of(figure, names));
  const std::size_t longest = static_cast<std::size_t>((width - 2 * margin) / (0.56 * 19));
  svg.text({margin + 4, 36}, fitted(figure.title, longest), {.size = 19, .bold = true});
  svg.text({margin + 4, 58}, fitted(figure.subtitle, longest * 19 / 13), {.size = 13, .colour = svg.palette().muted});
  draw_legend(svg, legend, styles);
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const std::size_t row = i / columns, column = i % columns;
    const Point corner{margin + static_cast<double>(column) * panel_width,
                       panels_top + static_cast<double>(row) * panel_height};
    draw_panel(svg, figure.panels[i], {corner, panel_width, panel_height}, common_y_range(figure, figure.panels[i]),
               styles);
  }
  return svg.str();
}

}  // namespace mlp
