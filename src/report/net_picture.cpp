// The picture of a net with two inputs or one: its decision surface, or its curve, with the data.

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "heat_map.h"
#include "layer_grid.h"
#include "mlp/core/text_width.h"
#include "mlp/report/axis.h"
#include "mlp/report/svg.h"
#include "page_nets.h"
#include "png.h"
#include "run_details.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

constexpr double picture_width = 350, picture_height = 330;
constexpr HeatBox net_plot{58, 32, 278, 248};

// Okabe and Ito's colours for classes, the yellow darker, to be seen on white; they come again after eight, with
// another sign.
constexpr std::array<Colour, 8> class_colours{{{0, 114, 178, 255},
                                               {213, 94, 0, 255},
                                               {0, 158, 115, 255},
                                               {204, 121, 167, 255},
                                               {230, 159, 0, 255},
                                               {86, 180, 233, 255},
                                               {110, 110, 110, 255},
                                               {184, 168, 0, 255}}};

/// "#0072B2"
std::string hex_of(Colour colour) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text = "#";
  for (const std::uint8_t part : {colour.red, colour.green, colour.blue})
    text += {digits[part / 16], digits[part % 16]};
  return text;
}

double number_of(const Json& value) { return value.is_number() ? value.get<double>() : 0; }

/// A mixture with white: nothing of the colour at 0, all of it at 1.
Colour paled(Colour colour, double share) {
  const auto mixed = [&](std::uint8_t part) {
    return static_cast<std::uint8_t>(std::lround(255 - (255 - part) * share));
  };
  return {mixed(colour.red), mixed(colour.green), mixed(colour.blue), 255};
}

int digit_of(char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; }

/// Of two classes: from the first's colour over white, where the net is undecided, to the second's, which is lighter:
/// who sees no colours, or prints none, can tell them apart.
Colour between_classes(double share) {
  const std::size_t label = share < 0.5 ? 0 : 1;
  constexpr std::array strongest{0.8, 0.5};
  return paled(class_colours[label], std::min(1.0, std::abs(2 * share - 1)) * strongest[label]);
}

/// Of several classes: the colour of the one with the largest output, paler where that is nearer to chance.
Colour of_class(std::size_t label, double share, std::size_t classes) {
  const double chance = 1 / static_cast<double>(std::max<std::size_t>(classes, 2));
  return paled(class_colours[label % class_colours.size()],
               0.12 + 0.68 * std::clamp((share - chance) / (1 - chance), 0.0, 1.0));
}

PixelImage surface_image(const Json& surface, const Json& frame) {
  const std::size_t classes = surface.at("classes").size();
  PixelImage image;
  const Json& rows = frame.at("values");
  image.height = rows.size();
  for (std::size_t row = rows.size(); row-- > 0;) {  // the lowest row comes first in the file, the highest in a picture
    const std::string line = rows[row].get<std::string>();
    image.width = line.size() / 2;
    for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
      // Steps of eight are finer than the eye, and compress better.
      const int byte = (16 * digit_of(line[i]) + digit_of(line[i + 1])) / 8 * 8 + 4;
      const double share = std::clamp((byte - 0.5) / 255, 0.0, 1.0);
      if (frame.contains("classes"))
        image.pixels.push_back(of_class(
            static_cast<std::size_t>(digit_of(frame["classes"][row].get<std::string>().at(i / 2))), share, classes));
      else
        image.pixels.push_back(classes > 0 ? between_classes(share) : colour_at(ColourMap::sequential, share));
    }
  }
  if (image.pixels.size() != image.width * image.height) throw std::runtime_error("rows of different lengths");
  return image;
}

Axis axis_of(const Json& axis) {
  return Axis::over(number_of(axis.at("low")), number_of(axis.at("high")), Scale::linear, false);
}

Point place_in(const Axis& x, const Axis& y, double a, double b) {
  return {net_plot.x + x.position(a).value_or(0) * net_plot.width,
          net_plot.y + (1 - y.position(b).value_or(0)) * net_plot.height};
}

void draw_frame(Svg& svg, const Axis& x, const Axis& y, const std::string& x_name, const std::string& y_name) {
  const double base = net_plot.y + net_plot.height;
  svg.rectangle({net_plot.x, net_plot.y}, net_plot.width, net_plot.height, {.stroke = svg.palette().axis});
  for (const Tick& tick : x.ticks(5)) {
    const double at = net_plot.x + *x.position(tick.value) * net_plot.width;
    svg.line({at, base}, {at, base + 4}, {.stroke = svg.palette().axis});
    svg.text({at, base + 17}, tick.label, {.size = 11, .anchor = Anchor::middle});
  }
  for (const Tick& tick : y.ticks(5)) {
    const double at = base - *y.position(tick.value) * net_plot.height;
    svg.line({net_plot.x - 4, at}, {net_plot.x, at}, {.stroke = svg.palette().axis});
    svg.text({net_plot.x - 7, at + 4}, tick.label, {.size = 11, .anchor = Anchor::end});
  }
  svg.text({net_plot.x + net_plot.width / 2, base + 36}, fitted(x_name, 40), {.size = 12, .anchor = Anchor::middle});
  const double middle = net_plot.y + net_plot.height / 2;
  svg.text({13, middle}, fitted(y_name, 34), {.size = 12, .anchor = Anchor::middle, .turn = -90});
}

/// A sample of the training part: the sign of its class, or a small dot where it has a number.
void draw_sample(Svg& svg, Point at, const Json& what, bool is_class) {
  if (!is_class) return svg.circle(at, 1.6, {.fill = "#555555", .opacity = 0.7});
  draw_class_sign(svg, at, static_cast<std::size_t>(std::max(0.0, number_of(what))));
}

NetPicture surface_picture(const Json& surface, const std::string& title, const Palette& palette,
                           std::size_t most_frames) {
  NetPicture picture;
  const Json& frames = surface.at("frames");
  if (frames.empty()) return {};
  for (const std::size_t i : evenly_chosen(frames.size(), most_frames))
    picture.frames.push_back(
        {frames[i].at("epoch").get<std::int64_t>(), data_uri(surface_image(surface, frames[i])), {}});
  const std::string last =
      picture.frames.empty() ? data_uri(surface_image(surface, frames.back())) : picture.frames.back().image;
  const Json &first = surface.at("inputs").at(0), &second = surface.at("inputs").at(1);
  const Axis x = axis_of(first), y = axis_of(second);
  Svg svg(picture_width, picture_height, title,
          "The net's output over the plane of its two features, and training samples.", palette);
  svg.text({net_plot.x, 20}, fitted(title, 40), {.size = 13, .bold = true});
  svg.image({net_plot.x, net_plot.y}, net_plot.width, net_plot.height, last, /*smooth=*/true);
  for (const Json& name : surface.at("classes")) picture.classes.push_back(plain_text(name));
  const bool is_class = !picture.classes.empty();
  for (const Json& point : surface.at("points"))
    draw_sample(svg, place_in(x, y, number_of(point.at(0)), number_of(point.at(1))), point.at(2), is_class);
  draw_frame(svg, x, y, first.at("name").get<std::string>(), second.at("name").get<std::string>());
  picture.svg = svg.str();
  return picture;
}

/// What the fitted lines and the samples of a curve span.
Axis curve_range(const Json& curve) {
  double low = INFINITY, high = -INFINITY;
  const auto include = [&](const Json& value) {
    low = std::min(low, number_of(value)), high = std::max(high, number_of(value));
  };
  for (const Json& point : curve.at("points"))
    for (std::size_t i = 1; i < point.size(); ++i) include(point[i]);
  for (const Json& line : curve.at("frames").back().at("y"))
    for (const Json& value : line) include(value);
  return Axis::over(low, high, Scale::linear, true);
}

NetPicture curve_picture(const Json& curve, const std::string& title, const Palette& palette, std::size_t most_frames) {
  NetPicture picture;
  const Json& frames = curve.at("frames");
  if (frames.empty()) return picture;
  const Axis x = axis_of(curve.at("input")), y = curve_range(curve);
  const auto points_of = [&](const Json& line) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < line.size(); ++i)
      points.push_back(place_in(x, y, number_of(curve.at("x").at(i)), number_of(line[i])));
    return points;
  };
  for (const std::size_t i : evenly_chosen(frames.size(), most_frames)) {
    NetFrame& frame = picture.frames.emplace_back(NetFrame{frames[i].at("epoch").get<std::int64_t>(), "", {}});
    for (const Json& line : frames[i].at("y")) {
      std::string& text = frame.lines.emplace_back();
      for (const Point& p : points_of(line)) text += (text.empty() ? "" : " ") + pixels(p.x) + "," + pixels(p.y);
    }
  }
  Svg svg(picture_width, picture_height, title, "The net's output by its feature, and training samples.", palette);
  svg.text({net_plot.x, 20}, fitted(title, 40), {.size = 13, .bold = true});
  for (const Json& point : curve.at("points"))
    for (std::size_t i = 1; i < point.size(); ++i)
      svg.circle(place_in(x, y, number_of(point[0]), number_of(point[i])), 2.2,
                 {.fill = svg.palette().muted, .opacity = 0.55});
  std::size_t series = 0;
  for (const Json& line : frames.back().at("y"))
    svg.polyline(points_of(line), {.stroke = palette.series[series++ % palette.series.size()], .width = 2.4});
  draw_frame(svg, x, y, curve.at("input").at("name").get<std::string>(),
             curve.at("targets").size() == 1 ? curve.at("targets")[0].get<std::string>() : "targets");
  picture.svg = svg.str();
  return picture;
}

}  // namespace

std::string class_colour(std::size_t label) { return hex_of(class_colours[label % class_colours.size()]); }

void draw_class_sign(Svg& svg, Point at, std::size_t label, double scale) {
  const std::string colour = class_colour(label);
  const Paint paint{.fill = colour, .stroke = "#ffffff", .width = 0.7};
  switch (label % 3) {
    case 0:
      return svg.circle(at, 2.7 * scale, paint);
    case 1:
      return svg.polygon({{at.x, at.y - 3.4 * scale},
                          {at.x + 3.2 * scale, at.y + 2.4 * scale},
                          {at.x - 3.2 * scale, at.y + 2.4 * scale}},
                         paint);
    default:
      return svg.rectangle({at.x - 2.4 * scale, at.y - 2.4 * scale}, 4.8 * scale, 4.8 * scale, paint);
  }
}

double net_picture_width() { return picture_width; }
double net_picture_height() { return picture_height; }

NetPicture picture_of(const Json& views, const std::string& title, const Palette& palette, std::size_t most_frames) {
  try {
    if (views.contains("surface")) return surface_picture(views.at("surface"), title, palette, most_frames);
    if (views.contains("curve")) return curve_picture(views.at("curve"), title, palette, most_frames);
  } catch (const std::exception&) {
    // A file that somebody has changed, or of another version: there is a report without the picture.
  }
  return {};
}

}  // namespace mlp
