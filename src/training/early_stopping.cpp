#include "mlp/training/early_stopping.h"

#include <algorithm>
#include <cmath>

namespace mlp {

bool improves_no_more(const Watch& rule, double value, std::int64_t epoch, StoppingState& state) {
  const double gain = rule.higher_is_better ? value - state.best : state.best - value;
  const bool is_first = std::isnan(state.best);
  if (!std::isnan(value) && (is_first || gain > rule.min_delta)) {
    state = {value, epoch};
    return false;
  }
  return epoch - std::max<std::int64_t>(0, state.best_epoch) >= rule.patience;
}

void reduce_on_plateau(const ReduceOnPlateau& rule, double value, std::int64_t epoch, PlateauState& state) {
  if (!improves_no_more(rule.watch, value, epoch, state.watch)) return;
  state.factor = std::max(rule.least_factor, state.factor * rule.factor);
  state.watch.best_epoch = epoch;
}

}  // namespace mlp
