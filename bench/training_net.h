#pragma once
// The net of a workload and samples for it, as objects of the library: what training is measured with.

#include "mlp/data/dataset.h"
#include "mlp/math/loss.h"
#include "mlp/math/optimizers/sgd.h"
#include "mlp/math/schedule.h"
#include "mlp/training/training_parts.h"
#include "workloads.h"

namespace mlp::bench {

/// Everything that a step of the workload needs: sgd with momentum 0.9, learning rate 0.01.
class TrainingNet {
 public:
  explicit TrainingNet(const Workload& w, Metrics<float> metrics = {}, std::vector<std::string> metric_names = {});

  /// Refers to this object.
  TrainingParts<float> parts(int threads) const;

 private:
  Model<float> model_;
  Part<float> samples_;
  std::shared_ptr<const Loss<float>> loss_;
  Sgd<float> optimizer_{0.9, false};
  ConstantSchedule schedule_{0.01};
  Metrics<float> metrics_;
  std::vector<std::string> metric_names_;
};

}  // namespace mlp::bench
