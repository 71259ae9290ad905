#include "mlp/report/progress.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr std::size_t name_columns = 24, bar_columns = 20;

std::string rate_text(double per_second) {
  static constexpr std::array units{"", "k", "M", "G"};
  std::size_t unit = 0;
  for (; per_second >= 999.5 && unit + 1 < units.size(); ++unit) per_second /= 1000;
  return rounded(per_second, per_second >= 100 ? 3 : 2) + units[unit] + " samples/s";
}

std::string epoch_text(const Progress& progress) {
  return (progress.phase.empty() ? "" : printable(progress.phase) + " ") + "epoch " + std::to_string(progress.epoch) +
         (progress.epochs > 0 ? "/" + std::to_string(progress.epochs) : "");
}

// What remains, at the speed of this program's own part of the run.
std::optional<double> seconds_left(const Progress& progress) {
  const double done = progress.share - progress.share_at_start;
  if (done <= 0 || progress.seconds <= 0 || progress.share >= 1) return std::nullopt;
  return progress.seconds * (1 - progress.share) / done;
}

std::string bar(double share, const Terminal& terminal) {
  const double filled = std::clamp(share, 0.0, 1.0) * bar_columns;
  const auto whole = static_cast<std::size_t>(filled);
  const bool half = filled - std::floor(filled) >= 0.5;
  if (!terminal.unicode) return "[" + std::string(whole, '#') + std::string(bar_columns - whole, '.') + "]";
  std::string done, rest;
  for (std::size_t i = 0; i < whole; ++i) done += "━";
  if (half) done += "╸";
  rest.assign(bar_columns - whole - (half ? 1 : 0), ' ');
  return coloured(done, 2, terminal.colour) + rest;
}

}  // namespace

std::string clock_text(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 3.6e9) return "?";
  const auto total = static_cast<std::int64_t>(std::llround(seconds));
  const auto two_digits = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::int64_t hours = total / 3600, minutes = total / 60 % 60;
  return (hours > 0 ? std::to_string(hours) + ":" + two_digits(minutes) : std::to_string(minutes)) + ":" +
         two_digits(total % 60);
}

std::string progress_bar(const Progress& progress, const Terminal& terminal) {
  std::vector<std::string> parts{epoch_text(progress)};
  if (progress.loss) parts.push_back("loss " + rounded(*progress.loss));
  if (progress.val_loss) parts.push_back("val " + rounded(*progress.val_loss));
  if (progress.accuracy) parts.push_back("acc " + rounded(*progress.accuracy, 3));
  if (const auto left = seconds_left(progress)) parts.push_back(clock_text(*left) + " left");
  if (progress.samples_per_second) parts.push_back(rate_text(*progress.samples_per_second));

  const std::size_t name = std::min({name_columns, columns_of(progress.run), terminal.width / 3});
  std::string line = padded_to(progress.run, name, Align::left, !terminal.unicode);
  std::size_t used = name;
  const std::size_t bar_width = bar_columns + (terminal.unicode ? 0 : 2);
  if (used + 1 + bar_width < terminal.width) {
    line += " " + bar(progress.share, terminal);
    used += 1 + bar_width;
  }
  for (const std::string& part : parts) {
    // One column stays free: a full line would make some terminals wrap.
    if (used + 2 + part.size() >= terminal.width) break;
    line += "  " + part;
    used += 2 + part.size();
  }
  return line;
}

std::string progress_text(const Progress& progress) {
  std::string line = printable(progress.run) + ": " + epoch_text(progress);
  if (progress.loss) line += ", loss " + rounded(*progress.loss);
  if (progress.val_loss) line += ", val_loss " + rounded(*progress.val_loss);
  if (progress.accuracy) line += ", accuracy " + rounded(*progress.accuracy, 3);
  if (progress.samples_per_second) line += ", " + rate_text(*progress.samples_per_second);
  if (const auto left = seconds_left(progress)) line += ", " + clock_text(*left) + " left";
  return line;
}

}  // namespace mlp
