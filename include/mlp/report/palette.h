#pragma once
// The colours of pictures. Files have fixed ones on white, for print; in a page they are variables of its style sheet,
// so that one picture is legible on light and on dark.

#include <array>
#include <cstddef>
#include <string_view>

namespace mlp {

struct Palette {
  std::string_view paper;              // of the background; empty: none is painted
  std::string_view ink, muted;         // of text
  std::string_view axis, grid, faint;  // of lines, from the strongest to the weakest
  std::array<std::string_view, 7> series;
  std::array<std::string_view, 9> ramp;  // of steps of one thing, such as epochs
};

const Palette& print_palette();
const Palette& page_palette();

}  // namespace mlp
