#include "mlp/report/page.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "rows.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using nlohmann::json;

RunFolder run_with(double factor, const std::string& layer) {
  RunFolder run;
  run.history = {
      {"epoch", "step", "seconds", "train_loss", "train_accuracy", "val_loss"},
      {{0, 1, 2}, {0, 10, 20}, {0, 0.5, 1}, {4 * factor, 2 * factor, factor}, {0.25, 0.5, 0.75}, {NAN, 1, NAN}}};
  for (const std::int64_t epoch : {0, 2})
    for (const std::int64_t number : {1, 2, 3}) {
      run.layers.push_back(layer_row_with(
          epoch, number, {{"kernel_grad_norm", factor * static_cast<double>(number)}, {"activation_mean", 0.5}}));
      run.layers.back().name = layer + std::to_string(number);
    }
  run.summary.emplace();
  run.summary->status = "completed";
  run.summary->metrics = {{"train_loss", factor}, {"train_accuracy", 0.75}, {"test_accuracy", 0.5 + factor / 10}};
  run.summary->verdict = "dead";
  run.summary->reason = "a reason with " + layer;
  return run;
}

std::vector<RunGroup> groups_named(const std::string& a, const std::string& b, const std::string& layer = "dense_") {
  return {{a, a, {run_with(1, layer), run_with(2, layer), run_with(6, layer)}}, {b, b, {run_with(3, layer)}}};
}

json data_of(const std::string& page) {
  const std::string start = "<script type=\"application/json\" id=\"data\">";
  const std::size_t first = page.find(start) + start.size();
  return json::parse(page.substr(first, page.find("</script>", first) - first));
}

/// The elements of a page, in order, without what is in them.
std::vector<std::string> elements_of(const std::string& page) {
  static const std::regex element("</?[a-zA-Z!][^\\s>]*");
  std::vector<std::string> found;
  // The script and the style are the program's own.
  const std::string body = page.substr(page.find("<body>"), page.rfind("<script>") - page.find("<body>"));
  for (std::sregex_iterator at(body.begin(), body.end(), element), end; at != end; ++at) found.push_back(at->str());
  return found;
}

TEST(Page, HasTheMeanAndTheQuartilesOfTheRuns) {
  const json data = data_of(report_page(groups_named("one", "two"), {.title = "t"}));
  EXPECT_EQ(data["names"], json({"one", "two"}));
  const json& loss = data["curves"][0];
  EXPECT_EQ(loss["title"], "training loss");
  EXPECT_EQ(loss["series"][0]["x"], json({0, 1, 2}));
  EXPECT_EQ(loss["series"][0]["y"], json({12, 6, 3}));     // the mean of 1, 2 and 6 is 3
  EXPECT_EQ(loss["series"][0]["low"], json({6, 3, 1.5}));  // numpy.percentile([1, 2, 6], 25) = 1.5
  EXPECT_EQ(loss["series"][0]["high"], json({16, 8, 4}));
  EXPECT_EQ(loss["series"][0]["runs"].size(), 3u);
  EXPECT_EQ(loss["series"][0]["runs"][2]["y"], json({24, 12, 6}));
  EXPECT_FALSE(loss["series"][1].contains("low"));  // a single run
  EXPECT_EQ(data["clocks"][0]["step"], json({0, 10, 20}));
  EXPECT_EQ(data["clocks"][0]["second"], json({0, 0.5, 1}));
  EXPECT_EQ(data["curves"][1]["title"], "validation loss");
  EXPECT_EQ(data["curves"][1]["series"][0]["x"], json(std::vector<int>{1}));  // measured at epoch 1 alone
}

TEST(Page, HasTheMediansOfTheLayers) {
  const json data = data_of(report_page(groups_named("one", "two"), {.title = "t"}));
  EXPECT_EQ(data["flow"][0]["epochs"], json({0, 2}));
  EXPECT_EQ(data["flow"][0]["y"][0], json({2, 4, 6}));  // the median of 1, 2 and 6 is 2
  EXPECT_EQ(data["flow"][0]["low"][0], json({1.5, 3, 4.5}));
  EXPECT_EQ(data["maps"][0]["maps"][1]["values"][1], json({3, 6, 9}));
}

TEST(Page, SaysWhichNetIsBestAndByHowMuch) {
  const std::string page = report_page(groups_named("one", "two"), {.title = "t"});
  // Test accuracies: 0.6, 0.7 and 1.1 of the one, whose median is 0.7; 0.8 of the other.
  EXPECT_NE(page.find("Best test accuracy: <strong>two</strong> with 0.8, 0.1 ahead of one"), std::string::npos);
}

/// A run of three hidden layers that missed its target; `last` are the norms of its gradients at epoch 9.
RunFolder failed_run(const std::vector<double>& last, double judged_at) {
  RunFolder run;
  run.folder = "net/seed-4";
  for (const auto& [epoch, norms] : {std::pair(0, std::vector<double>{0.01, 0.1, 1, 1}), std::pair(9, last)})
    for (std::size_t i = 0; i < norms.size(); ++i)
      run.layers.push_back(layer_row_with(epoch, static_cast<std::int64_t>(i + 1),
                                          {{"kernel_grad_norm", norms[i]}, {"delta_mean_abs", 1}, {"weight_norm", 2}}));
  run.summary.emplace();
  run.summary->status = "completed";
  run.summary->verdict = "vanishing";
  run.summary->reason = "the gradient of the last hidden layer is 100 times the first's";
  run.summary->judged_at_epoch = judged_at;
  run.summary->reached_target = false;
  return run;
}

// Which net, in which layer, since when, and why: the answer stands above the table.
TEST(Page, SaysInTheHeadlineWhatFailedAndWhy) {
  const auto headline_of = [](const RunFolder& failed) {
    RunFolder good = run_with(1, "dense_");
    good.summary->reached_target = true;
    const std::vector<RunGroup> groups{{"good", "good", {good}}, {"bad", "bad", {failed, failed}}};
    const std::string page = report_page(groups, {.title = "t"});
    return page.substr(0, page.find("<table"));
  };
  const std::string lasting = headline_of(failed_run({0.02, 0.2, 2, 2}, 0));
  EXPECT_NE(
      lasting.find("<li><strong>bad</strong> (0 of 2 runs reached it): <span class=\"verdict bad\">vanishing</span> "
                   "in 2 of 2 runs; seed-4: the gradient of the last hidden layer is 100 times the first&#39;s, since "
                   "before training, and still at epoch 9. Small slopes and weights, not saturation or dead units"),
      std::string::npos)
      << lasting;
  EXPECT_EQ(lasting.find("<strong>good</strong> ("), std::string::npos);
  // From each hidden layer to the next one towards the input a tenth is left.
  EXPECT_NE(lasting.find("only 0.1 of the gradient is left."), std::string::npos);
  EXPECT_NE(headline_of(failed_run({1, 1, 1, 1}, 0)).find("before training, but no longer at epoch 9. "),
            std::string::npos);
  EXPECT_NE(headline_of(failed_run({0.01, 0.1, 1, 1}, 9)).find("at epoch 9, and so since before training. "),
            std::string::npos);
}

TEST(Page, OfASingleRunShowsTrainingBesideValidation) {
  const RunGroup group{"g", "g", {run_with(1, "dense_")}};
  const json data = data_of(report_page(std::span(&group, 1), {.title = "t"}));
  EXPECT_EQ(data["single"], true);
  EXPECT_EQ(data["names"], json({"training", "validation"}));
  EXPECT_EQ(data["curves"][0]["series"].size(), 2u);
}

TEST(Page, OfARunThatHasJustBegunIsAPage) {
  const RunGroup group{"g", "g", {RunFolder{}}};
  const std::string page = report_page(std::span(&group, 1), {.title = "t", .under_way = "Epoch 0 of 9."});
  EXPECT_NE(page.find("not judged yet"), std::string::npos);
}

TEST(Page, OfARunUnderWaySaysSoAndReloadsItself) {
  const RunGroup group{"g", "g", {run_with(1, "dense_")}};
  const std::string page = report_page(std::span(&group, 1), {.title = "t", .under_way = "Epoch <2> of 9."});
  const std::string head = page.substr(0, page.find("</head>"));
  EXPECT_NE(head.find("<meta name=\"mlp-reload\" content=\"2\">"), std::string::npos);
  EXPECT_NE(head.find("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>"), std::string::npos);
  EXPECT_NE(page.find("<strong>Training goes on.</strong> Epoch &lt;2&gt; of 9. This page"), std::string::npos);
}

TEST(Page, ThatIsFinishedStaysAsItIs) {
  const RunGroup group{"g", "g", {run_with(1, "dense_")}};
  const std::string page = report_page(std::span(&group, 1), {.title = "t"});
  EXPECT_EQ(page.find("<meta name=\"mlp-reload"), std::string::npos);
  EXPECT_EQ(page.find("http-equiv=\"refresh\""), std::string::npos);
  EXPECT_EQ(page.find("Training goes on"), std::string::npos);
}

TEST(Page, AsksForNothing) {
  const std::string page = report_page(groups_named("one", "two"), {.title = "t"});
  for (const char* word : {"http://", "https://", "src=", "@import", "url("})
    for (std::size_t at = page.find(word); at != std::string::npos; at = page.find(word, at + 1)) {
      const std::string around = page.substr(at, 40);
      const bool is_name_or_own = around.starts_with("http://www.w3.org/2000/svg") || around.starts_with("url(#");
      EXPECT_TRUE(is_name_or_own) << around;
    }
}

TEST(Page, KeepsHostileNamesInert) {
  const std::vector<std::string> expected = elements_of(report_page(groups_named("one", "two", "x"), {.title = "t"}));
  EXPECT_GT(expected.size(), 100u);
  for (const char* name :
       {"<script>alert(1)</script>", "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "]]><svg onload=alert(1)>", "<!--", "--><b>", "&#x3c;script>", "' onclick='x", "</style><b>", "</title><b>",
        "\x1b]0;x\a", "\xff<b>", "\u202e<i>"}) {
    const std::string hostile = name;
    const std::string page = report_page(groups_named(hostile + "1", hostile + "2", hostile), {.title = hostile});
    EXPECT_EQ(elements_of(page), expected) << name;
    EXPECT_EQ(page.find('\x1b'), std::string::npos);
    EXPECT_TRUE(hostile[0] != '<' || page.find(hostile) == std::string::npos) << name;
  }
}

TEST(Page, ShowsWhatDiffersBetweenConfigs) {
  const TemporaryFolder folder;
  std::vector<RunGroup> groups = groups_named("one", "two");
  int number = 0;
  for (RunGroup& group : groups)
    for (RunFolder& run : group.runs) {
      run.folder = folder / ("run-" + std::to_string(++number));
      std::filesystem::create_directory(run.folder);
      const bool second = &group == &groups[1];
      put_bytes(run.folder / "config.json",
                std::string("{\"seed\": ") + std::to_string(number) +
                    ", \"loss\": \"same\", \"optimizer\": {\"rate\": " + (second ? "0.5" : "0.25") +
                    "}, \"model\": {\"layers\": [{\"type\": \"dense\", \"units\": " + (second ? "7" : "5") +
                    ", \"bias\": true}, {\"type\": \"dense\", \"units\": 5, \"bias\": true}]}}");
    }
  const std::string page = report_page(groups, {.title = "t"});
  const std::string table =
      page.substr(page.find("What differs"), page.find("Configs, and how") - page.find("What differs"));
  EXPECT_NE(table.find("<code>optimizer.rate</code></td><td>0.25</td><td>0.5</td>"), std::string::npos) << table;
  EXPECT_NE(table.find("<td>2 × dense, units 5</td><td>dense, units 7<br>dense, units 5</td>"), std::string::npos)
      << table;
  EXPECT_EQ(table.find("loss"), std::string::npos) << table;
  EXPECT_NE(page.find("The configs of the other runs differ in the seed alone."), std::string::npos);
  EXPECT_NE(page.find("mlp verify &#39;" + (folder / "run-1").string() + "&#39;"), std::string::npos);
}

}  // namespace
}  // namespace mlp
