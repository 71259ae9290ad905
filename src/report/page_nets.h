#pragma once
// What the nets make of their data: decision surfaces and fitted curves from views.json, as pictures whose frames the
// script can go through.

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "mlp/report/comparison.h"
#include "mlp/report/palette.h"
#include "mlp/report/run_group.h"
#include "mlp/report/svg.h"

namespace mlp {

/// The picture of a net after an epoch: a surface's pixels, or a curve's lines.
struct NetFrame {
  std::int64_t epoch = 0;
  std::string image;               // a data: URI
  std::vector<std::string> lines;  // the points of polylines, one for each target
};

/// One net's picture, drawn as its last frame, and the frames that were asked for.
struct NetPicture {
  std::string svg;
  std::vector<NetFrame> frames;
  std::vector<std::string> classes;  // of a surface: their names; empty where there are none
};

/// "#0072B2" and the like: of samples of the class, and of the ground where the net decides for it.
std::string class_colour(std::size_t label);

/// The sign of a sample of the class: a circle, a triangle or a square of its colour.
void draw_class_sign(Svg& svg, Point at, std::size_t label, double scale = 1);

/// What views.json has of a group: of the run whose deciding metric is nearest to the group's median.
struct NetOfGroup {
  std::size_t group = 0;
  const RunFolder* run = nullptr;
  NetPicture picture;            // without an svg where there is none
  nlohmann::ordered_json worst;  // the worst mistakes, or null
};

enum class FramesOfNets { last, several };

/// Of the first groups.
std::vector<NetOfGroup> nets_of(std::span<const RunGroup> groups, const std::vector<ComparedGroup>& compared,
                                const Palette& palette, FramesOfNets frames);

/// Those pictures that there are.
std::vector<const NetPicture*> pictures_in(const std::vector<NetOfGroup>& nets);

/// The place of that run in its group.
std::size_t typical_run(const RunGroup& group, const ComparedGroup& compared, const std::string& metric);

/// The size of each.
double net_picture_width();
double net_picture_height();

/// The picture of a views.json, with up to so many of its frames; empty where it has neither surface nor curve.
NetPicture picture_of(const nlohmann::ordered_json& views, const std::string& title, const Palette& palette,
                      std::size_t most_frames);

/// views.json of a run, or null.
nlohmann::ordered_json read_views(const RunFolder& run);

}  // namespace mlp
