// The worked example of docs/math.md: its numbers were calculated apart from the program (NumPy), and the program,
// given the page's own config and data, must give the same.

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "mlp/config/build.h"
#include "mlp/config/plan.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/training/objective.h"
#include "page.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

const std::filesystem::path page_path = std::filesystem::path(MLP_SOURCE_DIR) / "docs" / "math.md";

/// The rows `| name | … | numbers |` of the example, matrices row by row.
std::map<std::string, std::vector<double>> shown_numbers() {
  std::string page = read_file(page_path);
  const std::size_t begin = page.find("<!-- worked example -->"), end = page.find("<!-- end of worked example -->");
  std::map<std::string, std::vector<double>> rows;
  std::istringstream lines(page.substr(begin, end - begin));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    std::string name = line.substr(3, line.find('`', 3) - 3);
    std::istringstream words(line.substr(line.rfind('|', line.size() - 2) + 1));
    for (std::string word; words >> word;)
      if (const auto number = read_number(word)) rows[name].push_back(*number);
  }
  return rows;
}

/// The rows of an array, one after the other.
template <class Array>
std::vector<double> by_rows(const Array& array) {
  std::vector<double> values;
  for (Index i = 0; i < array.rows(); ++i)
    for (Index j = 0; j < array.cols(); ++j) values.push_back(array(i, j));
  return values;
}

class WorkedExample : public testing::Test {
 protected:
  WorkedExample() {
    for (const CodeBlock& block : read_page(page_path).blocks)
      if (!block.label.empty()) put_bytes(folder_ / block.label, block.text);
    const Plan plan = make_plan(folder_ / "hand.json", {});
    Problems problems;
    config_ = read_run_config(plan.runs.at(0).config, catalog_, problems);
    problems.raise();
  }

  void expect(const std::string& name, const std::vector<double>& values) {
    const std::vector<double> shown = shown_[name];
    ASSERT_EQ(shown.size(), values.size()) << name;
    for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(shown[i], values[i], 5.1e-8) << name << " " << i;
    ++compared_;
  }

  TemporaryFolder folder_;
  const Catalog catalog_ = builtin_catalog();
  RunConfig config_;
  std::map<std::string, std::vector<double>> shown_ = shown_numbers();
  std::size_t compared_ = 0;
};

TEST_F(WorkedExample, HasTheNumbersOfTheProgram) {
  const BuiltRun<double> built = build_run<double>(config_);
  Objective<double> objective(built.model, *built.loss, 2, WorkspaceUse::diagnostics);
  const std::vector<Index> both{0, 1};
  built.data.train().gather(both, objective.inputs(), objective.targets());
  const ParameterLayout& layout = built.model.parameters();
  Buffer<double> w(static_cast<std::size_t>(layout.size())), g(w.size());
  layout.initialize(1, w.data());
  Execution<double> run;
  run.samples = 2;
  run.parameters = w.data();
  run.gradient = g.data();

  const double total = objective.gradient(run).sum;
  const Workspace<double>& workspace = objective.workspace();
  const auto node = [&](std::size_t i, double* NodeBuffers<double>::*values) {
    return by_rows(Out<double>(workspace.node(i).*values, workspace.node(i).rows, 2));
  };
  const auto block = [&](const std::string& name, const Buffer<double>& flat) {
    const ParameterBlock& b = *layout.find(name);
    return by_rows(Eigen::Map<const Matrix<double>>(flat.data() + b.offset, b.fans.fan_out, b.size / b.fans.fan_out));
  };
  expect("s1", node(0, &NodeBuffers<double>::s));
  expect("y1", node(0, &NodeBuffers<double>::y));
  expect("z", by_rows(workspace.output(2)));
  expect("J", {total / 2});
  expect("dz", node(1, &NodeBuffers<double>::dy));
  expect("ds1", node(0, &NodeBuffers<double>::dy));
  for (const std::string layer : {"1", "2"}) {
    expect("dW" + layer, block("dense_" + layer + "/kernel", g));
    expect("db" + layer, block("dense_" + layer + "/bias", g));
  }
  built.model.predict(workspace, run);
  expect("p", by_rows(workspace.prediction(2)));

  const Threads alone;
  struct : StepObjective<double> {  // sgd asks for no further point
    double evaluate() override { throw std::logic_error("not needed"); }
  } none;
  const std::vector<ParameterGroup> groups = layout.groups();
  built.optimizer->step({1, built.schedule->rate(0, 1)}, {.threads = alone,
                                                          .size = layout.size(),
                                                          .groups = groups,
                                                          .parameters = w.data(),
                                                          .gradient = g.data(),
                                                          .moments = Moments<double>(nullptr, 0, 0),
                                                          .common = {},
                                                          .objective = none});
  for (const std::string layer : {"1", "2"}) {
    expect("W" + layer, block("dense_" + layer + "/kernel", w));
    expect("b" + layer, block("dense_" + layer + "/bias", w));
  }
  expect("J after", {objective.loss(run) / 2});
  EXPECT_EQ(compared_, shown_.size()) << "the page has a row that is not compared";
}

}  // namespace
}  // namespace mlp
