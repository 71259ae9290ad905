#include "mlp/report/palette.h"

namespace mlp {

// Series have Okabe and Ito's colours, which the colour-blind can tell apart; without their yellow, which is too faint
// on white, and the two blues far enough apart to have other markers. The ramp is the map "viridis" (van der Walt &
// Smith 2015) from 0 to 0.86; its end is too faint on white.
const Palette& print_palette() {
  static constexpr Palette palette{
      .paper = "#ffffff",
      .ink = "#222222",
      .muted = "#555555",
      .axis = "#666666",
      .grid = "#E4E4E4",
      .faint = "#F3F3F3",
      .series = {"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#000000", "#56B4E9"},
      .ramp = {"#440154", "#472777", "#3E4A89", "#31688E", "#25848E", "#1FA088", "#35B779", "#6CCD5A", "#A5DB36"}};
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
