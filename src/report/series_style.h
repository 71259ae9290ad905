#pragma once
// What a series looks like, by its place in the legend.

#include <cstddef>
#include <string>
#include <string_view>

#include "mlp/report/svg.h"

namespace mlp {

/// So many series look different. More are drawn thin and without markers: then the page's pointer tells which is
/// which.
constexpr std::size_t most_styles = 28;

/// Bands of more series than these would cover one another: none is drawn then.
constexpr std::size_t most_bands = 12;

enum class Marker { circle, square, triangle, diamond, wedge };

struct SeriesStyle {
  std::string_view colour;
  std::string_view dashes;
  Marker marker;
};

/// The style of series `index` of `count`; `ordered` ones run from dark to light.
SeriesStyle style_of(std::size_t index, std::size_t count, bool ordered, const Palette& palette);

/// One marker, about 7 pixels wide.
void draw_marker(Svg& svg, Point place, const SeriesStyle& style);

}  // namespace mlp
