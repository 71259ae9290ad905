#pragma once
// The gradient flow in characters, for the end of a run: of each net a row of bars, one for each layer from the input
// on, whose heights are the logarithms of the gradient's norm; before training, and beside it at the end.

#include <string>

#include "mlp/report/line_chart.h"
#include "mlp/report/terminal_chart.h"

namespace mlp {

/// The panels of gradient_flow_figure() beside each other, a line for each net, as lines of text: bars, and the norms
/// of the first and the last layer. All bars share one scale, whose ends the last line tells: the lowest bar (of ▁ to
/// █, or 1 to 8 without Unicode) is an eighth of its decades, a dot a gradient that is exactly 0. Of more layers than
/// there is room for, and of more nets than 20, some are left out. Empty where nothing was measured.
std::string draw_flow(const Figure& flow, const CharacterStyle& style);

}  // namespace mlp
