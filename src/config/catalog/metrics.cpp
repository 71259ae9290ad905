// The table of metrics.

#include "mlp/config/catalog.h"
#include "mlp/math/metrics/accuracy.h"
#include "mlp/math/metrics/mean_error.h"

namespace mlp {

void add_metrics(Registry<Both<Metric>>& table) {
  table.add("accuracy", "the share of samples whose largest output is the true class",
            [](Section&) { return both<Metric, Accuracy>(); });
  table.add("mean_absolute_error", "mean |y - t|", [](Section&) { return both<Metric, MeanAbsoluteErrorMetric>(); });
  table.add("mean_squared_error", "mean (y - t)^2", [](Section&) { return both<Metric, MeanSquaredErrorMetric>(); });
}

}  // namespace mlp
