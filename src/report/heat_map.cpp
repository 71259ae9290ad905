#include "heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "mlp/core/text_width.h"
#include "mlp/report/svg.h"

namespace mlp {
namespace {

constexpr double map_left = 84, map_top = 30, map_bottom = 44, map_right = 14, map_plot_width = 262;
constexpr Colour zero_colour{150, 150, 150, 255}, transparent{0, 0, 0, 0};

double cell_height(std::size_t layers) { return std::clamp(150.0 / static_cast<double>(layers), 7.0, 22.0); }

template <std::size_t N>
Colour between(const std::array<Colour, N>& colours, double share) {
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(N - 1);
  const std::size_t first = std::min(static_cast<std::size_t>(place), N - 2);
  const double rest = place - static_cast<double>(first);
  const auto mixed = [&](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * rest));
  };
  const Colour a = colours[first], b = colours[first + 1];
  return {mixed(a.red, b.red), mixed(a.green, b.green), mixed(a.blue, b.blue), 255};
}

PixelImage cells_of(const LayerGrid& grid, const ColourScale& scale) {
  PixelImage image{grid.epochs.size(), grid.layers.size(), {}};
  for (std::size_t row = grid.layers.size(); row-- > 0;)
    for (std::size_t column = 0; column < grid.epochs.size(); ++column)
      image.pixels.push_back(scale.of(grid.median[column][row]));
  return image;
}

// Every n-th of so many labels, so that they do not touch.
std::size_t label_step(std::size_t count, double room, double needed) {
  std::size_t step = 1;
  while (room / static_cast<double>(count) * static_cast<double>(step) < needed) ++step;
  return step;
}

// The longest label of an epoch decides how many there is room for; the last one always stands.
void draw_epochs(Svg& svg, const LayerGrid& grid, Point corner, HeatBox box) {
  const std::size_t count = grid.epochs.size();
  const double width = box.width / static_cast<double>(count);
  const double needed = text_width(std::to_string(grid.epochs.back()), 11) + 10;
  const std::size_t step = label_step(count, box.width, needed);
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = i + 1 == count, near_last = count - 1 - i < step;
    if (!last && (i % step != 0 || near_last)) continue;
    svg.text({corner.x + box.x + (static_cast<double>(i) + 0.5) * width, corner.y + box.y + box.height + 15},
             std::to_string(grid.epochs[i]), {.size = 11, .anchor = Anchor::middle});
  }
  svg.text({corner.x + box.x + box.width / 2, corner.y + box.y + box.height + 33}, "measured epoch",
           {.size = 12, .anchor = Anchor::middle});
}

void draw_layers(Svg& svg, const LayerGrid& grid, Point corner, HeatBox box) {
  const std::size_t count = grid.layers.size();
  const double height = box.height / static_cast<double>(count);
  const std::size_t step = label_step(count, box.height, 12);
  for (std::size_t i = 0; i < count; i += step)
    svg.text({corner.x + box.x - 6, corner.y + box.y + box.height - (static_cast<double>(i) + 0.5) * height + 4},
             fitted(grid.layers[i], 12), {.size = 11, .anchor = Anchor::end});
}

void draw_map(Svg& svg, const HeatMap& map, const ColourScale& scale, Point corner) {
  const HeatBox box = heat_box(map.grid.layers.size());
  svg.text({corner.x + box.x, corner.y + 18}, fitted(map.title, 38), {.size = 13, .bold = true});
  const PixelImage cells = cells_of(map.grid, scale);
  const std::size_t factor = std::max<std::size_t>(1, 240 / std::max(cells.width, cells.height));
  svg.image({corner.x + box.x, corner.y + box.y}, box.width, box.height, data_uri(cells, factor));
  svg.rectangle({corner.x + box.x, corner.y + box.y}, box.width, box.height, {.stroke = svg.palette().axis});
  draw_epochs(svg, map.grid, corner, box);
  draw_layers(svg, map.grid, corner, box);
}

constexpr double legend_width = 360, legend_height = 58, legend_left = 20, legend_bar = 320;

void draw_legend(Svg& svg, const ColourScale& scale, const std::string& label, Point corner) {
  PixelImage bar{160, 1, {}};
  for (std::size_t i = 0; i < bar.width; ++i)
    bar.pixels.push_back(colour_at(scale.map, (static_cast<double>(i) + 0.5) / static_cast<double>(bar.width)));
  svg.text({corner.x + legend_left, corner.y + 14}, label, {.size = 12});
  svg.image({corner.x + legend_left, corner.y + 22}, legend_bar, 12, data_uri(bar, 2));
  const Axis axis = Axis::over(scale.low, scale.high, scale.scale, false);
  for (const Tick& tick : axis.ticks(5)) {
    if (tick.label.empty()) continue;
    const double x = corner.x + legend_left + legend_bar * *axis.position(tick.value);
    svg.line({x, corner.y + 34}, {x, corner.y + 38}, {.stroke = svg.palette().axis});
    svg.text({x, corner.y + 51}, tick.label, {.size = 11, .anchor = Anchor::middle});
  }
}

bool has_zeros(const std::vector<HeatMap>& maps) {
  for (const HeatMap& map : maps)
    for (const auto& row : map.grid.median)
      if (std::ranges::any_of(row, [](double value) { return value == 0; })) return true;
  return false;
}

/// What the grey stands for, above the right end of the legend's bar.
void draw_zero_legend(Svg& svg, Point corner) {
  const double end = corner.x + legend_left + legend_bar, y = corner.y + 14;
  const std::string label = "exactly 0";
  svg.text({end, y}, label, {.size = 12, .anchor = Anchor::end});
  svg.rectangle({end - text_width(label, 12) - 18, y - 10}, 12, 12, {.fill = "#969696"});
}

}  // namespace

Colour colour_at(ColourMap map, double share) {
  constexpr std::array<Colour, 10> viridis{{{68, 1, 84, 255},
                                            {72, 40, 120, 255},
                                            {62, 74, 137, 255},
                                            {49, 104, 142, 255},
                                            {38, 130, 142, 255},
                                            {31, 158, 137, 255},
                                            {53, 183, 121, 255},
                                            {109, 205, 89, 255},
                                            {180, 222, 44, 255},
                                            {253, 231, 37, 255}}};
  constexpr std::array<Colour, 7> blue_to_red{{{33, 102, 172, 255},
                                               {103, 169, 207, 255},
                                               {209, 229, 240, 255},
                                               {247, 247, 247, 255},
                                               {253, 219, 199, 255},
                                               {239, 138, 98, 255},
                                               {178, 24, 43, 255}}};
  return map == ColourMap::sequential ? between(viridis, share) : between(blue_to_red, share);
}

Colour ColourScale::of(double value) const {
  if (!std::isfinite(value)) return transparent;
  const std::optional<double> place = Axis::over(low, high, scale, false).position(value);
  return place ? colour_at(map, *place) : zero_colour;
}

HeatBox heat_box(std::size_t layers) {
  return {map_left, map_top, map_plot_width, static_cast<double>(layers) * cell_height(layers)};
}
double heat_width() { return map_left + map_plot_width + map_right; }
double heat_height(std::size_t layers) { return map_top + heat_box(layers).height + map_bottom; }

std::string draw(const HeatMap& map, const ColourScale& scale, const Palette& palette) {
  Svg svg(heat_width(), heat_height(map.grid.layers.size()), map.title,
          "Heat map: a column for each measured epoch, a row for each layer, the first layer at the bottom.", palette);
  draw_map(svg, map, scale, {0, 0});
  return svg.str();
}

std::string draw_scale(const ColourScale& scale, const std::string& label, const Palette& palette) {
  const double width = std::max(legend_width, legend_left + text_width(label, 12) + 10);
  Svg svg(width, legend_height, label, "Legend of the colours.", palette);
  draw_legend(svg, scale, label, {0, 0});
  return svg.str();
}

std::string draw_heat_maps(const std::vector<HeatMap>& maps, const ColourScale& scale, const std::string& title,
                           const std::string& label) {
  const std::size_t across = std::clamp<std::size_t>(maps.size(), 1, 3);
  const double width = std::max(legend_width, static_cast<double>(across) * heat_width()) + 40;
  double height = 50 + legend_height + 20;
  std::vector<double> tops;
  for (std::size_t first = 0; first < maps.size(); first += across) {
    tops.push_back(height);
    double tallest = 0;
    for (std::size_t i = first; i < std::min(maps.size(), first + across); ++i)
      tallest = std::max(tallest, heat_height(maps[i].grid.layers.size()));
    height += tallest + 10;
  }
  Svg svg(width, height, title, "Heat maps by layer and epoch: " + label + ".");
  svg.text({24, 34}, fitted(title, 60), {.size = 19, .bold = true});
  draw_legend(svg, scale, label, {4, 50});
  if (scale.scale == Scale::logarithmic && has_zeros(maps)) draw_zero_legend(svg, {4, 50});
  for (std::size_t i = 0; i < maps.size(); ++i)
    draw_map(svg, maps[i], scale, {20 + static_cast<double>(i % across) * heat_width(), tops[i / across]});
  return svg.str();
}

}  // namespace mlp
