#include "output_match.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "mlp/core/numbers.h"

namespace mlp {
namespace {

constexpr std::string_view anything = "…", chart_border = "│", rule = "─";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Bars of eight heights, as the gradient flow has them: U+2581 to U+2588, or a dot for nothing.
bool is_bars(std::string_view word) {
  return (word.starts_with("\xE2\x96") && word.size() > 2 && word[2] >= '\x81' && word[2] <= '\x88') ||
         word.starts_with("·");
}

/// Without a chart's marks; the lengths of ruled lines, which follow from widths of columns, do not count either.
std::vector<std::string> words_of(std::string line) {
  if (const std::size_t at = line.find(chart_border); at != std::string::npos) line.erase(at);
  std::vector<std::string> words;
  std::istringstream stream(line);
  for (std::string word; stream >> word;) {
    const bool ruled = word.starts_with(rule);
    words.push_back(ruled ? std::string(rule) : is_bars(word) ? "█" : word);
  }
  return words;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Cuts the number at the start of the text off it; false where there is none.
bool take_number(std::string_view& text, double& number) {
  if (text.empty() || !is_digit(text[0])) return false;
  std::size_t length = text.size();
  while (!read_number(text.substr(0, length))) --length;
  number = *read_number(text.substr(0, length));
  text.remove_prefix(length);
  return true;
}

bool same_word(std::string_view a, std::string_view b, double tolerance) {
  while (!a.empty() && !b.empty()) {
    double x = 0, y = 0;
    const bool number_a = take_number(a, x), number_b = take_number(b, y);
    if (number_a != number_b) return false;
    if (number_a) {
      if (std::abs(x - y) > tolerance * std::max(std::abs(x), std::abs(y))) return false;
      continue;
    }
    if (a[0] != b[0]) return false;
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.empty() && b.empty();
}

bool same_line(const std::string& shown, const std::string& actual, double tolerance) {
  const std::vector<std::string> a = words_of(shown), b = words_of(actual);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == anything) return true;
    if (i >= b.size()) return false;
    const std::string_view word = a[i];
    const bool cut = word.ends_with(anything);
    if (cut ? !b[i].starts_with(word.substr(0, word.size() - anything.size())) : !same_word(word, b[i], tolerance))
      return false;
  }
  return a.size() == b.size();
}

}  // namespace

std::string output_difference(std::string_view shown, std::string_view actual, double tolerance) {
  const std::vector<std::string> expected = lines_of(shown), found = lines_of(actual);
  std::size_t at = 0;
  bool skipping = false;
  for (const std::string& line : expected) {
    if (line == anything) {
      skipping = true;
      continue;
    }
    while (skipping && at < found.size() && !same_line(line, found[at], tolerance)) ++at;
    skipping = false;
    if (at == found.size()) return "the output has no line\n  " + line;
    if (!same_line(line, found[at], tolerance)) return "the page shows\n  " + line + "\nthe output is\n  " + found[at];
    ++at;
  }
  return skipping || at == found.size() ? "" : "the page does not show the line\n  " + found[at];
}

}  // namespace mlp
