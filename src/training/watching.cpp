#include "watching.h"

#include "mlp/core/error.h"
#include "mlp/training/early_stopping.h"

namespace mlp {
namespace {

void check_monitor(const std::string& who, const std::string& column, const HistoryColumns& columns) {
  const std::string problem = column_problem(column, columns.measured());
  if (!problem.empty()) throw InputError(who + ": \"" + column + "\" " + problem);
}

template <class T>
void remember(const TrainState<T>& state, Snapshot<T>& snapshot) {
  snapshot.parameters = state.parameters;
  snapshot.statistics = state.statistics;
}

}  // namespace

void check_monitors(const TrainingSettings& settings, const HistoryColumns& columns) {
  if (settings.early_stopping) check_monitor("early_stopping", settings.early_stopping->watch.monitor, columns);
  if (settings.reduce_on_plateau)
    check_monitor("reduce_on_plateau", settings.reduce_on_plateau->watch.monitor, columns);
  if (settings.checkpoint.keep_best) check_monitor("keep_best", settings.checkpoint.keep_best->column, columns);
}

template <class T>
void reserve_snapshots(const TrainingSettings& settings, TrainState<T>& state) {
  if (settings.early_stopping && settings.early_stopping->restore_best) remember(state, state.restorable);
  if (settings.checkpoint.keep_best) remember(state, state.kept.net);
}

template <class T>
Consequences take_note(const TrainingSettings& settings, const HistoryColumns& columns, const HistoryRow& row,
                       TrainState<T>& state) {
  Consequences result;
  if (const auto& rule = settings.early_stopping)
    if (const auto value = columns.cell(row, rule->watch.monitor)) {
      result.stop = improves_no_more(rule->watch, *value, state.epoch, state.stopping);
      if (rule->restore_best && state.stopping.best_epoch == state.epoch) remember(state, state.restorable);
    }
  if (const auto& rule = settings.reduce_on_plateau)
    if (const auto value = columns.cell(row, rule->watch.monitor))
      reduce_on_plateau(*rule, *value, state.epoch, state.plateau);
  if (const auto& monitor = settings.checkpoint.keep_best)
    if (const auto value = columns.cell(row, monitor->column)) {
      result.kept_best = is_best(*monitor, *value, state.epoch, state.kept.watch);
      if (result.kept_best) remember(state, state.kept.net);
    }
  return result;
}

#define MLP_INSTANTIATE(T)                                                  \
  template void reserve_snapshots(const TrainingSettings&, TrainState<T>&); \
  template Consequences take_note(const TrainingSettings&, const HistoryColumns&, const HistoryRow&, TrainState<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
