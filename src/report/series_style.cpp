#include "series_style.h"

#include <array>

namespace mlp {
namespace {

// Okabe and Ito's colours; without their yellow, which is too faint on white.
constexpr std::array<std::string_view, 7> colours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                  "#E69F00", "#56B4E9", "#000000"};
// The map "viridis" (van der Walt & Smith 2015) from 0 to 0.86; its end is too faint on white.
constexpr std::array<std::string_view, 9> ramp{"#440154", "#472777", "#3E4A89", "#31688E", "#25848E",
                                               "#1FA088", "#35B779", "#6CCD5A", "#A5DB36"};
constexpr std::array<std::string_view, 4> dashes{"", "7 4", "2 4", "9 4 2 4"};

}  // namespace

SeriesStyle style_of(std::size_t index, std::size_t count, bool ordered) {
  const Marker marker = static_cast<Marker>(index % 5);
  if (ordered) {
    const std::size_t place = count < 2 ? 0 : index * (ramp.size() - 1) / (count - 1);
    return {ramp.at(place), "", marker};
  }
  return {colours[index % colours.size()], dashes[index / colours.size() % dashes.size()], marker};
}

void draw_marker(Svg& svg, Point p, const SeriesStyle& style) {
  const Paint paint{.fill = style.colour, .stroke = "#ffffff", .width = 0.8};
  switch (style.marker) {
    case Marker::circle:
      svg.circle(p, 3.6, paint);
      break;
    case Marker::square:
      svg.rectangle({p.x - 3.3, p.y - 3.3}, 6.6, 6.6, paint);
      break;
    case Marker::triangle:
      svg.polygon({{p.x, p.y - 4.4}, {p.x + 4.2, p.y + 3.2}, {p.x - 4.2, p.y + 3.2}}, paint);
      break;
    case Marker::diamond:
      svg.polygon({{p.x, p.y - 4.8}, {p.x + 4.8, p.y}, {p.x, p.y + 4.8}, {p.x - 4.8, p.y}}, paint);
      break;
    case Marker::wedge:
      svg.polygon({{p.x, p.y + 4.4}, {p.x + 4.2, p.y - 3.2}, {p.x - 4.2, p.y - 3.2}}, paint);
      break;
  }
}

}  // namespace mlp
