#pragma once
// How the training part is cut into batches, and how many of them a run has. Everything that counts epochs or updates
// ahead of time (schedules, progress, the end of the run) asks here.

#include <algorithm>
#include <cstdint>

#include "mlp/core/types.h"
#include "mlp/training/settings.h"

namespace mlp {

class BatchPlan {
 public:
  /// For a training part of so many samples, at least one.
  BatchPlan(const TrainingSettings& settings, Index samples);

  /// Of all batches but, perhaps, an epoch's last.
  Index batch_size() const { return batch_size_; }
  /// The samples of batch number `batch` of an epoch, counted from 0.
  Index size_of(std::int64_t batch) const { return std::min<Index>(batch_size_, samples_ - batch * batch_size_); }

  /// That of an epoch's last batch, which is the smallest.
  Index smallest_batch() const { return size_of(per_epoch_ - 1); }

  /// Batches that visit every sample once (but for those that drop_last leaves out).
  std::int64_t per_epoch() const { return per_epoch_; }
  /// Updates of the whole run.
  std::int64_t steps() const { return steps_; }
  /// Epochs of the whole run; where it is given in steps, the last one may be a part of an epoch.
  std::int64_t epochs() const { return steps_ / per_epoch_ + (steps_ % per_epoch_ > 0 ? 1 : 0); }
  /// Batches of the epoch that follows so many others: as many as there are, or as the run has left.
  std::int64_t in_epoch_after(std::int64_t epochs) const { return std::min(per_epoch_, steps_ - epochs * per_epoch_); }

  /// Samples seen by the first so many updates.
  std::int64_t samples_after(std::int64_t steps) const {
    const std::int64_t each_epoch = std::min<std::int64_t>(samples_, per_epoch_ * batch_size_);
    return steps / per_epoch_ * each_epoch + steps % per_epoch_ * batch_size_;
  }

 private:
  Index samples_, batch_size_;
  std::int64_t per_epoch_, steps_;
};

}  // namespace mlp
