#pragma once
// Numbers by layer and epoch as colours.

#include <string>

#include "layer_grid.h"
#include "mlp/report/axis.h"
#include "mlp/report/palette.h"
#include "png.h"

namespace mlp {

enum class ColourMap { sequential, diverging };

/// What a colour stands for: maps of one quantity share it, so that they can be compared.
struct ColourScale {
  double low = 0, high = 1;  // positive where logarithmic
  Scale scale = Scale::linear;
  ColourMap map = ColourMap::sequential;

  /// Transparent for what is not finite, grey for what a logarithm has no place for.
  Colour of(double value) const;
};

/// "viridis" (van der Walt & Smith 2015) at 0 … 1, and ColorBrewer's RdBu, whose middle is white.
Colour colour_at(ColourMap map, double share);

/// One map: epochs from left to right, layers from the input upwards, each cell the median.
struct HeatMap {
  std::string title;
  LayerGrid grid;
};

/// Where a map's cells lie in its picture, in pixels from the corner.
struct HeatBox {
  double x = 0, y = 0, width = 0, height = 0;
};

/// The size of a map of so many layers, and where its cells are.
HeatBox heat_box(std::size_t layers);
double heat_width();
double heat_height(std::size_t layers);

std::string draw(const HeatMap& map, const ColourScale& scale, const Palette& palette);

/// The legend of the colours, with ticks.
std::string draw_scale(const ColourScale& scale, const std::string& label, const Palette& palette);

/// All maps of a quantity with their legend, in rows of three: for a file.
std::string draw_heat_maps(const std::vector<HeatMap>& maps, const ColourScale& scale, const std::string& title,
                           const std::string& label);

}  // namespace mlp
