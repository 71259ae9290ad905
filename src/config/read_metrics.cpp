// "metrics" of a run's config, and those that every run is measured by in the end.

#include <algorithm>

#include "mlp/config/run_config.h"
#include "text.h"

namespace mlp {
namespace {

/// Log-loss asks for probabilities, of which a loss of margins (hinge) makes none.
bool lacks_probabilities(const RunConfig& run, const Metric<double>& metric) {
  return metric.needs_probabilities() && run.loss && run.loss.double_precision->decision() != 0.5;
}

void check_metric(Section& entry, const RunConfig& run, const Metric<double>& metric, bool classes) {
  const std::string name = in_quotes(entry.type());
  if (metric.is_for_classes() && !classes)
    entry.problem("", name + " is of classes, but the task is " +
                          (run.data.task == Task::autoencoder ? "an auto-encoder" : "a regression"));
  if (lacks_probabilities(run, metric))
    entry.problem("", name + " needs probabilities, but with the loss " + run.loss_name + " the outputs are margins");
  if (std::ranges::count(run.metrics, entry.type(), &MetricConfig::name) > 0)
    entry.problem("", name + " is named twice");
}

/// Metrics that tell what a net is worth, whatever was watched during training.
void add_report_metrics(Section& root, RunConfig& run, bool classes) {
  const std::vector<std::string> usual =
      classes ? std::vector<std::string>{"accuracy", "precision", "recall", "f1_score", "roc_auc", "log_loss"}
              : std::vector<std::string>{"mean_squared_error", "mean_absolute_error", "r2_score"};
  run.report_metrics = run.metrics;
  for (const std::string& name : usual) {
    const auto* entry = root.catalog().metrics.find(name);
    if (entry == nullptr || std::ranges::count(run.metrics, name, &MetricConfig::name) > 0) continue;
    Section defaults(nullptr, "", root.context());
    const Both<Metric> metric = entry->make(defaults);
    if (!lacks_probabilities(run, *metric.double_precision)) run.report_metrics.push_back({name, metric});
  }
}

}  // namespace

void read_metrics(Section& root, RunConfig& run) {
  const bool classes = run.data.task ? is_classification(*run.data.task) : true;
  const auto& table = root.catalog().metrics;
  for (Section& entry : root.component_sections(
           "metrics", {classes ? "accuracy" : "mean_absolute_error"}, table.kind(), table.names(),
           "measured beside the loss, every epoch; of a regression, by default mean_absolute_error")) {
    const Both<Metric> metric = entry.as_component(table);
    if (!metric) continue;
    entry.finish("metric " + in_quotes(entry.type()));
    check_metric(entry, run, *metric.double_precision, classes);
    run.metrics.push_back({entry.type(), metric});
  }
  add_report_metrics(root, run, classes);
}

}  // namespace mlp
