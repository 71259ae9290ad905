#include "mlp/training/batch_plan.h"

namespace mlp {

BatchPlan::BatchPlan(const TrainingSettings& settings, Index samples)
    : samples_(samples),
      batch_size_(settings.batch_size == 0 ? samples : std::min<Index>(settings.batch_size, samples)),
      per_epoch_(samples / batch_size_ + (!settings.drop_last && samples % batch_size_ > 0 ? 1 : 0)),
      steps_(settings.steps.value_or(settings.epochs * per_epoch_)) {}

}  // namespace mlp
