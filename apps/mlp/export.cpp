// mlp export: a trained net as a file for other programs.

#include "command.h"
#include "mlp/export/export_file.h"
#include "trained_net.h"

namespace mlp {
namespace {

struct ExportOptions {
  std::filesystem::path run, output;
};

void export_net(const ExportOptions& options, const CommandContext& context) {
  check_net_file_name(options.output);
  const SavedNet net = read_saved_net(options.run, context.catalog);
  // The exported form has the tensors alone, so the run would lose its config.
  std::error_code ignored;
  if (std::filesystem::equivalent(options.output, net.path, ignored))
    throw InputError(options.output.string() + " is the file that the net is read from; write to another one");
  write_net_file(options.output, exported_net(net.config, net.file, net.path.string()));
  context.say("wrote " + options.output.string());
}

}  // namespace

void add_export(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "export", "a trained net for other programs: .onnx, .npz, .safetensors or .json",
                  "mlp export runs/iris -o iris.onnx");
  const auto options = std::make_shared<ExportOptions>();
  command.add_option("RUN", options->run, "a run's folder, or its model.safetensors alone")->required();
  command
      .add_option("-o,--output", options->output,
                  "the file to write: .onnx (takes raw features, gives what `mlp predict` gives), .npz or .safetensors "
                  "(the tensors), .json (all of the net as text)")
      ->required()
      ->type_name("FILE");
  command.callback([options, &context] { export_net(*options, context); });
}

}  // namespace mlp
