#pragma once
// Pictures as PNG, for those who cannot use SVG. Drawing text well is a large subject of its own; librsvg's program
// rsvg-convert does it, where it is installed.

#include <string>

namespace mlp {

/// Throws Failure with the remedy where rsvg-convert is not installed.
void require_svg_to_png();

/// The picture as the bytes of a PNG, at three times its size. Throws Failure where rsvg-convert cannot be run or does
/// not make one.
std::string svg_to_png(const std::string& svg);

}  // namespace mlp
