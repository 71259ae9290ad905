#include "mlp/report/terminal_flow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "layer_grid.h"
#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "mlp/report/terminal.h"

namespace mlp {
namespace {

constexpr std::array<const char*, 8> unicode_bars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<const char*, 8> ascii_bars{"1", "2", "3", "4", "5", "6", "7", "8"};
constexpr std::size_t most_rows = 20, least_name = 8, most_name = 28, most_bars = 40, least_bars = 5,
                      head_width = 15;  // "before training"
constexpr std::string_view between = "  ";

/// The logarithms that all bars share.
struct Decades {
  double low = INFINITY, high = -INFINITY;
  bool has_zero = false;

  void include(double norm) {
    if (norm == 0) has_zero = true;
    if (!std::isfinite(norm) || norm <= 0) return;
    low = std::min(low, std::log10(norm));
    high = std::max(high, std::log10(norm));
  }
  bool empty() const { return low > high; }

  /// The bar of a norm above 0, 0 … 7. Where all norms are equal, all bars are the highest.
  std::size_t bar_of(double norm) const {
    if (high == low) return 7;
    const double share = (std::log10(norm) - low) / (high - low);
    return static_cast<std::size_t>(std::clamp(std::floor(share * 8), 0.0, 7.0));
  }
};

/// The lines of a panel that were measured, one for each net.
std::vector<const Series*> measured(const Panel& panel) {
  std::vector<const Series*> lines;
  for (const Series& series : panel.series)
    if (!series.is_theory) lines.push_back(&series);
  return lines;
}

/// The columns that names get where there is room: at most most_name, unless two names cut to that would look alike.
std::size_t name_width_of(const std::vector<const Series*>& lines, bool ascii) {
  std::size_t widest = 0;
  std::set<std::string> cut;
  for (const Series* line : lines) {
    widest = std::max(widest, columns_of(line->name));
    cut.insert(fitted(line->name, most_name, ascii));
  }
  return cut.size() < lines.size() ? widest : std::min(widest, most_name);
}

bool same_values(const Panel& a, const Panel& b) {
  return std::ranges::equal(
      measured(a), measured(b), {}, [](const Series* series) { return series->y; },
      [](const Series* series) { return series->y; });
}

/// The panels that say something: where nothing was measured after epoch 0, the second is the first again.
std::vector<const Panel*> telling_panels(const Figure& flow) {
  std::vector<const Panel*> panels;
  for (const Panel& panel : flow.panels)
    if (panels.empty() || !same_values(*panels.front(), panel)) panels.push_back(&panel);
  return panels;
}

/// The longest that has room of "at epochs 90 to 500", "epochs 90-500" and "at the end", for a title "at the last
/// measured epoch (90 to 500)".
std::string short_title(const std::string& title, std::size_t room) {
  const std::string long_start = "at the last measured epoch (", between_epochs = " to ";
  if (!title.starts_with(long_start)) return title;
  std::string epochs = title.substr(long_start.size(), title.size() - long_start.size() - 1);
  const auto gap = epochs.find(between_epochs);
  const std::string noun = gap == std::string::npos ? "epoch " : "epochs ";
  if (std::string whole = "at " + noun + epochs; whole.size() <= room) return whole;
  if (gap != std::string::npos) epochs.replace(gap, between_epochs.size(), "-");
  if (std::string shorter = noun + epochs; shorter.size() <= room) return shorter;
  return "at the end";
}

class FlowTable {
 public:
  FlowTable(const Figure& flow, const CharacterStyle& style) : panels_(telling_panels(flow)), style_(style) {
    std::size_t most_layers = 0;
    for (const Panel* panel : panels_)
      for (const Series* line : measured(*panel)) {
        for (const double norm : line->y) decades_.include(norm);
        most_layers = std::max(most_layers, line->y.size());
        numbers_width_ = std::max(numbers_width_, columns_of(numbers_of(*line)));
      }
    if (!panels_.empty()) name_width_ = name_width_of(measured(*panels_.front()), !style.unicode);
    // Where there is little room, names give way first, then bars.
    const std::size_t fewest = std::min(least_bars, std::max<std::size_t>(most_layers, 1));
    const std::size_t count = std::max<std::size_t>(panels_.size(), 1);
    const std::size_t besides = count * (2 * between.size() + numbers_width_);
    const auto room_beside = [&](std::size_t used) { return style.width > used ? style.width - used : 0; };
    name_width_ = std::min(name_width_, std::max(least_name, room_beside(besides + count * fewest)));
    bars_ = std::min({std::max(room_beside(besides + name_width_) / count, fewest), most_bars,
                      std::max<std::size_t>(most_layers, 1)});
    cell_width_ = bars_ + between.size() + numbers_width_;
    if (name_width_ + count * (between.size() + head_width) <= style.width)
      cell_width_ = std::max(cell_width_, head_width);
  }

  bool empty() const { return panels_.empty() || (decades_.empty() && !decades_.has_zero); }

  std::string text() const {
    std::string text = fitted("gradient by layer, from the input on (norms of the first and the last)", style_.width,
                              !style_.unicode) +
                       "\n";
    std::string head = std::string(name_width_, ' ');
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      const std::size_t used = name_width_ + i * (between.size() + cell_width_) + between.size();
      const bool is_last = i + 1 == panels_.size();  // nothing stands to the right of it
      const std::size_t room =
          is_last ? std::max(cell_width_, style_.width - std::min(style_.width, used)) : cell_width_;
      head += std::string(between) + padded(short_title(panels_[i]->title, room), room);
    }
    text += trimmed(head);
    const std::size_t rows = measured(*panels_.front()).size();
    for (std::size_t i = 0; i < std::min(rows, most_rows); ++i) text += row(i);
    if (rows > most_rows) text += "and " + std::to_string(rows - most_rows) + " more\n";
    return text + scale();
  }

 private:
  std::string padded(const std::string& text, std::size_t width) const {
    return padded_to(text, width, Align::left, !style_.unicode);
  }

  static std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
  }

  std::string numbers_of(const Series& line) const {
    if (line.y.empty()) return "";
    return rounded(line.y.front(), 3) + (style_.unicode ? " → " : " -> ") + rounded(line.y.back(), 3);
  }

  std::string bars_of(const Series& line) const {
    const auto& bars = style_.unicode ? unicode_bars : ascii_bars;
    std::string text;
    for (const std::size_t layer : evenly_chosen(line.y.size(), bars_)) {
      const double norm = line.y[layer];
      text += norm == 0                         ? (style_.unicode ? "·" : ".")
              : norm > 0 && std::isfinite(norm) ? bars[decades_.bar_of(norm)]
                                                : " ";
    }
    return text;
  }

  std::string row(std::size_t net) const {
    std::string line;
    for (const Panel* panel : panels_) {
      const Series& series = *measured(*panel)[net];
      if (line.empty()) line = padded(series.name, name_width_);
      const std::string bars = bars_of(series);
      const std::string space(bars_ - std::min(bars_, columns_of(bars)), ' ');
      line += std::string(between) + coloured(bars, net, style_.colour) + space + std::string(between) +
              padded(numbers_of(series), cell_width_ - bars_ - between.size());
    }
    return trimmed(line);
  }

  /// "▁ 1.2e-07 … █ 0.31, logarithmic; · is exactly 0"
  std::string scale() const {
    const auto& bars = style_.unicode ? unicode_bars : ascii_bars;
    std::string text;
    if (!decades_.empty())
      text = std::string(bars.front()) + " from " + rounded(std::pow(10, decades_.low), 3) + ", " + bars.back() +
             " to " + rounded(std::pow(10, decades_.high), 3) + ", logarithmic";
    if (decades_.has_zero)
      text += (text.empty() ? "" : "; ") + std::string(style_.unicode ? "·" : ".") + " is exactly 0";
    return fitted(text, style_.width, !style_.unicode) + "\n";
  }

  std::vector<const Panel*> panels_;
  const CharacterStyle& style_;
  Decades decades_;
  std::size_t name_width_ = 0, numbers_width_ = 0, bars_ = 0, cell_width_ = 0;
};

}  // namespace

std::string draw_flow(const Figure& flow, const CharacterStyle& style) {
  const FlowTable table(flow, style);
  return table.empty() ? "" : table.text();
}

}  // namespace mlp
