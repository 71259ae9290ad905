#include "mlp/config/range.h"

#include <cmath>

#include "mlp/core/numbers.h"

namespace mlp {

std::string Range::text() const {
  std::string text;
  if (std::isfinite(low)) text += (low_open ? "above " : "at least ") + shortest(low);
  if (std::isfinite(low) && std::isfinite(high)) text += " and ";
  if (std::isfinite(high)) text += (high_open ? "below " : "at most ") + shortest(high);
  return text;
}

}  // namespace mlp
