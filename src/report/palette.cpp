#include "mlp/report/palette.h"

namespace mlp {

// Series have the hues of Okabe and Ito's colours but their yellow, each so dark that its contrast to white is 3 at
// least (WCAG 2.1, 1.4.11), and so much darker or lighter than the others that the colour-blind can tell them apart.
// The ramp is the map "viridis" (van der Walt & Smith 2015) from 0 to 0.575, where its contrast to white has come down
// to 3.
const Palette& print_palette() {
  static constexpr Palette palette{
      .paper = "#ffffff",
      .ink = "#222222",
      .muted = "#555555",
      .axis = "#666666",
      .grid = "#E4E4E4",
      .faint = "#F3F3F3",
      .series = {"#00517F", "#9D4500", "#007D5B", "#AF678F", "#C48700", "#000000", "#4897C4"},
      .ramp = {"#440154", "#471A6B", "#45327D", "#3F4888", "#365C8C", "#2E6E8E", "#277F8E", "#22918B", "#23A286"}};
  return palette;
}

const Palette& page_palette() {
  static constexpr Palette palette{
      .paper = "",
      .ink = "var(--ink)",
      .muted = "var(--muted)",
      .axis = "var(--axis)",
      .grid = "var(--grid)",
      .faint = "var(--faint)",
      .series = {"var(--s0)", "var(--s1)", "var(--s2)", "var(--s3)", "var(--s4)", "var(--s5)", "var(--s6)"},
      .ramp = {"var(--r0)", "var(--r1)", "var(--r2)", "var(--r3)", "var(--r4)", "var(--r5)", "var(--r6)", "var(--r7)",
               "var(--r8)"}};
  return palette;
}

}  // namespace mlp
