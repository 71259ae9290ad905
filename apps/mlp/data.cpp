// mlp data: what the net sees, to look over before training.

#include <optional>
#include <string>

#include "command.h"
#include "data_export.h"
#include "data_report.h"
#include "mlp/config/build.h"
#include "mlp/core/misfit.h"
#include "precision.h"

namespace mlp {
namespace {

struct DataCommandOptions {
  std::filesystem::path config, output;
  PlanOptions plan;
};

/// The data as the run would see them, read once. A model that does not fit must not hide them: it becomes a warning.
template <class T>
Dataset<T> load(const RunConfig& config) {
  std::string misfit;
  const auto try_to = [&misfit](const auto& step) {
    try {
      step();
    } catch (const InputError& error) {
      misfit = "the rest of the config does not fit: " + std::string(error.what());
    }
  };
  Table table = load_table(config);
  std::optional<Model<T>> model;
  try_to([&] { model.emplace(build_model<T>(config, table.feature_count())); });
  Dataset<T> data = blaming_inside(
      "/data/", [&] { return make_dataset<T>(std::move(table), model ? data_options(config, *model) : config.data); });
  if (model) try_to([&] { build_run(config, data, std::move(*model)); });
  if (!misfit.empty()) data.warnings.push_back(misfit);
  return data;
}

template <class T>
void show(const DataCommandOptions& options, const RunConfig& config, const CommandContext& context) {
  const Dataset<T> data = load<T>(config);
  const DataDescription description = describe(data);
  print_description(description, config.data);
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
    with_single(options->config, options->plan, context, [&](const RunConfig& config) {
      with_precision(config.precision, [&](auto example) { show<decltype(example)>(*options, config, context); });
    });
  });
}

}  // namespace mlp
