#include "series_style.h"

#include <array>

namespace mlp {
namespace {

constexpr std::array<std::string_view, 4> dashes{"", "7 4", "2 4", "9 4 2 4"};

}  // namespace

SeriesStyle style_of(std::size_t index, std::size_t count, bool ordered, const Palette& palette) {
  const Marker marker = static_cast<Marker>(index % 5);
  if (ordered) {
    const std::size_t place = count < 2 ? 0 : index * (palette.ramp.size() - 1) / (count - 1);
    return {palette.ramp.at(place), "", marker};
  }
  return {palette.series[index % palette.series.size()], dashes[index / palette.series.size() % dashes.size()], marker};
}

void draw_marker(Svg& svg, Point p, const SeriesStyle& style) {
  const Paint paint{
      .fill = style.colour, .stroke = svg.palette().paper.empty() ? "var(--paper)" : svg.palette().paper, .width = 0.8};
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
