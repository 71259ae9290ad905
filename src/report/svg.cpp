#include "mlp/report/svg.h"

#include <cmath>

#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

std::string points_attribute(const std::vector<Point>& points) {
  std::string text = " points=\"";
  for (const Point& point : points) text += (text.back() == '"' ? "" : " ") + pixels(point.x) + "," + pixels(point.y);
  return text + "\"";
}

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + pixels(value) + "\"";
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + std::string(value) + "\"";
}

}  // namespace

std::string escape_xml(std::string_view text, bool keep_newlines) {
  std::string escaped;
  const std::string shown = printable(text, keep_newlines);
  for (std::string_view rest = shown; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    switch (next.value) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case 0xFFFE:  // the two code points beside the controls that XML forbids
      case 0xFFFF:
        escaped += "\uFFFD";
        break;
      default:
        escaped += rest.substr(0, next.bytes);
    }
    rest.remove_prefix(next.bytes);
  }
  return escaped;
}

std::string pixels(double value) {
  const double rounded_value = std::round(value * 100) / 100;
  return shortest(rounded_value == 0 ? 0.0 : rounded_value);  // never "-0"
}

Svg::Svg(double width, double height, std::string_view title, std::string_view description, const Palette& palette)
    : palette_(&palette) {
  body_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"" + attribute("width", width) +
          attribute("height", height) + " viewBox=\"0 0 " + pixels(width) + " " + pixels(height) +
          "\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n<title>" + escape_xml(title) +
          "</title>\n<desc>" + escape_xml(description) + "</desc>\n";
  if (!palette.paper.empty()) rectangle({0, 0}, width, height, {.fill = palette.paper});
}

void Svg::shape(std::string_view element, const std::string& attributes, const Paint& paint) {
  body_ += "<" + std::string(element) + attributes + attribute("fill", paint.fill);
  if (paint.stroke != "none") {
    body_ += attribute("stroke", paint.stroke) + attribute("stroke-width", paint.width) +
             " stroke-linejoin=\"round\" stroke-linecap=\"round\"";
    if (!paint.dashes.empty()) body_ += attribute("stroke-dasharray", paint.dashes);
  }
  if (paint.opacity != 1) body_ += attribute("opacity", paint.opacity);
  body_ += "/>\n";
}

void Svg::line(Point from, Point to, const Paint& paint) {
  shape("line", attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) + attribute("y2", to.y),
        paint);
}

void Svg::rectangle(Point corner, double width, double height, const Paint& paint) {
  shape("rect",
        attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) + attribute("height", height),
        paint);
}

void Svg::circle(Point centre, double radius, const Paint& paint) {
  shape("circle", attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius), paint);
}

void Svg::polyline(const std::vector<Point>& points, const Paint& paint) {
  shape("polyline", points_attribute(points), paint);
}

void Svg::polygon(const std::vector<Point>& points, const Paint& paint) {
  shape("polygon", points_attribute(points), paint);
}

void Svg::picture(Point corner, std::string_view svg) {
  constexpr std::string_view head = "<svg";
  body_ +=
      std::string(head) + attribute("x", corner.x) + attribute("y", corner.y) + std::string(svg.substr(head.size()));
}

void Svg::text(Point place, std::string_view content, const TextStyle& style) {
  body_ += "<text" + attribute("x", place.x) + attribute("y", place.y) + attribute("font-size", style.size) +
           attribute("fill", style.colour.empty() ? palette_->ink : style.colour);
  if (style.anchor != Anchor::start)
    body_ += attribute("text-anchor", style.anchor == Anchor::middle ? "middle" : "end");
  if (style.bold) body_ += " font-weight=\"bold\"";
  if (style.turn != 0)
    body_ += " transform=\"rotate(" + pixels(style.turn) + " " + pixels(place.x) + " " + pixels(place.y) + ")\"";
  body_ += ">" + escape_xml(content) + "</text>\n";
}

void Svg::image(Point corner, double width, double height, std::string_view source, bool smooth) {
  body_ += "<image" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
           attribute("height", height) + " preserveAspectRatio=\"none\"" +
           (smooth ? "" : " style=\"image-rendering:pixelated\"") + attribute("href", source) + "/>\n";
}

double text_width(std::string_view text, double size) {
  // A column of a terminal is a little wider than the mean letter of a proportional font.
  return 0.56 * size * static_cast<double>(columns_of(text));
}

}  // namespace mlp
