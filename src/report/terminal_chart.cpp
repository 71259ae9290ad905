#include "mlp/report/terminal_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "mlp/report/terminal.h"

namespace mlp {
namespace {

constexpr std::array<const char*, 8> unicode_signs{"●", "○", "■", "□", "▲", "△", "◆", "◇"};
constexpr std::array<const char*, 8> ascii_signs{"*", "o", "+", "x", "#", "@", "%", "&"};

// The bits of a Braille pattern (Unicode chapter 21), by column and row of its eight dots.
constexpr std::array<std::array<unsigned, 4>, 2> braille_dots{{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};

std::string braille(unsigned dots) {
  const unsigned code = 0x2800 + dots;
  return {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
          static_cast<char>(0x80 | (code & 0x3F))};
}

// The plot's characters. A cell belongs to the series that was drawn into it last.
class Canvas {
 public:
  Canvas(std::size_t width, std::size_t height, bool dots)
      : width_(width), height_(height), dots_(dots), cells_(width * height) {}

  // Steps across and down in which points can be told apart.
  std::size_t steps_across() const { return width_ * (dots_ ? 2 : 1); }
  std::size_t steps_down() const { return height_ * (dots_ ? 4 : 1); }

  void set(std::size_t x, std::size_t y, std::size_t series) {
    Cell& cell = cells_[dots_ ? y / 4 * width_ + x / 2 : y * width_ + x];
    cell.dots |= dots_ ? braille_dots[x % 2][y % 4] : 1;
    cell.series = series;
  }

  std::string line(std::size_t y, const std::array<const char*, 8>& signs, bool colour) const {
    std::string text, stretch;  // a stretch of cells of one series needs its colour once
    std::size_t series = 0;
    for (std::size_t x = 0; x < width_; ++x) {
      const Cell& cell = cells_[y * width_ + x];
      if (cell.dots != 0 && cell.series != series) {
        text += coloured(std::exchange(stretch, ""), series, colour);
        series = cell.series;
      }
      stretch += cell.dots == 0 ? " " : dots_ ? braille(cell.dots) : signs[cell.series % signs.size()];
    }
    stretch.erase(stretch.find_last_not_of(' ') + 1);
    return text + coloured(stretch, series, colour);
  }

 private:
  struct Cell {
    unsigned dots = 0;
    std::size_t series = 0;
  };
  std::size_t width_, height_;
  bool dots_;
  std::vector<Cell> cells_;
};

/// How many series can be told apart: by their signs, and these by the six colours of a terminal.
std::size_t most_series(const CharacterStyle& style) { return unicode_signs.size() * (style.colour ? 3 : 1); }

// A straight line from step to step, so that a steep curve has no holes.
void connect(Canvas& canvas, std::array<double, 2> from, std::array<double, 2> to, std::size_t series) {
  const double distance = std::max(std::abs(to[0] - from[0]), std::abs(to[1] - from[1]));
  const int steps = std::max(1, static_cast<int>(std::ceil(distance)));
  for (int step = 0; step <= steps; ++step) {
    const double share = static_cast<double>(step) / steps;
    const double x = from[0] + (to[0] - from[0]) * share, y = from[1] + (to[1] - from[1]) * share;
    canvas.set(static_cast<std::size_t>(std::lround(x)), static_cast<std::size_t>(std::lround(y)), series);
  }
}

void plot(Canvas& canvas, const Series& series, std::size_t index, const Axis& x_axis, const Axis& y_axis) {
  std::optional<std::array<double, 2>> before;
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    const auto x = x_axis.position(series.x[i]), y = y_axis.position(series.y[i]);
    if (!x || !y) {
      before.reset();
      continue;
    }
    const std::array place{*x * static_cast<double>(canvas.steps_across() - 1),
                           (1 - *y) * static_cast<double>(canvas.steps_down() - 1)};
    connect(canvas, before.value_or(place), place, index);
    before = place;
  }
}

// The values at the top, near the middle and at the bottom of the plot, all as wide.
std::vector<std::string> y_labels(const Axis& axis, Scale scale, std::size_t height) {
  const double low = axis.low(), high = axis.high();
  const std::size_t middle_row = height / 2;
  const double share = 1 - static_cast<double>(middle_row) / static_cast<double>(height - 1);
  const double middle = scale == Scale::logarithmic ? low * std::pow(high / low, share) : low + (high - low) * share;
  std::vector<std::string> labels(height);
  labels[height / 2] = rounded(middle, 3);
  labels.front() = rounded(high, 3);
  labels.back() = rounded(low, 3);
  std::size_t width = 0;
  for (const std::string& label : labels) width = std::max(width, label.size());
  for (std::string& label : labels) label = padded_to(label, width, Align::right);
  return labels;
}

std::string legend_of(const Panel& panel, const CharacterStyle& style, const std::array<const char*, 8>& signs,
                      bool dots) {
  std::string text, line;
  std::size_t used = 0;
  for (std::size_t i = 0; i < panel.series.size(); ++i) {
    const std::string name = fitted(panel.series[i].name, style.width < 12 ? 8 : style.width - 4, !style.unicode);
    const std::string sign = dots ? "━━" : signs[i % signs.size()];
    const std::size_t needed = columns_of(sign) + 1 + columns_of(name) + 3;
    if (used > 0 && used + needed > style.width) {
      text += line + "\n";
      line.clear();
      used = 0;
    }
    line += (used > 0 ? "   " : "") + coloured(sign, i, style.colour) + " " + name;
    used += needed;
  }
  return line.empty() ? text : text + line + "\n";
}

}  // namespace

std::string draw_characters(const Panel& panel, const CharacterStyle& style) {
  Panel shown = panel;
  shown.series.resize(std::min(panel.series.size(), most_series(style)));
  const std::size_t height = std::max<std::size_t>(style.height, 3);
  const auto& signs = style.unicode ? unicode_signs : ascii_signs;
  const bool dots = style.unicode && shown.series.size() < (style.colour ? 7 : 2);
  const bool ascii = !style.unicode;

  ValueRange x;
  for (Series& series : shown.series) {
    series.low.clear();  // no band is drawn
    series.high.clear();
    for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i)
      if (std::isfinite(series.y[i]) && (shown.y_scale == Scale::linear || series.y[i] > 0))
        x.include(series.x[i], Scale::linear);
  }
  const ValueRange y = y_range_of({&shown, 1});
  const std::string above = above_text(shown, y);
  std::string text = fitted(shown.title + (above.empty() ? "" : " (" + above + ")"), style.width, ascii) + "\n";
  if (x.empty()) return text + "(nothing was measured)\n";

  const Axis x_axis = Axis::over(x.low, x.high, Scale::linear, false);
  const Axis y_axis = Axis::over(y.low, y.high, shown.y_scale, false);
  const std::vector<std::string> labels = y_labels(y_axis, shown.y_scale, height);
  const std::size_t margin = labels.front().size() + 2;
  const std::size_t width = style.width > margin + 5 ? style.width - margin : 5;
  Canvas canvas(width, height, dots);
  for (std::size_t i = 0; i < shown.series.size(); ++i) plot(canvas, shown.series[i], i, x_axis, y_axis);

  for (std::size_t line = 0; line < height; ++line)
    text += labels[line] + (ascii ? " |" : " │") + canvas.line(line, signs, style.colour) + "\n";
  const std::string first = rounded(x.low, 6), last = rounded(x.high, 6);
  const std::size_t room = width > first.size() + last.size() ? width - first.size() - last.size() : 1;
  std::string between = padded_to(fitted(shown.x_label, room > 2 ? room - 2 : 0, ascii), room);
  const std::size_t used = columns_of(fitted(shown.x_label, room > 2 ? room - 2 : 0, ascii));
  between = std::string((room - used) / 2, ' ') + between.substr(0, between.size() - (room - used) / 2);
  text += std::string(margin, ' ') + (x.low == x.high ? first : first + between + last) + "\n";
  text += legend_of(shown, style, signs, dots);
  const std::size_t hidden = panel.series.size() - shown.series.size();
  return hidden == 0 ? text : text + fitted("and " + std::to_string(hidden) + " more", style.width, ascii) + "\n";
}

}  // namespace mlp
