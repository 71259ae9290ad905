#pragma once
// A single layer on given inputs, parameters and statistics, without a net around it.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/array.h"
#include "tests/support/catalog_layer.h"

namespace mlp::test {

template <class T>
struct LayerResult {
  Matrix<T> y, aux;
  std::vector<double> statistics;
};

/// Parameters and statistics are in the order in which the layer asks for them.
struct LayerValues {
  std::vector<std::vector<double>> parameters = {}, statistics = {};
  bool training = false;
};

inline std::vector<double> joined(const std::vector<std::vector<double>>& lists) {
  std::vector<double> all;
  for (const std::vector<double>& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

template <class T>
TestArray<T> array_of(const std::vector<double>& values) {
  TestArray<T> array(static_cast<Index>(values.size()), 1);
  std::transform(values.begin(), values.end(), array.data(), [](double v) { return static_cast<T>(v); });
  return array;
}

/// y of the layer that `json` describes for inputs (rows × samples).
template <class T>
LayerResult<T> run_layer(const std::string& json, const std::vector<Matrix<T>>& inputs,
                         const LayerValues& values = {}) {
  const std::shared_ptr<Layer<T>> one = layer<T>("n", json).stages.at(0);
  std::vector<TestArray<T>> x;
  std::vector<Index> rows;
  for (const Matrix<T>& input : inputs) {
    x.emplace_back(input.rows(), input.cols()).out() = input.array();
    rows.push_back(input.rows());
  }
  ParameterLayout parameters, statistics;
  const Index samples = inputs.at(0).cols(), out = one->build(rows, {"n", parameters, statistics});
  const TestArray<T> weights = array_of<T>(joined(values.parameters));
  TestArray<T> running = array_of<T>(joined(values.statistics));
  EXPECT_EQ(weights.size(), parameters.size()) << json;
  EXPECT_EQ(running.size(), statistics.size()) << json;

  TestArray<T> y(out, samples), aux(one->aux_rows(), samples);
  NodeBuffers<T> buffers{
      .rows = out, .aux_rows = one->aux_rows(), .x_rows = rows, .s = y.data(), .y = y.data(), .aux = aux.data()};
  for (const TestArray<T>& input : x) buffers.x.push_back(input.data());
  Execution<T> run;
  run.samples = samples;
  run.training = values.training;
  run.parameters = weights.data();
  run.statistics = running.data();
  one->forward({buffers, run});
  return {y.in().matrix(), aux.in().matrix(), {running.data(), running.data() + running.size()}};
}

}  // namespace mlp::test
