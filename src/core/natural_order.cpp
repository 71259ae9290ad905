#include "mlp/core/natural_order.h"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <system_error>
#include <utility>

namespace mlp {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the number that the text begins with off it.
double take_number(std::string_view& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) value = INFINITY;  // too many digits for any number
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  const std::pair whole(a, b);
  while (!a.empty() && !b.empty()) {
    if (is_digit(a[0]) && is_digit(b[0])) {
      const double x = take_number(a), y = take_number(b);
      if (x != y) return x < y;
    } else {
      const auto x = static_cast<unsigned char>(a[0]), y = static_cast<unsigned char>(b[0]);
      if (x != y) return x < y;
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  if (a.empty() != b.empty()) return a.empty();
  return whole.first < whole.second;  // "01" and "1"
}

}  // namespace mlp
