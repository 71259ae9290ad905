#include "mlp/report/palette.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace mlp {
namespace {

/// The relative luminance of "#00517F" (WCAG 2.1).
double luminance(std::string_view hex) {
  const auto part = [&](std::size_t first) {
    const double value = std::stoi(std::string(hex.substr(first, 2)), nullptr, 16) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

double contrast_to_white(std::string_view hex) { return 1.05 / (luminance(hex) + 0.05); }

// The levels of WCAG 2.1: 3 for what is drawn (1.4.11), 4.5 for text (1.4.3).
TEST(Palette, StandsOutOnWhite) {
  EXPECT_NEAR(contrast_to_white("#000000"), 21, 1e-9);
  EXPECT_NEAR(contrast_to_white("#767676"), 4.54, 0.005);  // the lightest grey for text on white
  for (const std::string_view colour : print_palette().series) EXPECT_GE(contrast_to_white(colour), 3) << colour;
  for (const std::string_view colour : print_palette().ramp) EXPECT_GE(contrast_to_white(colour), 3) << colour;
  EXPECT_GE(contrast_to_white(print_palette().axis), 3);
  EXPECT_GE(contrast_to_white(print_palette().muted), 4.5);
  EXPECT_GE(contrast_to_white(print_palette().ink), 4.5);
}

TEST(Palette, HasARampThatGetsLighterStepByStep) {
  const auto& ramp = print_palette().ramp;
  for (std::size_t i = 1; i < ramp.size(); ++i) EXPECT_GT(luminance(ramp[i]), luminance(ramp[i - 1])) << i;
}

}  // namespace
}  // namespace mlp
