// The table of metrics.

#include "mlp/config/catalog.h"
#include "mlp/math/metrics/accuracy.h"
#include "mlp/math/metrics/class_rates.h"
#include "mlp/math/metrics/log_loss.h"
#include "mlp/math/metrics/mean_error.h"
#include "mlp/math/metrics/r2_score.h"
#include "mlp/math/metrics/roc_auc.h"
#include "mlp/math/metrics/top_k.h"

namespace mlp {
namespace {

ClassAverage read_average(Section& s) {
  const std::string average =
      s.choice("average", {"macro", "binary"}, "macro",
               "\"macro\": the mean over the classes; \"binary\": of two classes, the second, positive one alone");
  return average == "macro" ? ClassAverage::macro : ClassAverage::binary;
}

}  // namespace

void add_metrics(Registry<Both<Metric>>& table) {
  table.add("accuracy", "the share of samples whose largest output is the true class",
            [](Section&) { return both<Metric, Accuracy>(); });
  table.add("top_k_categorical_accuracy",
            "the share of samples whose true class is among the k classes of the largest outputs", [](Section& s) {
              return both<Metric, TopKCategoricalAccuracy>(
                  Index{s.integer("k", 5, "how many; fewer than there are classes").at_least(1)});
            });
  table.add("precision", "of the samples predicted as a class, the share that is of it",
            [](Section& s) { return both<Metric, PrecisionMetric>(read_average(s)); });
  table.add("recall", "of the samples of a class, the share predicted as it",
            [](Section& s) { return both<Metric, RecallMetric>(read_average(s)); });
  table.add("f1_score", "2 precision·recall / (precision + recall) of a class",
            [](Section& s) { return both<Metric, F1ScoreMetric>(read_average(s)); });
  table.add("roc_auc", "the exact area under the ROC curve; of more than two classes the mean of each against the rest",
            [](Section&) { return both<Metric, RocAuc>(); });
  table.add("log_loss", "mean -ln p of the true class; needs outputs that are probabilities",
            [](Section&) { return both<Metric, LogLoss>(); });
  table.add("mean_absolute_error", "mean |y - t|", [](Section&) { return both<Metric, MeanAbsoluteErrorMetric>(); });
  table.add("mean_squared_error", "mean (y - t)^2", [](Section&) { return both<Metric, MeanSquaredErrorMetric>(); });
  table.add("r2_score", "1 - sum (t - y)^2 / sum (t - mean t)^2, the mean over the outputs",
            [](Section&) { return both<Metric, R2Score>(); });
}

}  // namespace mlp
