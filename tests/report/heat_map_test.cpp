#include "src/report/heat_map.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mlp {
namespace {

// matplotlib.colormaps["viridis"] at 0, 0.5 and 1, which stands between our ten colours, so about.
TEST(ColourMap, IsViridis) {
  const auto near = [](Colour found, int red, int green, int blue) {
    EXPECT_NEAR(found.red, red, 4);
    EXPECT_NEAR(found.green, green, 4);
    EXPECT_NEAR(found.blue, blue, 4);
  };
  near(colour_at(ColourMap::sequential, 0), 68, 1, 84);
  near(colour_at(ColourMap::sequential, 0.5), 33, 145, 140);
  near(colour_at(ColourMap::sequential, 1), 253, 231, 37);
  EXPECT_EQ(colour_at(ColourMap::sequential, 7), colour_at(ColourMap::sequential, 1));
}

TEST(ColourScale, IsLogarithmicWhereAsked) {
  const ColourScale scale{1e-4, 1, Scale::logarithmic, ColourMap::sequential};
  EXPECT_EQ(scale.of(0.01), colour_at(ColourMap::sequential, 0.5));
  EXPECT_EQ(scale.of(1e-9), colour_at(ColourMap::sequential, 0));  // below: as the lowest
  EXPECT_EQ(scale.of(0), (Colour{150, 150, 150, 255}));
  EXPECT_EQ(scale.of(NAN).alpha, 0);
}

TEST(ColourScale, HasItsMiddleAtZero) {
  const ColourScale scale{-2, 2, Scale::linear, ColourMap::diverging};
  EXPECT_EQ(scale.of(0), (Colour{247, 247, 247, 255}));
  EXPECT_GT(scale.of(2).red, scale.of(2).blue);
  EXPECT_GT(scale.of(-2).blue, scale.of(-2).red);
}

LayerGrid small_grid() { return {{"dense_1", "dense_2"}, {0, 5, 10}, {{1, 2}, {3, 4}, {5, 6}}, {}, {}}; }

TEST(HeatMap, NamesItsEpochsAndLayers) {
  const std::string svg = draw({"net", small_grid()}, {0, 6, Scale::linear, ColourMap::sequential}, print_palette());
  for (const char* label : {">net<", ">dense_1<", ">dense_2<", ">0<", ">5<", ">10<", ">measured epoch<"})
    EXPECT_NE(svg.find(label), std::string::npos) << label;
}

// The picture's rows run from the last layer down to the first.
TEST(HeatMap, HasTheFirstLayerAtTheBottom) {
  const ColourScale scale{0, 6, Scale::linear, ColourMap::sequential};
  PixelImage expected{3, 2, {}};
  for (const double value : {2, 4, 6, 1, 3, 5}) expected.pixels.push_back(scale.of(value));
  const std::string svg = draw({"net", small_grid()}, scale, print_palette());
  EXPECT_NE(svg.find(data_uri(expected, 80)), std::string::npos);
}

TEST(HeatMap, OfManyGroupsIsOnePicture) {
  const std::string svg =
      draw_heat_maps({{"a", small_grid()}, {"b", small_grid()}, {"c", small_grid()}, {"d", small_grid()}},
                     {1, 10, Scale::logarithmic, ColourMap::sequential}, "title", "norm");
  for (const char* text : {">a<", ">b<", ">c<", ">d<", ">title<", ">norm<"})
    EXPECT_NE(svg.find(text), std::string::npos) << text;
  EXPECT_EQ(svg.find(">exactly 0<"), std::string::npos);
}

TEST(HeatMap, SaysWhatGreyIsWhereThereIsAny) {
  LayerGrid grid = small_grid();
  grid.median[1][0] = 0;
  const std::string svg =
      draw_heat_maps({{"a", grid}}, {1, 10, Scale::logarithmic, ColourMap::sequential}, "title", "norm");
  EXPECT_NE(svg.find(">exactly 0<"), std::string::npos);
}

}  // namespace
}  // namespace mlp
