// The section of report.html with histograms of activations, gradients and weights.

#include <algorithm>
#include <cmath>
#include <set>

#include "html.h"
#include "layer_grid.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "page_parts.h"
#include "run_details.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

constexpr double bars_width = 132, bars_height = 74, names_width = 96, top_height = 44;
constexpr std::size_t most_pictures = 400, most_shown_epochs = 5;

Json read_histograms(const RunFolder& run) {
  std::error_code ignored;
  const std::filesystem::path path = run.folder / "histograms.json";
  if (run.folder.empty() || !std::filesystem::exists(path, ignored)) return {};
  try {
    const Json list = Json::parse(read_file(path), nullptr, /*allow_exceptions=*/false);
    return list.is_array() ? list : Json();
  } catch (const InputError&) {
    return {};
  }
}

/// One distribution: its bins as a silhouette above the line, and its ends below.
void draw_histogram(Svg& svg, const Json& histogram, Point corner) {
  const double width = bars_width - 14, height = bars_height - 24, base = corner.y + height;
  const Json& counts = at_path(histogram, {"counts"});
  double largest = 0;
  for (const Json& count : counts) largest = std::max(largest, count.get<double>());
  std::vector<Point> outline{{corner.x, base}};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double step = width / static_cast<double>(counts.size());
    const double y = base - (largest > 0 ? counts[i].get<double>() / largest : 0) * height;
    outline.push_back({corner.x + static_cast<double>(i) * step, y});
    outline.push_back({corner.x + static_cast<double>(i + 1) * step, y});
  }
  outline.push_back({corner.x + width, base});
  svg.polygon(outline, {.fill = svg.palette().series[0], .opacity = 0.75});
  svg.line({corner.x, base}, {corner.x + width, base}, {.stroke = svg.palette().axis});
  svg.text({corner.x, base + 12}, rounded(at_path(histogram, {"low"}).get<double>(), 3),
           {.size = 10, .colour = svg.palette().muted});
  svg.text({corner.x + width, base + 12}, rounded(at_path(histogram, {"high"}).get<double>(), 3),
           {.size = 10, .colour = svg.palette().muted, .anchor = Anchor::end});
}

struct HistogramTable {
  std::vector<std::string> layers;
  std::vector<std::int64_t> epochs;
};

/// The layers that have such a histogram, from the last to the first, and the epochs of which there are any.
HistogramTable table_of(const Json& list, const char* kind) {
  HistogramTable table;
  std::set<std::int64_t> epochs;
  for (const Json& one : list) {
    if (!at_path(one, {kind, "counts"}).is_array()) continue;
    const std::string name = plain_text(at_path(one, {"name"}));
    if (std::ranges::find(table.layers, name) == table.layers.end()) table.layers.push_back(name);
    epochs.insert(at_path(one, {"epoch"}).get<std::int64_t>());
  }
  std::ranges::reverse(table.layers);
  const std::vector<std::int64_t> all(epochs.begin(), epochs.end());
  for (const std::size_t i : evenly_chosen(all.size(), most_shown_epochs)) table.epochs.push_back(all[i]);
  return table;
}

std::string histograms_svg(const Json& list, const char* kind, const std::string& title, std::size_t& left) {
  const HistogramTable table = table_of(list, kind);
  const std::size_t count = table.layers.size() * table.epochs.size();
  if (count == 0 || count > left) return "";
  left -= count;
  Svg svg(names_width + static_cast<double>(table.epochs.size()) * bars_width,
          top_height + static_cast<double>(table.layers.size()) * bars_height, title,
          "Histograms: a row for each layer, the first at the bottom, a column for each epoch.", page_palette());
  svg.text({4, 18}, title, {.size = 13, .bold = true});
  for (std::size_t e = 0; e < table.epochs.size(); ++e)
    svg.text({names_width + static_cast<double>(e) * bars_width, 36}, "epoch " + std::to_string(table.epochs[e]),
             {.size = 12});
  for (std::size_t l = 0; l < table.layers.size(); ++l) {
    const double y = top_height + static_cast<double>(l) * bars_height;
    svg.text({names_width - 8, y + bars_height / 2}, fitted(table.layers[l], 13), {.size = 12, .anchor = Anchor::end});
    for (std::size_t e = 0; e < table.epochs.size(); ++e)
      for (const Json& one : list)
        if (plain_text(at_path(one, {"name"})) == table.layers[l] &&
            at_path(one, {"epoch"}).get<std::int64_t>() == table.epochs[e] && at_path(one, {kind, "counts"}).is_array())
          draw_histogram(svg, at_path(one, {kind}), {names_width + static_cast<double>(e) * bars_width, y});
  }
  return "<figure class=\"histograms\">" + svg.str() + "</figure>\n";
}

std::string group_histograms(const Json& list, std::size_t& left) {
  std::string body;
  for (const auto& [kind, title] :
       {std::pair("activations", "Activations"), {"gradients", "Gradients of the weights"}, {"weights", "Weights"}})
    body += histograms_svg(list, kind, title, left);
  return body;
}

}  // namespace

PageSection histograms_section(const PageContent& content) {
  const std::string metric = deciding_metric(content.compared);
  std::string body;
  std::size_t left = most_pictures;
  for (std::size_t g = 0; g < content.groups.size(); ++g) {
    const RunFolder& run = content.groups[g].runs[typical_run(content.groups[g], content.compared[g], metric)];
    try {
      const std::string pictures = group_histograms(read_histograms(run), left);
      if (!pictures.empty())
        body += html::folded(content.groups[g].label + " (" + repeat_name(run) + ")",
                             "<div class=\"maps\">\n" + pictures + "</div>\n", body.empty());
    } catch (const nlohmann::json::exception&) {
      // Not as this version writes it: there is a report without it.
    }
  }
  if (body.empty()) return {};
  return {
      "histograms", "Histograms",
      "<p class=\"note\">50 equal bins from the smallest to the largest value, which stand below; the height is the "
      "share of the fullest bin.</p>\n" +
          body};
}

}  // namespace mlp
