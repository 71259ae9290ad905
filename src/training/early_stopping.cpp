#include "mlp/training/early_stopping.h"

#include <algorithm>
#include <cmath>

namespace mlp {

bool improves_no_more(const EarlyStopping& rule, double value, std::int64_t epoch, StoppingState& state) {
  const double gain = rule.higher_is_better ? value - state.best : state.best - value;
  const bool is_first = std::isnan(state.best);
  if (!std::isnan(value) && (is_first || gain > rule.min_delta)) {
    state = {value, epoch};
    return false;
  }
  return epoch - std::max<std::int64_t>(0, state.best_epoch) >= rule.patience;
}

}  // namespace mlp
