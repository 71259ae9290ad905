#pragma once
// What the nets make of their data: decision surfaces and fitted curves from views.json, as pictures whose frames the
// script can go through.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "mlp/report/palette.h"
#include "mlp/report/svg.h"
#include "page_parts.h"

namespace mlp {

/// The picture of a net after an epoch: a surface's pixels, or a curve's lines.
struct NetFrame {
  std::int64_t epoch = 0;
  std::string image;               // a data: URI
  std::vector<std::string> lines;  // the points of polylines, one for each target
};

/// One net's picture, drawn as its last frame, and all of its frames.
struct NetPicture {
  std::size_t group = 0;
  std::string svg;
  std::vector<NetFrame> frames;
  std::vector<std::string> classes;  // of a surface: their names; empty where there are none
};

/// "#0072B2" and the like: of samples of the class, and of the ground where the net decides for it.
std::string class_colour(std::size_t label);

/// The sign of a sample of the class: a circle, a triangle or a square of its colour.
void draw_class_sign(Svg& svg, Point at, std::size_t label, double scale = 1);

/// Of each group that has one: of the run whose deciding metric is nearest to the group's median.
std::vector<NetPicture> net_pictures(const PageContent& content, const Palette& palette);

/// The place of that run in its group.
std::size_t typical_run(const RunGroup& group, const ComparedGroup& compared, const std::string& metric);

/// The size of each.
double net_picture_width();
double net_picture_height();

/// The picture of a views.json; empty where it has neither surface nor curve.
NetPicture picture_of(const nlohmann::ordered_json& views, const std::string& title, const Palette& palette,
                      std::size_t most_frames);

/// views.json of a run, or null.
nlohmann::ordered_json read_views(const RunFolder& run);

}  // namespace mlp
