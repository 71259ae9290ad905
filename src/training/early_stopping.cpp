#include "mlp/training/early_stopping.h"

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

/// Remembers a value that is better than the best by more than min_delta, or the first that is a number.
bool improves(bool higher_is_better, double min_delta, double value, std::int64_t epoch, StoppingState& state) {
  const double gain = higher_is_better ? value - state.best : state.best - value;
  const bool is_first = std::isnan(state.best);
  if (std::isnan(value) || !(is_first || gain > min_delta)) return false;
  state = {value, epoch};
  return true;
}

}  // namespace

bool improves_no_more(const Watch& rule, double value, std::int64_t epoch, StoppingState& state) {
  if (improves(rule.higher_is_better, rule.min_delta, value, epoch, state)) return false;
  return epoch - std::max<std::int64_t>(0, state.best_epoch) >= rule.patience;
}

bool is_best(const Monitor& monitor, double value, std::int64_t epoch, StoppingState& state) {
  return improves(monitor.higher_is_better, 0, value, epoch, state);
}

void reduce_on_plateau(const ReduceOnPlateau& rule, double value, std::int64_t epoch, PlateauState& state) {
  if (!improves_no_more(rule.watch, value, epoch, state.watch)) return;
  state.factor = std::max(rule.least_factor, state.factor * rule.factor);
  state.watch.best_epoch = epoch;
}

}  // namespace mlp
