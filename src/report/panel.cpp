#include "panel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "thinning.h"

namespace mlp {
namespace {

constexpr double left = 74, right = 18, top = 34, bottom = 52;  // margins around the plot, in pixels

Box plot_area(Box box) {
  return {{box.corner.x + left, box.corner.y + top}, box.width - left - right, box.height - top - bottom};
}

// The axes of a panel and where they put a point.
class Plot {
 public:
  Plot(Svg& svg, const Panel& panel, Box box, ValueRange x, ValueRange y)
      : svg_(svg),
        panel_(panel),
        area_(plot_area(box)),
        x_(Axis::over(x.low, x.high, Scale::linear, true)),
        y_(Axis::over(y.low, y.high, panel.y_scale, true)) {}

  void draw_axes() const;
  void draw_band(const Series& series, const SeriesStyle& style) const;
  void draw_line(const Series& series, const SeriesStyle& style) const;

 private:
  std::optional<Point> place(double x, double y) const {
    const std::optional<double> u = x_.position(x), v = y_.position(y);
    if (!u || !v) return std::nullopt;
    return Point{area_.corner.x + *u * area_.width, area_.corner.y + (1 - *v) * area_.height};
  }

  // The stretches of neighbouring points that can be shown.
  std::vector<std::vector<Point>> stretches(const std::vector<double>& x, const std::vector<double>& y) const {
    std::vector<std::vector<Point>> result(1);
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
      if (const auto point = place(x[i], y[i]))
        result.back().push_back(*point);
      else if (!result.back().empty())
        result.emplace_back();
    }
    if (result.back().empty()) result.pop_back();
    return result;
  }

  Svg& svg_;
  const Panel& panel_;
  Box area_;
  Axis x_, y_;
};

void Plot::draw_axes() const {
  const double base = area_.corner.y + area_.height;
  const Palette& colours = svg_.palette();
  for (const Tick& tick : y_.ticks(6)) {
    const double y = base - *y_.position(tick.value) * area_.height;
    svg_.line({area_.corner.x, y}, {area_.corner.x + area_.width, y},
              {.stroke = tick.label.empty() ? colours.faint : colours.grid});
    svg_.text({area_.corner.x - 8, y + 4}, tick.label, {.size = 12, .anchor = Anchor::end});
  }
  for (const Tick& tick : x_.ticks(7, panel_.whole_x)) {
    const double x = area_.corner.x + *x_.position(tick.value) * area_.width;
    svg_.line({x, base}, {x, base + 5}, {.stroke = colours.axis});
    svg_.text({x, base + 19}, tick.label, {.size = 12, .anchor = Anchor::middle});
  }
  svg_.line({area_.corner.x, base}, {area_.corner.x + area_.width, base}, {.stroke = colours.axis});
}

void Plot::draw_band(const Series& series, const SeriesStyle& style) const {
  std::vector<Point> lower, upper;
  const auto fill = [&] {
    std::vector<Point> outline = thinned(lower);
    const std::vector<Point> back = thinned(upper);
    outline.insert(outline.end(), back.rbegin(), back.rend());
    if (upper.size() > 1) svg_.polygon(outline, {.fill = style.colour, .opacity = 0.18});
    lower.clear();
    upper.clear();
  };
  for (std::size_t i = 0; i < std::min(series.low.size(), series.high.size()); ++i) {
    // A logarithmic axis has no place for 0: a band from there begins at the bottom.
    const bool from_nothing = panel_.y_scale == Scale::logarithmic && series.low[i] == 0;
    const auto below = place(series.x[i], from_nothing ? y_.low() : series.low[i]),
               above = place(series.x[i], series.high[i]);
    if (below && above) {
      lower.push_back(*below);
      upper.push_back(*above);
    } else {
      fill();
    }
  }
  fill();
}

void Plot::draw_line(const Series& series, const SeriesStyle& style) const {
  for (const std::vector<Point>& stretch : stretches(series.x, series.y)) {
    if (series.is_theory) {
      svg_.polyline(stretch, {.stroke = style.colour, .width = 1.4, .dashes = "3 5"});
      continue;
    }
    const bool is_crowded = panel_.series.size() > most_styles;
    if (stretch.size() > 1)
      svg_.polyline(thinned(stretch),
                    {.stroke = style.colour, .width = is_crowded ? 1.2 : 2.2, .dashes = style.dashes});
    if (is_crowded && stretch.size() > 1) continue;
    // Markers at every point of a short line, at about eight of a long one; a point that stands alone has one too.
    const std::size_t every = stretch.size() <= 12 ? 1 : stretch.size() / 8;
    for (std::size_t i = 0; i < stretch.size(); i += every)
      if (stretch[i].y > area_.corner.y) draw_marker(svg_, stretch[i], style);  // not of what lies above the plot
  }
}

}  // namespace

bool has_bands(const Panel& panel) {
  return std::ranges::count(panel.series, false, &Series::is_theory) <= static_cast<std::ptrdiff_t>(most_bands);
}

void draw_panel(Svg& svg, const Panel& panel, Box box, ValueRange y, const std::map<std::string, SeriesStyle>& styles) {
  const Box area = plot_area(box);
  const Point middle{area.corner.x + area.width / 2, area.corner.y + area.height / 2};
  svg.text({area.corner.x, box.corner.y + 20}, panel.title, {.size = 14, .bold = true});
  if (const std::string above = above_text(panel, y); !above.empty())
    svg.text({area.corner.x + 0.04 / 1.08 * area.width + 8, box.corner.y + 32}, "↑ " + above,  // beside the start
             {.size = 11, .colour = svg.palette().muted});
  svg.text({middle.x, box.corner.y + box.height - 10}, panel.x_label, {.anchor = Anchor::middle});
  svg.text({box.corner.x + 18, middle.y}, panel.y_label, {.anchor = Anchor::middle, .turn = -90});

  ValueRange x;
  for (const Series& series : panel.series)
    for (const double value : series.x) x.include(value, Scale::linear);
  if (x.empty() || y_range_of({&panel, 1}).empty()) {
    svg.rectangle(area.corner, area.width, area.height, {.stroke = svg.palette().grid});
    svg.text(middle, panel.if_empty, {.colour = svg.palette().muted, .anchor = Anchor::middle});
    return;
  }
  const Plot plot(svg, panel, box, x, y);
  plot.draw_axes();
  if (has_bands(panel))
    for (const Series& series : panel.series) plot.draw_band(series, styles.at(series.name));
  for (const Series& series : panel.series) plot.draw_line(series, styles.at(series.name));
}

}  // namespace mlp
