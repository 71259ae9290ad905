// Categorical cross-entropy, with class weights, against the ONNX project's test vectors. Classes are axis 1; every
// other index counts as a sample.

#include <numeric>

#include "mlp/training/criterion.h"
#include "tests/onnx/vectors.h"
#include "tests/support/array.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

/// The loss of each sample for the logits (classes × samples), its target being the class that `target` names.
template <class T, class Target>
std::vector<double> losses_of(const Matrix<T>& logits, const std::vector<double>& weights, const Target& target) {
  const auto loss = make_loss<T>("categorical_crossentropy");
  TestArray<T> z(logits.rows(), logits.cols()), t(logits.rows(), logits.cols()), each(logits.rows(), logits.cols()),
      dz(logits.rows(), logits.cols());
  z.out() = logits.array();
  for (Index j = 0; j < logits.cols(); ++j) t(target(j), j) = 1;
  Criterion<T>(*loss, {0, weights}).evaluate(z.in(), t.in(), T(1), nullptr, each.out(), dz.out());
  std::vector<double> sums;
  for (Index j = 0; j < logits.cols(); ++j)
    sums.push_back(static_cast<double>(each.in().col(j).sum()) * loss->output_weight(logits.rows()));
  return sums;
}

/// ln softmax(z) of the classes: what a sample would cost, negated, were that class the right one.
template <class T>
Matrix<T> log_softmax(const Matrix<T>& logits) {
  Matrix<T> result(logits.rows(), logits.cols());
  for (Index k = 0; k < logits.rows(); ++k)
    result.row(k) = -columns_of<T>(losses_of<T>(logits, {}, [k](Index) { return k; }), 1);
  return result;
}

/// As ONNX reduces: the mean is divided by the sum of the weights of the samples' classes, not by their number.
std::vector<double> reduced(const std::vector<double>& losses, const std::string& how, double sum_of_weights) {
  if (how == "none") return losses;
  const double sum = std::accumulate(losses.begin(), losses.end(), 0.0);
  return {how == "sum" ? sum : sum / sum_of_weights};
}

template <class T>
void expect_losses(const Vectors& v) {
  const Matrix<T> logits = rows_along<T>(v.inputs.at(0), 1);
  const std::vector<double>& labels = v.inputs.at(1).values;
  const std::vector<double> weights = v.inputs.size() > 2 ? v.inputs[2].values : std::vector<double>{};
  const auto label = [&](Index j) { return static_cast<Index>(labels[static_cast<std::size_t>(j)]); };
  double sum_of_weights = 0;
  for (const double of_sample : labels)
    sum_of_weights += weights.empty() ? 1 : weights[static_cast<std::size_t>(of_sample)];
  const std::string how = v.node.texts.contains("reduction") ? v.node.texts.at("reduction") : "mean";
  expect_close(reduced(losses_of<T>(logits, weights, label), how, sum_of_weights), v.outputs.at(0).values, v.name);
  if (v.outputs.size() > 1)
    expect_close(elements_along<T>(log_softmax<T>(logits), v.outputs[1].shape, 1), v.outputs[1].values,
                 v.name + ", log");
}

class CrossEntropyVectors : public testing::TestWithParam<std::string> {};

TEST_P(CrossEntropyVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  EXPECT_FALSE(v.node.numbers.contains("ignore_index"));
  expect_losses<float>(v);
  expect_losses<double>(v);
}

INSTANTIATE_TEST_SUITE_P(Onnx, CrossEntropyVectors,
                         testing::Values("sce_mean", "sce_mean_log_prob", "sce_mean_3d", "sce_mean_3d_log_prob",
                                         "sce_mean_weight", "sce_mean_weight_log_prob", "sce_none", "sce_none_log_prob",
                                         "sce_none_weights", "sce_none_weights_log_prob", "sce_sum", "sce_sum_log_prob",
                                         "sce_NCd1d2d3d4d5_mean_weight", "sce_NCd1d2d3d4d5_mean_weight_log_prob",
                                         "sce_NCd1d2d3d4d5_none_no_weight", "sce_NCd1d2d3d4d5_none_no_weight_log_prob"),
                         [](const auto& one) { return one.param; });

class LogSoftmaxVectors : public testing::TestWithParam<std::string> {};

TEST_P(LogSoftmaxVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  const auto axis = static_cast<Index>(v.node.number("axis", -1));
  const auto run = [&]<class T>(T) {
    const Matrix<T> y = log_softmax<T>(rows_along<T>(v.inputs.at(0), axis));
    expect_close(elements_along<T>(y, v.inputs[0].shape, axis), v.outputs.at(0).values, GetParam());
  };
  run(float{});
  run(double{});
}

INSTANTIATE_TEST_SUITE_P(Onnx, LogSoftmaxVectors,
                         testing::Values("logsoftmax_axis_0", "logsoftmax_axis_1", "logsoftmax_axis_2",
                                         "logsoftmax_default_axis", "logsoftmax_example_1", "logsoftmax_large_number",
                                         "logsoftmax_negative_axis"),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace mlp::test
