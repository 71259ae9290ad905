#include "page_layers.h"

#include <algorithm>
#include <cmath>

#include "html.h"
#include "mlp/core/numbers.h"
#include "mlp/report/run_figures.h"

namespace mlp {
namespace {

struct QuantityKind {
  const char *column, *title, *label;
  enum class Range { positive_decades, share, from_zero, around_zero } range;
};
using Range = QuantityKind::Range;

constexpr QuantityKind kinds[] = {
    {"kernel_grad_norm", "Gradient norm", "norm of the kernel's gradient", Range::positive_decades},
    {"activation_mean", "Activation mean", "mean of the layer's outputs", Range::around_zero},
    {"activation_std", "Activation standard deviation", "standard deviation of the layer's outputs", Range::from_zero},
    {"activation_p02", "Activation, 2nd percentile", "2 % of the layer's outputs are below", Range::around_zero},
    {"activation_p50", "Activation, median", "half of the layer's outputs are below", Range::around_zero},
    {"activation_p98", "Activation, 98th percentile", "98 % of the layer's outputs are below", Range::around_zero},
    {"saturated", "Saturation", "share of outputs where the activation is nearly flat", Range::share},
    {"zeros", "Zeros", "share of outputs that are exactly 0", Range::share},
    {"dead", "Dead units", "share of units that are 0 for every sample and get no gradient", Range::share},
    {"effective_rank", "Effective rank", "directions that the layer's outputs use", Range::from_zero},
    {"update_ratio", "Update ratio", "norm of the last step over the norm of the weights", Range::positive_decades},
    {"weight_norm", "Weight norm", "norm of the kernel", Range::from_zero},
};

constexpr std::size_t all_cells = 90000, most_heat_epochs = 80;

ColourScale scale_of(Range range, double low, double high, double smallest_positive) {
  switch (range) {
    case Range::positive_decades: {
      // Whole decades, not more than twelve: what is below is shown as the lowest.
      const double top = std::ceil(std::log10(high) - 1e-9);
      const double bottom = std::max(std::floor(std::log10(smallest_positive) + 1e-9), top - 12);
      return {std::pow(10, std::min(bottom, top - 1)), std::pow(10, top), Scale::logarithmic, ColourMap::sequential};
    }
    case Range::share:
      return {0, 1, Scale::linear, ColourMap::sequential};
    case Range::around_zero: {
      const double far = std::max(std::abs(low), std::abs(high));
      return {-far, far, Scale::linear, ColourMap::diverging};
    }
    case Range::from_zero:
      break;
  }
  return {0, high, Scale::linear, ColourMap::sequential};
}

LayerQuantity quantity_of(const QuantityKind& kind, std::span<const RunGroup> groups) {
  LayerQuantity quantity{kind.column, kind.title, kind.label, {}, {}, {}, INFINITY, -INFINITY};
  double positive = INFINITY;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    LayerGrid grid = layer_grid(groups[g], kind.column, heat_epochs(groups));
    if (grid.empty()) continue;
    for (const auto& row : grid.median)
      for (const double value : row) {
        if (!std::isfinite(value)) continue;
        quantity.low = std::min(quantity.low, value);
        quantity.high = std::max(quantity.high, value);
        if (value > 0) positive = std::min(positive, value);
      }
    quantity.maps.push_back({groups[g].label, std::move(grid)});
    quantity.groups.push_back(g);
  }
  if (quantity.low < quantity.high && (kind.range != Range::positive_decades || positive < INFINITY))
    quantity.scale = scale_of(kind.range, quantity.low, quantity.high, positive);
  return quantity;
}

std::string maps_html(const LayerQuantity& quantity, std::size_t index) {
  std::string body = "<div class=\"scale\">" + draw_scale(quantity.scale, quantity.label, page_palette()) + "</div>\n";
  const bool has_zeros = quantity.scale.scale == Scale::logarithmic && quantity.low <= 0;
  if (has_zeros) body += "<p class=\"note\">Grey: exactly 0.</p>\n";
  body += "<div class=\"maps\">\n";
  for (std::size_t i = 0; i < quantity.maps.size(); ++i) {
    const HeatBox box = heat_box(quantity.maps[i].grid.layers.size());
    body += "<figure class=\"heat\" data-quantity=\"" + std::to_string(index) + "\" data-map=\"" + std::to_string(i) +
            "\" data-box=\"" + pixels(box.x) + " " + pixels(box.y) + " " + pixels(box.width) + " " +
            pixels(box.height) + "\">" + draw(quantity.maps[i], quantity.scale, page_palette()) + "</figure>\n";
  }
  return body + "</div>\n";
}

}  // namespace

std::size_t heat_epochs(std::span<const RunGroup> groups) {
  std::size_t layers = 0;
  for (const RunGroup& group : groups) layers += layer_grid(group, "activation_mean", 2).layers.size();
  const std::size_t cells_of_epoch = std::max<std::size_t>(1, layers * std::size(kinds));
  return std::clamp(all_cells / cells_of_epoch, std::size_t{6}, most_heat_epochs);
}

std::vector<LayerQuantity> layer_quantities(std::span<const RunGroup> groups) {
  std::vector<LayerQuantity> quantities;
  for (const QuantityKind& kind : kinds)
    if (LayerQuantity quantity = quantity_of(kind, groups); !quantity.maps.empty())
      quantities.push_back(std::move(quantity));
  return quantities;
}

std::string gradient_heat_map(std::span<const RunGroup> groups, const std::string& title) {
  const LayerQuantity quantity = quantity_of(kinds[0], groups);
  if (quantity.maps.empty()) return "";
  return draw_heat_maps(quantity.maps, quantity.scale, title, quantity.label);
}

PageSection layers_section(const PageContent& content) {
  const std::vector<LayerQuantity> quantities = layer_quantities(content.groups);
  if (quantities.empty()) return {};
  std::string body =
      "<p class=\"note\">A column is a measured epoch, a row is a layer, the first layer at the bottom; a cell is the "
      "median of the runs. The maps of one quantity share their colours.</p>\n";
  for (std::size_t i = 0; i < quantities.size(); ++i) {
    const LayerQuantity& quantity = quantities[i];
    // Where every value is the same, a sentence says more than a picture.
    const std::string content_html =
        quantity.low < quantity.high
            ? maps_html(quantity, i)
            : "<p>" + html::text(rounded(quantity.low) + " in every layer, at every measured epoch.") + "</p>\n";
    body += html::folded(quantity.title + " (" + quantity.label + ")", content_html, i == 0);
  }
  return {"layers", "Layer by layer", body};
}

}  // namespace mlp
