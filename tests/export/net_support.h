#pragma once
// A net with random parameters from the layers of a config, and what the library and an exported file make of it.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mlp/config/build.h"
#include "mlp/config/json.h"
#include "mlp/export/onnx.h"
#include "mlp/model/workspace.h"
#include "tests/support/array.h"
#include "tests/support/onnx_file.h"

namespace mlp::test {

/// What a config needs besides its layers; members of a JSON object.
inline constexpr const char* of_numbers = R"("loss": "mean_squared_error")";

class NetCase {
 public:
  static constexpr Index features = 3, samples = 5;

  /// `layers`: the list of the config. Features are standardized with these numbers where `scaled`.
  explicit NetCase(std::string layers, bool scaled = false, std::string rest = of_numbers)
      : json_(R"({"name": "a net", "data": {"source": "xor"}, "model": {"layers": )" + std::move(layers) + "}, " +
              std::move(rest) + "}"),
        model_(build_model<double>(read(), features)) {
    file_.data.feature_names = {"a", "b", "c"};
    if (scaled) file_.data.scaling = {ScalingKind::standardize, {10, -2, 0.5}, {4, 0.25, 1}};
    if (model_.output_activation() != nullptr) {
      file_.data.task = model_.outputs() == 1 ? Task::binary_classification : Task::multiclass_classification;
      file_.data.class_names = {"no", "yes \"quoted\""};
    }
    while (file_.data.outputs() < model_.outputs()) add_target();
    random_values(model_.parameters(), parameters_);
    random_values(model_.statistics(), statistics_);
  }

  ModelFile& file() { return file_; }
  ExportedNet exported() const { return exported_net(read(), file_, "a file"); }
  OnnxModel onnx() const { return parse_onnx_model(onnx_bytes(exported())); }

  /// The library's predictions for the samples, (outputs × samples).
  Matrix<double> predicted() const {
    Workspace<double> workspace(model_, samples, WorkspaceUse::inference);
    Execution<double> run;
    run.samples = samples;
    run.parameters = parameters_.data();
    run.statistics = const_cast<double*>(statistics_.data());
    const TestArray<double> x = inputs();
    for (Index j = 0; j < samples; ++j)
      for (Index i = 0; i < features; ++i) workspace.input()[i + j * features] = file_.data.scaling.apply(x(i, j), i);
    model_.forward(workspace, run);
    model_.predict(workspace, run);
    return workspace.prediction(samples).matrix();
  }

  /// The same from the file, run by onnx_runtime.cpp.
  Matrix<double> computed() const {
    const TestArray<double> x = inputs();
    const OnnxTensor input{"input", 1, {samples, features}, {x.data(), x.data() + x.size()}};
    const OnnxTensor output = run_onnx(onnx(), {{"input", input}}).at(0);
    EXPECT_EQ(output.shape, (Shape{samples, model_.outputs()}));
    return Eigen::Map<const Matrix<double>>(output.values.data(), output.shape[1], output.shape[0]);
  }

 private:
  RunConfig read() const {
    Problems problems;
    const Tree tree = parse_json(std::make_shared<const ConfigText>(ConfigText{"a test", json_, "/"}));
    RunConfig config = read_run_config(tree, builtin_catalog(), problems);
    problems.raise();
    return config;
  }

  void add_target() {
    if (is_classification(file_.data.task)) {
      file_.data.encoding = Encoding::one_hot;
      if (file_.data.outputs() < model_.outputs()) file_.data.class_names.push_back("another");
    } else {
      file_.data.target_names.push_back("t" + std::to_string(file_.data.target_names.size()));
    }
  }

  /// Positive, as a variance must be, for statistics; of either sign for parameters.
  void random_values(const ParameterLayout& layout, Buffer<double>& values) {
    values.resize(static_cast<std::size_t>(layout.size()));
    const TestArray<double> random = random_array<double>(layout.size(), 1, "values", 0.7);
    for (Index i = 0; i < layout.size(); ++i)
      values[static_cast<std::size_t>(i)] =
          static_cast<float>(&layout == &model_.statistics() ? std::abs(random(i)) + 0.1 : random(i));
    for (Tensor& tensor : tensors_of<double>(layout, values.data())) file_.tensors.push_back(std::move(tensor));
  }

  static TestArray<double> inputs() { return random_array<double>(features, samples, "inputs", 1.5); }

  std::string json_;
  Model<double> model_;
  ModelFile file_;
  Buffer<double> parameters_, statistics_;
};

}  // namespace mlp::test
