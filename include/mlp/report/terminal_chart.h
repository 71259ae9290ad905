#pragma once
// A small line chart in characters, for the end of a run.

#include <span>
#include <string>

#include "mlp/report/line_chart.h"

namespace mlp {

struct CharacterStyle {
  std::size_t width = 80, height = 12;  // of the whole chart in columns, and of its plot in lines
  bool unicode = true;  // dots of Braille patterns, 2 × 4 in a character; else a letter for each series
  bool colour = false;
};

/// The panel as lines of text: title, plot with its y axis, x axis, legend. With Braille dots each series has a colour;
/// without colour, several series are drawn with a sign of their own each. Points that are not finite leave gaps, a
/// panel without points says so.
std::string draw_characters(const Panel& panel, const CharacterStyle& style);

}  // namespace mlp
