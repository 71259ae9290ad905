// mlp evaluate: loss and metrics of a trained net, on the parts of its own data or on a file; of classes, who was taken
// for whom.

#include <cmath>
#include <iostream>

#include "command.h"
#include "confusion.h"
#include "mlp/config/reconstruction.h"
#include "mlp/core/numbers.h"
#include "mlp/report/terminal.h"
#include "mlp/training/part_report.h"
#include "precision.h"
#include "print.h"
#include "trained_net.h"

namespace mlp {
namespace {

struct EvaluateOptions {
  std::filesystem::path run, data;
};

/// A net that is ready to be measured.
template <class T>
class Measuring {
 public:
  Measuring(const SavedNet& net, const Model<T>& model, int threads)
      : net_(net), values_(model, net), execution_(values_.execution(threads)) {
    Metrics<T> metrics;
    for (const MetricConfig& metric : net.config.report_metrics) metrics.push_back(metric.metric.get<T>());
    const T threshold = decision_threshold(*net.config.loss.get<T>(), model);
    // Class weights are of the training alone.
    const Criterion<T> criterion(*net.config.loss.get<T>(), {net.config.class_options.label_smoothing, {}});
    reporter_.emplace(model, criterion, metrics, threshold, is_classification(net.file.data.task),
                      net.file.data.output_scaling());
  }

  void add(const std::string& name, const Part<T>& part) {
    if (part.empty()) return;
    PartReport report = reporter_->report(part, execution_);
    const Evaluation& result = report.measured;
    std::vector<std::string>& row = rows_.emplace_back(std::vector<std::string>{name, grouped(part.samples())});
    row.push_back(rounded(result.loss, 6));
    for (const double metric : result.metrics) row.push_back(std::isfinite(metric) ? rounded(metric, 6) : "-");
    confusion_ = std::move(report.confusion);
  }

  /// The measures of all parts, and the confusion matrix of the last one: the test part, where there is one.
  void print() const {
    std::vector<Column> columns{{"part"}, {"samples", Align::right}, {"loss", Align::right}};
    for (const MetricConfig& metric : net_.config.report_metrics) columns.push_back({metric.name, Align::right});
    print_table(columns, rows_);
    if (!confusion_) return;
    const Terminal terminal = terminal_of(1);
    std::cout << "\n"
              << confusion_text(*confusion_, net_.file.data.class_names, rows_.back()[0],
                                terminal.has_width ? terminal.width : 0, !terminal.unicode);
  }

 private:
  const SavedNet& net_;
  NetValues<T> values_;
  Execution<T> execution_;
  std::optional<PartReporter<T>> reporter_;
  std::vector<std::vector<std::string>> rows_;
  std::optional<ConfusionCounts> confusion_;
};

/// Other data than the run was trained on would be split differently, and test samples be training samples.
void check_fingerprint(const SavedNet& net, const std::string& origin, const std::string& fingerprint,
                       const CommandContext& context) {
  const bool has_other_sources = net.config.validation_source || net.config.test_source;
  const std::filesystem::path summary = net.path.parent_path() / "summary.json";
  if (!std::filesystem::exists(summary)) {
    context.say("There is no summary.json beside " + net.path.string() +
                ": whether the data are still those of the training cannot be told.");
    return;
  }
  const std::string of_training = read_summary_facts(summary).data_fingerprint;
  if (of_training.empty())
    throw InputError(summary.string() +
                     ": damaged, it has no \"data_fingerprint\"; without this file the run is "
                     "measured, and the data are not compared");
  if (of_training != fingerprint)
    throw InputError(origin + (has_other_sources ? " (or its validation or test data) has" : " has") +
                     " changed since " + net.path.string() +
                     " was trained on it, so its parts are no longer the same; bring the old data back, or measure on "
                     "the new with --data FILE");
}

template <class T>
void evaluate_parts(const SavedNet& net, const CommandContext& context) {
  const BuiltRun<T> run = build_run<T>(net.config);
  check_fingerprint(net, run.data.origin, run.data.fingerprint, context);
  Measuring<T> measuring(net, run.model, context.threads);
  measuring.add("training", run.data.train());
  measuring.add("validation", run.data.validation());
  measuring.add("test", run.data.test());
  measuring.print();
}

template <class T>
void evaluate_file(const SavedNet& net, const std::filesystem::path& file, const CommandContext& context) {
  const Dataset<T> data = dataset_for<T>(net.file.data, read_samples_for(net, file, true));
  check_reconstruction(net.config, data);
  for (const std::string& warning : data.warnings) context.say("warning: " + warning);
  const Model<T> model = build_model<T>(net.config, net.file.data.inputs());
  Measuring<T> measuring(net, model, context.threads);
  measuring.add(file.filename().string(), data.test());
  measuring.print();
}

}  // namespace

void add_evaluate(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(program, context, "evaluate",
                                  "loss and metrics of a trained net, on the parts of its own data or on a file",
                                  "mlp evaluate runs/iris");
  const auto options = std::make_shared<EvaluateOptions>();
  command.add_option("RUN", options->run, "a run's folder, or its model.safetensors alone")->required();
  command
      .add_option("--data", options->data,
                  "a CSV file with the columns that the net was trained on, the target too; libsvm or .npz")
      ->type_name("FILE");
  command.callback([options, &context] {
    const SavedNet net = read_saved_net(options->run, context.catalog);
    with_precision(net.config.precision, [&](auto example) {
      using T = decltype(example);
      options->data.empty() ? evaluate_parts<T>(net, context) : evaluate_file<T>(net, options->data, context);
    });
  });
}

}  // namespace mlp
