#pragma once
// A picture as SVG text (SVG 1.1). All text passes one escape, so no name from a config can become markup or script.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlp/report/palette.h"

namespace mlp {

/// A place in the picture, in pixels from the upper left corner.
struct Point {
  double x = 0, y = 0;
};

/// Text that is safe inside an XML element and inside an attribute; control characters are shown as "\x1b".
std::string escape_xml(std::string_view text, bool keep_newlines = false);

/// A length or place as text: two decimals at most.
std::string pixels(double value);

/// How a shape is painted. Only fixed texts of the program belong here, none from a config.
struct Paint {
  std::string_view fill = "none";
  std::string_view stroke = "none";
  double width = 1;              // of the stroke
  std::string_view dashes = {};  // lengths of dash and gap, e.g. "6 4"; empty: solid
  double opacity = 1;
};

enum class Anchor { start, middle, end };

struct TextStyle {
  double size = 13;
  std::string_view colour = {};  // empty: the palette's ink
  Anchor anchor = Anchor::start;
  bool bold = false;
  double turn = 0;  // degrees, clockwise, about the text's place
};

class Svg {
 public:
  /// A picture in the colours of the palette; title and description are for those who cannot see it.
  Svg(double width, double height, std::string_view title, std::string_view description,
      const Palette& palette = print_palette());

  void line(Point from, Point to, const Paint& paint);
  void rectangle(Point corner, double width, double height, const Paint& paint);
  void circle(Point centre, double radius, const Paint& paint);
  void polyline(const std::vector<Point>& points, const Paint& paint);
  void polygon(const std::vector<Point>& points, const Paint& paint);
  void text(Point place, std::string_view content, const TextStyle& style);

  /// A picture of pixels, whose `source` is a data: URI; scaled without blurring, or smoothly.
  void image(Point corner, double width, double height, std::string_view source, bool smooth = false);

  /// Another finished picture, at its own size.
  void picture(Point corner, std::string_view svg);

  const Palette& palette() const { return *palette_; }

  /// The finished picture.
  std::string str() const { return body_ + "</svg>\n"; }

 private:
  void shape(std::string_view element, const std::string& attributes, const Paint& paint);

  std::string body_;
  const Palette* palette_;
};

/// An estimate of a text's width, in pixels: no fonts are asked, so it is the same everywhere.
double text_width(std::string_view text, double size);

}  // namespace mlp
