// mlp export: a trained net as a file for other programs.

#include "command.h"
#include "mlp/export/export_file.h"
#include "trained_net.h"

namespace mlp {

void add_export(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "export", "a trained net for other programs: .onnx, .npz, .safetensors or .json",
                  "mlp export runs/iris -o iris.onnx");
  struct ExportOptions {
    std::filesystem::path run, output;
  };
  const auto options = std::make_shared<ExportOptions>();
  command.add_option("RUN", options->run, "a run's folder, or its model.safetensors alone")->required();
  command
      .add_option("-o,--output", options->output,
                  "the file to write: .onnx (takes raw features, gives what `mlp predict` gives), .npz or .safetensors "
                  "(the tensors), .json (all of the net as text)")
      ->required()
      ->type_name("FILE");
  command.callback([options, &context] {
    check_net_file_name(options->output);
    const SavedNet net = read_saved_net(options->run, context.catalog);
    write_net_file(options->output, exported_net(net.config, net.file, net.path.string()));
    context.say("wrote " + options->output.string());
  });
}

}  // namespace mlp
