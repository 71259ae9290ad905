// mlp data: what the net sees, to look over before training.

#include <algorithm>
#include <cmath>
#include <iostream>

#include "command.h"
#include "data_export.h"
#include "mlp/config/build.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/data/describe.h"
#include "precision.h"
#include "print.h"

namespace mlp {
namespace {

struct DataCommandOptions {
  std::filesystem::path config, output;
  PlanOptions plan;
};

// More lines than this nobody reads.
constexpr std::size_t most_lines = 30;

/// The data as the run would see them. A model that does not fit must not hide them: it becomes a warning.
template <class T>
Dataset<T> load(const RunConfig& config) {
  std::string misfit;
  try {
    return build_run<T>(config).data;
  } catch (const InputError& error) {
    misfit = error.what();
  }
  Dataset<T> data = load_dataset<T>(*config.source, config.data);
  data.warnings.push_back("the rest of the config does not fit: " + misfit);
  return data;
}

std::string shape_text(const DataDescription& d) {
  std::string text = grouped(d.inputs);
  for (std::size_t i = 0; i < d.sample_shape.size(); ++i)
    text += (i == 0 ? " (" : " × ") + std::to_string(d.sample_shape[i]);
  return d.sample_shape.empty() ? text : text + ")";
}

void print_head(const DataDescription& d, const RunConfig& config) {
  print_facts({{"data", d.origin},
               {"task", std::string(task_name(d.task))},
               {"samples", grouped(d.samples[0]) + " training, " + grouped(d.samples[1]) + " validation, " +
                               grouped(d.samples[2]) + " test"},
               {"inputs", shape_text(d)},
               {"outputs", grouped(d.outputs)},
               {"scaling", std::string(scaling_name(config.data.scaling.kind)) +
                               (config.data.scaling.kind == ScalingKind::none ? ""
                                : config.data.scaling.fit_on_all              ? ", fitted on all samples"
                                                                              : ", fitted on the training part")}});
}

void print_classes(const DataDescription& d) {
  if (d.class_names.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(d.class_names.size(), most_lines); ++i)
    rows.push_back({d.class_names[i], grouped(d.class_counts[0][i]), grouped(d.class_counts[1][i]),
                    grouped(d.class_counts[2][i])});
  std::cout << "\n";
  print_table({{"class"}, {"training", Align::right}, {"validation", Align::right}, {"test", Align::right}}, rows);
  if (d.class_names.size() > most_lines)
    std::cout << "and " << counted(static_cast<std::int64_t>(d.class_names.size() - most_lines), "more class")
              << "es\n";
}

/// What is left of a mean that scaling has made 0 are rounding errors.
std::string mean_text(double mean, double deviation) { return rounded(std::abs(mean) < 1e-6 * deviation ? 0 : mean); }

/// Pixels have no meaning one by one.
void print_pixels(const FeatureStatistics& s) {
  std::cout << "\npixels (training part, scaled): from " << rounded(std::ranges::min(s.min)) << " to "
            << rounded(std::ranges::max(s.max)) << "\n";
}

void print_statistics(const std::string& what, const std::vector<std::string>& names, const FeatureStatistics& s) {
  if (names.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(names.size(), most_lines); ++i)
    rows.push_back({names[i], rounded(s.min[i]), rounded(s.max[i]), mean_text(s.mean[i], s.deviation[i]),
                    rounded(s.deviation[i])});
  std::cout << "\n";
  print_table({{what + " (training part, scaled)"},
               {"min", Align::right},
               {"max", Align::right},
               {"mean", Align::right},
               {"std", Align::right}},
              rows);
  if (names.size() <= most_lines) return;
  const auto [low, high] = std::pair(std::ranges::min(s.min), std::ranges::max(s.max));
  std::cout << "and " << grouped(static_cast<std::int64_t>(names.size() - most_lines)) << " more; all of them from "
            << rounded(low) << " to " << rounded(high) << "\n";
}

void print_warnings(const std::vector<std::string>& warnings) {
  if (warnings.empty()) return;
  std::cout << "\n";
  for (const std::string& warning : warnings) std::cout << "warning: " << printable(warning, true) << "\n";
}

template <class T>
void show(const DataCommandOptions& options, const RunConfig& config, const CommandContext& context) {
  const Dataset<T> data = load<T>(config);
  const DataDescription description = describe(data);
  print_head(description, config);
  print_classes(description);
  if (description.sample_shape.empty())
    print_statistics("input", description.feature_names, description.features);
  else
    print_pixels(description.features);
  print_statistics("target", description.target_names, description.targets);
  print_warnings(description.warnings);
  if (options.output.empty()) return;
  export_dataset(options.output, data);
  context.say("wrote " + options.output.string());
}

}  // namespace

void add_data(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(program, context, "data",
                                  "what the net sees: sizes, classes, ranges, split, and what is odd about the data",
                                  "mlp data configs/iris.json -o iris.npz");
  const auto options = std::make_shared<DataCommandOptions>();
  command.add_option("CONFIG", options->config, "a JSON config")->required();
  command
      .add_option("-o,--output", options->output,
                  "write the arrays, scaled and split: .npz (x_train, y_train, x_val, …) or .csv")
      ->type_name("FILE");
  add_plan_options(command, options->plan);
  command.callback([options, &context] {
    if (!options->output.empty()) check_export_name(options->output);
    const RunConfig config = read_single(options->config, options->plan, context);
    with_precision(config.precision, [&](auto example) { show<decltype(example)>(*options, config, context); });
  });
}

}  // namespace mlp
