// The section of report.html on the gradient flow.

#include <algorithm>
#include <set>

#include "html.h"
#include "mlp/report/run_figures.h"
#include "page_curves.h"
#include "panel.h"

namespace mlp {
namespace {

/// Of a single run its chosen epochs, else the first and the last epoch of every group.
Figure figure_of(const PageContent& content) {
  return content.is_single() ? gradient_flow_figure(content.groups[0].runs[0], "")
                             : gradient_flow_figure(content.groups, "");
}

std::string static_flow(const Figure& figure, const PageContent& content) {
  const bool single = content.is_single();
  const ValueRange range = y_range_of(figure.panels);
  std::string result;
  for (const Panel& panel : figure.panels) {
    std::map<std::string, SeriesStyle> styles;
    if (single) {
      const auto measured = static_cast<std::size_t>(std::ranges::count(panel.series, false, &Series::is_theory));
      for (std::size_t i = 0; i < measured; ++i)  // theory comes after them, under the name of one
        styles[panel.series[i].name] = style_of(i, measured, true, page_palette());
    } else {
      styles = page_styles(legend_names(content));
    }
    result += draw_for_page(panel, styles, range);
    if (!single) continue;
    std::string names;
    for (const Series& series : panel.series)
      if (!series.is_theory) names += (names.empty() ? "" : ", ") + series.name;
    result += "<p class=\"note\">" + html::text("From dark to light: " + names + ".") + "</p>\n";
  }
  return result;
}

/// Whether a quarter of a net's runs has no gradient at all in a layer, at its first or last measured epoch.
bool has_band_from_zero(const Figure& figure) {
  for (const Panel& panel : figure.panels)
    for (const Series& series : panel.series)
      for (std::size_t i = 0; i < series.low.size(); ++i)
        if (series.low[i] == 0 && series.high[i] > 0) return true;
  return false;
}

bool has_theory(const Figure& figure) {
  return std::ranges::any_of(figure.panels,
                             [](const Panel& panel) { return std::ranges::any_of(panel.series, &Series::is_theory); });
}

}  // namespace

PageSection flow_section(const PageContent& content) {
  const bool measured = std::ranges::any_of(content.groups, [](const RunGroup& group) {
    return std::ranges::any_of(group.runs, [](const RunFolder& run) { return !run.layers.empty(); });
  });
  if (!measured) return {};
  const Figure figure = figure_of(content);
  std::string body =
      "<p class=\"note\">The norm of the gradient of each layer's weights. A line that falls to the left loses its "
      "gradient on the way to the input (vanishing); one that rises to the left explodes.";
  const bool several = std::ranges::any_of(content.groups, [](const RunGroup& g) { return g.runs.size() > 1; });
  if (several) body += " Line: median of the runs. " + band_note(content);
  if (has_band_from_zero(figure))
    body += " A band down to the axis: a quarter of the runs has a gradient of exactly 0.";
  if (has_theory(figure))
    body +=
        " Dashed: the slope that theory expects before training, through the last hidden layer's norm at epoch 0; of "
        "weights that are not drawn around 0 there is no theory.";
  body += "</p>\n<div class=\"controls\" data-for=\"flow\"></div>\n";
  if (!content.is_single()) body += legend_html(legend_names(content));
  body += "<figure class=\"chart flow\" data-flow>" + static_flow(figure, content) + "</figure>\n";
  return {"flow", "Gradient flow", body};
}

}  // namespace mlp
