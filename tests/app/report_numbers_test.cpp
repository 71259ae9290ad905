// The numbers of report.html, from the files of its run.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlp/core/numbers.h"
#include "program.h"

namespace mlp {
namespace {

class ReportNumbers : public testing::Test {
 protected:
  /// Three clouds that overlap, so that some are mistaken.
  ReportNumbers() {
    here.write("clouds.json", R"({
      "data": {"source": {"type": "blobs", "n": 150, "stddev": 6}, "split": {"test": 0.4}},
      "model": {"layers": [{"type": "dense", "units": 4, "activation": "tanh"},
                           {"type": "dense", "units": 3, "activation": "softmax"}]},
      "loss": "categorical_crossentropy", "training": {"epochs": 3}, "diagnostics": {"histograms": [0, 3]}})");
    const ProgramResult r = here.mlp({"train", "clouds.json", "--quiet"});
    EXPECT_EQ(r.code, 0) << r.err;
    page = here.read("runs/clouds/report.html");
  }

  nlohmann::json file(const std::string& name) const { return nlohmann::json::parse(here.read("runs/clouds/" + name)); }
  void expect_on_page(const std::string& text) const { EXPECT_NE(page.find(text), std::string::npos) << text; }

  Workplace here;
  std::string page;
};

TEST_F(ReportNumbers, AHistogramHasItsTwoEnds) {
  int count = 0;
  for (const auto& layer : file("histograms.json"))
    for (const char* kind : {"activations", "gradients", "weights"}) {
      ASSERT_TRUE(layer.at(kind).is_object());
      for (const char* end : {"low", "high"})
        expect_on_page(">" + rounded(layer[kind][end].get<double>(), 3) + "</text>");
      ++count;
    }
  EXPECT_EQ(count, 2 * 2 * 3);  // epochs, layers, kinds
}

TEST_F(ReportNumbers, AConfusionMatrixIsShadedByTheSharesOfItsRows) {
  const nlohmann::json counts = file("summary.json").at("confusion_matrix").at("counts");
  double mistakes = 0;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) {
      const double all = counts[i][0].get<double>() + counts[i][1].get<double>() + counts[i][2].get<double>();
      const double count = counts[i][k].get<double>();
      expect_on_page("--share:" + rounded(count / all, 3) + "\">" + rounded(count, 3) + "</td>");
      if (i != k) mistakes += count;
    }
  EXPECT_GT(mistakes, 0);
}

TEST_F(ReportNumbers, AMistakeHasTheTwoOutputs) {
  const nlohmann::json worst = file("views.json").at("worst").at("worst");
  ASSERT_GT(worst.size(), 0u);
  for (const auto& sample : worst)
    expect_on_page("output " + rounded(sample.at("output_true").get<double>(), 3) + " and " +
                   rounded(sample.at("output_predicted").get<double>(), 3) + "<br>");
}

TEST_F(ReportNumbers, TheTimeIsReadable) {
  const std::string key = "\"seconds\": ", summary = here.read("runs/clouds/summary.json");
  const std::size_t start = summary.find("\n  " + key) + 3 + key.size(), end = summary.find(',', start);
  ASSERT_NE(end, std::string::npos);
  for (const auto& [seconds, text] :
       {std::pair("1.25", "1.25 s"), {"200.4", "3 min 20 s"}, {"7384", "2 h 3 min"}, {"3599.6", "1 h 0 min"}}) {
    here.write("runs/clouds/summary.json", summary.substr(0, start) + seconds + summary.substr(end));
    const ProgramResult r = here.mlp({"compare", "runs/clouds", "-o", "page", "--format", "html"});
    EXPECT_EQ(r.code, 0) << r.err;
    page = here.read("page/report.html");
    expect_on_page("Training took " + std::string(text));
  }
}

}  // namespace
}  // namespace mlp
