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
  run.summary->metrics = {{"train_loss", factor}, {"train_accuracy", 0.75}, {"test_accuracy", 0.5 + factor / 10}};
  run.summary->verdict = FlowVerdict::dead;
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

TEST(Page, DoesNotRankNetsOfDifferentData) {
  const TemporaryFolder folder;
  const auto lead_of = [&](const std::string& first, const std::string& second) {
    std::vector<RunGroup> groups{{"one", "one", {run_with(1, "dense_")}}, {"two", "two", {run_with(3, "dense_")}}};
    for (const auto& [group, source] : {std::pair(&groups[0], first), {&groups[1], second}}) {
      group->runs[0].folder = folder / group->name;
      std::filesystem::create_directories(group->runs[0].folder);
      put_bytes(group->runs[0].folder / "config.json", R"({"data": {"source": )" + source + "}}");
    }
    const std::string page = report_page(groups, {.title = "t"});
    return page.substr(0, page.find("<table"));
  };
  const std::string circles = R"({"type": "csv", "path": "/a/circles.csv"})";
  EXPECT_NE(lead_of(circles, R"({"type": "csv", "path": "/b/circles.csv"})").find("0.2 ahead of one"),
            std::string::npos);
  const std::string apart = lead_of(circles, "\"moons\"");
  EXPECT_NE(apart.find("<strong>two</strong> with 0.8. The nets were trained on different data"), std::string::npos);
  EXPECT_NE(apart.find("Data: circles.csv; moons."), std::string::npos) << apart;
}

/// A group of one run whose folder has these files.
RunGroup group_with_files(const std::filesystem::path& folder, const std::string& config, const std::string& summary) {
  RunFolder run = run_with(1, "dense_");
  run.folder = folder;
  std::filesystem::create_directories(folder);
  put_bytes(folder / "config.json", config);
  std::filesystem::remove(folder / "summary.json");
  if (summary.empty())
    run.summary.reset();
  else
    put_bytes(folder / "summary.json", summary);
  return {folder.filename().string(), folder.filename().string(), {run}};
}

// A run that has not ended knows its data's name alone.
TEST(Page, NamesDataOnceThoughARunHasNotEnded) {
  const TemporaryFolder folder;
  const std::string config = R"({"data": {"source": {"type": "csv", "path": "/a/circles.csv"}, "task": null}})";
  const std::string ended = R"({"confusion_matrix": {"classes": ["0", "1"]}, "samples": {"train": 500, "test": 50}})";
  const std::string interrupted = R"({"samples": {"train": 500, "test": 50}})";
  const auto lead_of = [&](const std::vector<std::string>& summaries) {
    std::vector<RunGroup> groups;
    for (std::size_t i = 0; i < summaries.size(); ++i)
      groups.push_back(group_with_files(folder / std::to_string(i), config, summaries[i]));
    const std::string page = report_page(groups, {.title = "t"});
    return page.substr(0, page.find("<table"));
  };
  const std::string whole = "Data: circles.csv: binary classification, 500 training, 50 test samples.";
  EXPECT_NE(lead_of({"", ended, interrupted}).find("3 nets in 3 runs, 2 of which have ended. " + whole),
            std::string::npos)
      << lead_of({"", ended, interrupted});
  EXPECT_NE(lead_of({ended, ended}).find("2 nets in 2 runs. " + whole), std::string::npos);
  EXPECT_NE(lead_of({"", ""}).find("none of which has ended. Data: circles.csv. "), std::string::npos)
      << lead_of({"", ""});
  const std::string other = R"({"samples": {"train": 400, "test": 150}})";
  EXPECT_NE(lead_of({ended, other}).find("50 test samples; circles.csv, 400 training, 150 test samples."),
            std::string::npos)
      << lead_of({ended, other});
}

TEST(Page, SaysWhetherTheConfigsOfRepeatsDifferInMoreThanTheirSeeds) {
  const TemporaryFolder folder;
  const auto page_of = [&](const std::string& second) {
    RunGroup group =
        group_with_files(folder / "seed-1", R"({"name": "net-seed-1", "seed": 1, "precision": "float32"})", "{}");
    group.runs.push_back(group_with_files(folder / "seed-2", second, "{}").runs[0]);
    return report_page(std::span(&group, 1), {.title = "t"});
  };
  EXPECT_NE(page_of(R"({"name": "net-seed-2", "seed": 2, "precision": "float32"})")
                .find("The configs of the other runs differ in seed and name alone."),
            std::string::npos);
  EXPECT_NE(page_of(R"({"name": "net-seed-2", "seed": 2, "precision": "float64"})")
                .find("1 of its runs has another config than this, the first one&#39;s."),
            std::string::npos);
}

// A share is one of the runs that have ended: what the others come to is not known.
TEST(Page, CountsNoUnfinishedRunAsAMiss) {
  RunFolder reached = run_with(1, "dense_"), missed = run_with(2, "dense_"), running = run_with(3, "dense_");
  reached.summary->reached_target = true;
  missed.summary->reached_target = false;
  running.summary.reset();
  const std::vector<RunGroup> groups{{"half", "half", {running, reached, missed, running, running}},
                                     {"bad", "bad", {missed, running, running}},
                                     {"open", "open", {running, running}}};
  const std::string page = report_page(groups, {.title = "t"});
  EXPECT_NE(page.find("<li><strong>bad</strong> (0 of 1 ended run reached it, 2 are unfinished): "), std::string::npos)
      << page.substr(page.find("Missed"), 800);
  EXPECT_EQ(page.find("<li><strong>half</strong>"), std::string::npos);
  EXPECT_EQ(page.find("<li><strong>open</strong>"), std::string::npos);
  EXPECT_NE(page.find(">1 of 2<"), std::string::npos);
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
  run.summary->verdict = FlowVerdict::vanishing;
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
                   "in 2 of 2 runs, in dense_1 (smallest gradient: 0.01), since before training, still at epoch 9. "
                   "Cause: small slopes and weights, not saturation or dead units.</li>"),
      std::string::npos)
      << lasting;
  EXPECT_EQ(lasting.find("<strong>good</strong> ("), std::string::npos);
  EXPECT_NE(headline_of(failed_run({1, 1, 1, 1}, 0))
                .find("<span class=\"verdict bad\">vanishing at first</span> in 2 of 2 runs, in dense_1 (smallest "
                      "gradient: 0.01), before training, no longer at epoch 9. "),
            std::string::npos);
  EXPECT_NE(headline_of(failed_run({0.01, 0.1, 1, 1}, 9)).find("since before training, still at epoch 9. "),
            std::string::npos);
}

TEST(Page, TellsManyFailuresByTheirVerdicts) {
  std::vector<RunGroup> groups;
  for (int i = 0; i < 13; ++i) {
    RunFolder run = failed_run({0.02, 0.2, 2, 2}, 0);
    if (i == 3) run.summary->verdict = FlowVerdict::healthy;
    groups.push_back({"", "net " + std::to_string(i), {run}});
  }
  const std::string page = report_page(groups, {.title = "t"});
  EXPECT_NE(
      page.find(": 13 of 13 nets:</p>\n<ul class=\"failures\">\n<li><span class=\"verdict bad\">vanishing</span>: "
                "12 nets (net 0, net 1, net 2, …)</li>\n<li><span class=\"verdict good\">healthy</span>: "
                "1 net (net 3)</li>\n</ul>"),
      std::string::npos)
      << page.substr(page.find("Missed"), 600);
}

// In a comparison of different experiments each has its own metric, and not every one a target.
TEST(Page, ShowsANetOfAnotherTaskByItsOwnMetric) {
  RunFolder fitted = run_with(1, "dense_");
  fitted.summary->metrics = {
      {"train_loss", 1}, {"train_mean_absolute_error", 0.5}, {"test_mean_absolute_error", 0.25}, {"test_loss", 2}};
  const std::vector<RunGroup> groups{{"told", "told", {run_with(2, "dense_")}}, {"fitted", "fitted", {fitted}}};
  const std::string page = report_page(groups, {.title = "t"});
  EXPECT_NE(page.find("0.25<br><small>test mean absolute error</small>"), std::string::npos);
  EXPECT_EQ(page.find("<small>test accuracy</small>"), std::string::npos);
}

TEST(Page, SpeaksOfTheTargetsOfNetsThatHaveOne) {
  RunFolder with = run_with(1, "dense_");
  with.summary->reached_target = true;
  std::vector<RunGroup> groups{{"with", "with", {with}}, {"other", "other", {with}}};
  EXPECT_NE(report_page(groups, {.title = "t"}).find("Every net reached the target from at least half of its starts."),
            std::string::npos);
  groups[1].runs[0].summary->reached_target.reset();
  EXPECT_NE(report_page(groups, {.title = "t"})
                .find("Every net that has a target reached it from at least half of its starts."),
            std::string::npos);
}

TEST(Page, HasTheEvidenceOfEachVerdictInTheTable) {
  RunFolder healthy = failed_run({1, 1, 1, 1}, 9);
  healthy.folder = "net/seed-9";
  healthy.summary->verdict = FlowVerdict::healthy;
  healthy.summary->reason = "the gradient reaches every layer";
  healthy.summary->reached_target.reset();
  RunFolder vanishing = failed_run({0.02, 0.2, 2, 2}, 0);
  vanishing.summary->reached_target.reset();
  const RunGroup group{"net", "net", {vanishing, healthy, vanishing}};
  const std::string page = report_page(std::span(&group, 1), {.title = "t"});
  EXPECT_NE(
      page.find("<dl><dt>seen</dt><dd>The gradient of the last hidden layer is 100 times the first&#39;s "
                "(seed-4).</dd><dt>where</dt><dd>dense_1 (smallest gradient: 0.01)</dd><dt>when</dt><dd>since before "
                "training, still at epoch 9</dd><dt>why</dt><dd>Small slopes and weights, not saturation or dead "
                "units: each layer"),
      std::string::npos);
  // From each hidden layer to the next one towards the input a tenth is left.
  EXPECT_NE(page.find("only 0.1 of the gradient is left."), std::string::npos);
  EXPECT_NE(page.find("<details class=\"diagnosis\"><summary><span class=\"verdict good\">healthy</span> in 1 of 3 "
                      "runs</summary><p>The gradient reaches every layer, before training and at epoch 9 (seed-9). "),
            std::string::npos);
  const std::string headline = page.substr(0, page.find("All runs</h2>"));
  EXPECT_EQ(headline.find(">status</th>"), std::string::npos);  // all are completed
}

// What layers.csv cannot show, the config does: weights that were drawn from (0, 1).
TEST(Page, NamesWeightsOfOneSignAsTheCause) {
  const TemporaryFolder folder;
  const auto page_of = [&](const std::string& initializer) {
    RunFolder run = failed_run({1, 1, 1, 1}, 9);
    run.folder = folder / "run";
    run.summary->verdict = FlowVerdict::saturated;
    std::filesystem::create_directories(run.folder);
    const std::string layer = R"({"type": "dense", "units": 5, "kernel_initializer": )" + initializer + "}";
    put_bytes(run.folder / "config.json",
              R"({"model": {"layers": [)" + layer + ", " + layer + R"(, {"type": "dense", "units": 1}]}})");
    const RunGroup group{"net", "net", {run}};
    return report_page(std::span(&group, 1), {.title = "t"});
  };
  const std::string sentence = "Weights of one sign: they were all drawn from (0, 1), so the sums add up";
  EXPECT_NE(page_of(R"({"type": "uniform", "low": 0, "high": 1})").find(sentence), std::string::npos);
  EXPECT_NE(page_of(R"({"type": "uniform", "low": -1, "high": 1})").find("<dd>Large sums: "), std::string::npos);
  EXPECT_NE(page_of(R"("glorot_uniform")").find("<dd>Large sums: "), std::string::npos);
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
  const std::string page = report_page(
      std::span(&group, 1), {.title = "t", .under_way = "Epoch <2> of 9.", .written_at = 1764194709, .patience = 180});
  const std::string head = page.substr(0, page.find("</head>"));
  EXPECT_NE(head.find("<meta name=\"mlp-reload\" content=\"2\" data-written=\"1764194709\" data-patience=\"180\">"),
            std::string::npos);
  EXPECT_NE(head.find("<noscript><meta http-equiv=\"refresh\" content=\"2\"></noscript>"), std::string::npos);
  EXPECT_NE(page.find("<strong>Training goes on.</strong> Epoch &lt;2&gt; of 9. <span"), std::string::npos);
  // date --utc --date=@1764194709
  EXPECT_NE(page.find(">Written on 2025-11-26 22:05:09 UTC: if that is long ago, training has stopped.<"),
            std::string::npos);
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

/// The section on what differs between two nets, one of a single run and one of three, of configs that differ so.
std::string differences_of(const std::string& first, const std::string& second) {
  const TemporaryFolder folder;
  std::vector<RunGroup> groups = groups_named("one", "two");
  int number = 0;
  for (RunGroup& group : groups)
    for (RunFolder& run : group.runs) {
      run.folder = folder / ("run-" + std::to_string(++number));
      std::filesystem::create_directory(run.folder);
      put_bytes(run.folder / "config.json", "{\"seed\": " + std::to_string(number) + ", \"loss\": \"same\", " +
                                                (&group == &groups[1] ? second : first) + "}");
    }
  const std::string page = report_page(groups, {.title = "t"});
  EXPECT_NE(page.find("The configs of the other runs differ in seed and name alone."), std::string::npos);
  EXPECT_NE(page.find("mlp verify &#39;" + (folder / "run-1").string() + "&#39;"), std::string::npos);
  return page.substr(page.find("What differs"), page.find("Configs, and how") - page.find("What differs"));
}

std::string layers_json(const std::string& units, const std::string& initializer) {
  const std::string end = R"(, "kernel_initializer": )" + initializer + R"(, "bias": true})";
  return R"("model": {"layers": [{"type": "dense", "units": )" + units + end + R"(, {"type": "dense", "units": 5)" +
         end + "]}";
}

TEST(Page, ShowsWhatDiffersBetweenConfigs) {
  const std::string he = R"({"type": "he_uniform", "negative_slope": 0, "gain": 1})";
  const std::string table = differences_of(R"("optimizer": {"rate": 0.25}, )" + layers_json("5", he),
                                           R"("optimizer": {"rate": 0.5}, )" + layers_json("7", he));
  // No more keys than nets: a row for each net.
  EXPECT_NE(table.find("<td>one</td><td>2 × dense, units 5</td><td>0.25</td>"), std::string::npos) << table;
  EXPECT_NE(table.find("<td>two</td><td>dense, units 7<br>dense, units 5</td><td>0.5</td>"), std::string::npos)
      << table;
  EXPECT_EQ(table.find("loss"), std::string::npos) << table;
}

TEST(Page, ShowsManyDifferencesByKey) {
  const std::string table = differences_of(R"("a": 1, "b": 2, "c": 3)", R"("a": 2, "b": 3)");
  EXPECT_NE(table.find("<code>a</code></td><td>1</td><td>2</td>"), std::string::npos) << table;
  EXPECT_NE(table.find("<code>c</code></td><td>3</td><td>–</td>"), std::string::npos) << table;
}

TEST(Page, SaysNothingOfDefaultsWhereLayersDiffer) {
  const std::string table =
      differences_of(layers_json("5", R"({"type": "he_uniform", "negative_slope": 0, "gain": 1})"),
                     layers_json("5", R"({"type": "uniform", "low": 0, "high": 1, "gain": 1})"));
  EXPECT_NE(table.find("<td>2 × dense, units 5, kernel_initializer he_uniform</td>"), std::string::npos) << table;
  EXPECT_NE(table.find("<td>2 × dense, units 5, kernel_initializer uniform(low 0, high 1)</td>"), std::string::npos)
      << table;
}

}  // namespace
}  // namespace mlp
