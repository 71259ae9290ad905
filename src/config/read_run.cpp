// A whole run's config, section by section, and what can only be checked once all sections are known.

#include "mlp/config/plan.h"
#include "mlp/config/reconstruction.h"
#include "mlp/config/run_config.h"

namespace mlp {
namespace {

/// Scaled targets are numbers. Which task it is follows from the loss as well, so this is known late.
void check_target_scaling(Section& root, const RunConfig& run) {
  if (run.data.target_scaling.kind == ScalingKind::none || !run.loss || run.data.task == Task::regression) return;
  const Tree& written = *root.peek("data")->find("target_scaling");
  root.context().problems->add(written.place, "/data/target_scaling",
                               "only the targets of a regression are scaled, but " +
                                   (run.data.task ? "the task is \"" + std::string(task_name(*run.data.task)) + "\""
                                                  : run.loss_name + " is a loss of classes") +
                                   "; leave it out");
}

/// The targets of an auto-encoder are its inputs: numbers, or shares where the loss takes these.
void check_autoencoder(Section& root, const RunConfig& run) {
  if (run.data.task != Task::autoencoder || !run.loss) return;
  const Loss<double>& loss = *run.loss.double_precision;
  if (loss.classification_only() && !is_of_shares(loss))
    root.problem("loss", run.loss_name +
                             " is a loss of classes; an auto-encoder takes mean_squared_error, mean_absolute_error, "
                             "huber, or, for inputs from 0 to 1, binary_crossentropy");
}

void read_report(Section& root, RunConfig& run) {
  Section s = root.section("report", "report.html, the page that shows what came out and why");
  run.live_report = s.boolean("live", false, "written anew about every second during training; it reloads itself");
  run.each_run_report =
      s.boolean("each_run", true, "report.html, pictures and views.json of each run, not of the comparison alone");
  s.finish("\"report\"");
}

void read_all(Section& root, RunConfig& run) {
  const PlanKeys plan = read_plan_keys(root, "run");
  run.name = plan.name;
  run.seed = plan.seed;
  const std::string precision = root.choice("precision", {"float32", "float64"}, "float32", "of the arithmetic");
  run.precision = precision == "float32" ? Precision::float32 : Precision::float64;
  read_data(root, run);
  read_model(root, run);
  if (!run.data.task && run.loss && !run.loss.double_precision->classification_only()) run.data.task = Task::regression;
  if (run.data.task == Task::regression && run.loss && run.loss.double_precision->classification_only())
    root.problem("loss", run.loss_name + " is a loss of classes, but the task is a regression");
  if (run.data.task && !is_classification(*run.data.task) && run.class_options)
    root.problem("loss", "\"label_smoothing\" and \"class_weight\" are of classes, but the task is \"" +
                             std::string(task_name(*run.data.task)) +
                             "\"; set data.task to a classification, or leave them out");
  check_autoencoder(root, run);
  check_target_scaling(root, run);
  read_training(root, run);
  read_report(root, run);
}

}  // namespace

RunConfig read_run_config(const Tree& tree, const Catalog& catalog, Problems& problems) {
  RunConfig run;
  Section root(&tree, "", {.catalog = &catalog, .problems = &problems});
  read_all(root, run);
  root.finish("the config");
  run.resolved = root.resolved();
  return run;
}

std::vector<KeyDescription> describe_run(const Catalog& catalog) {
  RunConfig run;
  Problems ignored;
  Section root(nullptr, "", {.catalog = &catalog, .problems = &ignored, .describing = true});
  read_all(root, run);
  return root.keys();
}

}  // namespace mlp
