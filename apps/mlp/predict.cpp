// mlp predict: what a trained net says of new samples.

#include <iostream>

#include "command.h"
#include "mlp/core/files.h"
#include "mlp/training/evaluate.h"
#include "precision.h"
#include "predictions.h"
#include "trained_net.h"

namespace mlp {
namespace {

struct PredictOptions {
  std::filesystem::path run, data, output;
};

/// The outputs for all samples in original units, (outputs × samples), and of a classification the classes.
template <class T>
Matrix<T> outputs_of(const SavedNet& net, const Dataset<T>& data, int threads, std::vector<Index>& classes) {
  const Model<T> model = build_model<T>(net.config, net.file.data.inputs());
  const Loss<T>& loss = *net.config.loss.get<T>();
  NetValues<T> values(model, net);
  const Metrics<T> none;
  return Evaluator<T>(model, loss, none, decision_threshold(loss, model), net.file.data.output_scaling())
      .predict(data.test(), values.execution(threads), &classes);
}

template <class T>
void predict(const PredictOptions& options, const SavedNet& net, int threads) {
  const DataInfo& info = net.file.data;
  const Dataset<T> data = dataset_for<T>(info, read_samples_for(net, options.data, false));
  std::vector<Index> classes;
  const Matrix<T> outputs = outputs_of<T>(net, data, threads, classes);
  const T decision = static_cast<T>(net.config.loss.get<T>()->decision());
  const auto write_to = [&](const auto& write) {
    write(prediction_head(info, decision));
    for (Index j = 0; j < outputs.cols(); ++j)
      write(prediction_line<T>(info, {outputs.col(j).data(), static_cast<std::size_t>(outputs.rows())},
                               classes[static_cast<std::size_t>(j)], decision));
  };
  if (options.output.empty()) return write_to([](const std::string& line) { std::cout << line; });
  FileWriter file(options.output);
  write_to([&](const std::string& line) { file.write(line); });
  file.commit();
}

}  // namespace

void add_predict(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(
      program, context, "predict",
      "predictions of a trained net as CSV: `predicted`, then p_CLASS per class (of a hinge loss score_CLASS); of a "
      "regression the targets by name",
      "mlp predict runs/iris --data data/iris.csv -o predictions.csv");
  const auto options = std::make_shared<PredictOptions>();
  command.add_option("RUN", options->run, "a run's folder, or its model.safetensors alone")->required();
  command
      .add_option("--data", options->data,
                  "the samples: a CSV file with the columns that the net was trained on (the target may be missing), "
                  "libsvm, .npy, .npz, or IDX images; .gz too")
      ->required()
      ->type_name("FILE");
  command.add_option("-o,--output", options->output, "the predictions; default: stdout")->type_name("FILE");
  command.callback([options, &context] {
    const SavedNet net = read_saved_net(options->run, context.catalog);
    with_precision(net.config.precision,
                   [&](auto example) { predict<decltype(example)>(*options, net, context.threads); });
  });
}

}  // namespace mlp
