// The head of report.html: what was compared, which net won, which ones failed and why.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "group_curve.h"
#include "html.h"
#include "mlp/core/numbers.h"
#include "page_parts.h"
#include "page_verdicts.h"

namespace mlp {
namespace {

using html::text;

double median_of(const ComparedGroup& group, const std::string& metric) {
  const auto found = group.metrics.find(metric);
  return found == group.metrics.end() ? NAN : found->second.median;
}

/// "0.835 (median of 20 runs, quartiles 0.826 and 0.847)"
std::string value_text(const ValueSpread& spread) {
  if (spread.count < 2) return rounded(spread.median);
  return rounded(spread.median) + " (median of " + counted(spread.count, "run") + ", quartiles " +
         rounded(spread.lower_quartile) + " and " + rounded(spread.upper_quartile) + ")";
}

/// The groups that have the metric, the best median first.
std::vector<const ComparedGroup*> ranked(const std::vector<ComparedGroup>& groups, const std::string& metric) {
  std::vector<const ComparedGroup*> order;
  for (const ComparedGroup& group : groups)
    if (std::isfinite(median_of(group, metric))) order.push_back(&group);
  const bool lower = lower_is_better(metric);
  std::ranges::stable_sort(order, [&](const ComparedGroup* a, const ComparedGroup* b) {
    const double x = median_of(*a, metric), y = median_of(*b, metric);
    return lower ? x < y : x > y;
  });
  return order;
}

/// ", 0.004 ahead of the next one", and what that is worth.
std::string lead_over(const ComparedGroup& second, const ValueSpread& best, const ValueSpread& next) {
  const double ahead = std::abs(best.median - next.median);
  if (ahead == 0) return ", the same as " + second.label;
  std::string sentence = ", " + rounded(ahead, 2) + " ahead of " + second.label;
  const bool overlap = best.count > 1 && next.count > 1 && best.lower_quartile <= next.upper_quartile &&
                       next.lower_quartile <= best.upper_quartile;
  if (overlap) return sentence + "; their quartiles overlap, so other starts may turn the order around";
  if (best.count < 2 || next.count < 2)
    return sentence +
           "; a single start of each says little: with \"repeats\" in the config it is known how much is chance";
  return sentence;
}

/// "two_circles.csv", or the name of a generator.
std::string source_name(const RunDetails& details) {
  const auto& source = at_path(details.config, {"data", "source"});
  for (const char* file : {"path", "images", "features"})
    if (const auto& path = at_path(source, {file}); path.is_string())
      return std::filesystem::path(plain_text(path)).filename().string();
  return source.is_string() ? plain_text(source) : plain_text(at_path(source, {"type"}));
}

bool is_of_different_data(const PageContent& content) {
  std::set<std::string> names;
  for (const auto& runs : content.details)
    for (const RunDetails& details : runs) names.insert(source_name(details));
  return names.size() > 1;
}

std::string winner_text(const PageContent& content) {
  const std::string metric = deciding_metric(content.compared);
  const std::vector<const ComparedGroup*> order = ranked(content.compared, metric);
  if (order.empty()) return "";
  const ValueSpread& best = order[0]->metrics.at(metric);
  const std::string name = metric_title(metric);
  if (content.groups.size() == 1)
    return "<p class=\"lead\">" + text(capitalized(name) + ": " + value_text(best)) + ".</p>\n";
  std::string rest = ".";
  if (is_of_different_data(content))
    rest = ". The nets were trained on different data: how far apart their numbers are says nothing of the nets.";
  else if (order.size() > 1)
    rest = lead_over(*order[1], best, order[1]->metrics.at(metric)) + ".";
  return "<p class=\"lead\">Best " + text(name) + ": <strong>" + text(order[0]->label) + "</strong> with " +
         text(value_text(best) + rest) + "</p>\n";
}

/// "binary classification" by the config, or by the classes that were told apart; empty where neither says it.
std::string task_text(const RunDetails& details) {
  if (const auto& task = at_path(details.config, {"data", "task"}); task.is_string()) return spoken(plain_text(task));
  const auto& classes = at_path(details.summary, {"confusion_matrix", "classes"});
  if (!classes.is_array() || classes.size() < 2) return "";
  return classes.size() == 2 ? "binary classification" : "classification, " + counted(classes.size(), "class");
}

/// What runs were trained on, as far as they tell it: one that has not ended knows little of it.
struct DataFacts {
  std::string source, task, samples;

  /// Takes in what another says where it does not contradict: returns whether both are of the same data.
  bool merge(const DataFacts& other) {
    const auto agree = [](const std::string& a, const std::string& b) { return a.empty() || b.empty() || a == b; };
    if (source != other.source || !agree(task, other.task) || !agree(samples, other.samples)) return false;
    if (task.empty()) task = other.task;
    if (samples.empty()) samples = other.samples;
    return true;
  }

  /// "two_circles.csv: binary classification, 500 training, 500 test samples"
  std::string text() const {
    std::string result = source;
    if (!task.empty()) result += (result.empty() ? "" : ": ") + task;
    if (!samples.empty()) result += (result.empty() ? "" : ", ") + samples;
    return result;
  }
};

/// "500 training, 500 test samples"
std::string samples_text(const RunDetails& details) {
  std::string result;
  const bool test_twice = plain_text(at_path(details.config, {"data", "validation_source"})) == "test";
  for (const auto& [key, noun] : {std::pair("train", "training"), {"validation", "validation"}, {"test", "test"}}) {
    const auto& count = at_path(details.summary, {"samples", key});
    if (test_twice && std::string_view(key) == "validation") continue;
    if (count.is_number() && count.get<double>() > 0)
      result += (result.empty() ? "" : ", ") + grouped(count.get<std::int64_t>()) + " " + noun;
  }
  if (result.empty()) return "";
  return result + " samples" + (test_twice ? " (validation is on the test samples, too)" : "");
}

std::vector<std::string> data_texts(const PageContent& content) {
  std::vector<DataFacts> known;
  for (const auto& runs : content.details)
    for (const RunDetails& details : runs)
      if (const DataFacts one{source_name(details), task_text(details), samples_text(details)};
          std::ranges::none_of(known, [&](DataFacts& other) { return other.merge(one); }))
        known.push_back(one);
  std::vector<std::string> texts;
  for (const DataFacts& one : known)
    if (const std::string said = one.text(); !said.empty()) texts.push_back(said);
  return texts;
}

/// "1.2 s", "3 min 20 s", "1 h 4 min"
std::string duration(double seconds) {
  if (seconds < 60) return rounded(seconds, 3) + " s";
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return grouped(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string cost_text(const PageContent& content) {
  double seconds = 0;
  std::size_t known = 0, all = 0;
  for (const auto& runs : content.details)
    for (const RunDetails& details : runs) {
      ++all;
      if (const auto& value = at_path(details.summary, {"seconds"}); value.is_number()) {
        seconds += value.get<double>();
        ++known;
      }
    }
  if (known == 0) return "";
  if (all == 1) return "Training took " + duration(seconds) + ".";
  return "Training took " + duration(seconds) + " in all, " + duration(seconds / static_cast<double>(known)) +
         " a run on average" + (known < all ? " (" + std::to_string(known) + " of them are finished)" : "") + ".";
}

/// ", 12 of which have ended"; nothing where all have.
std::string ended_text(const PageContent& content, std::size_t runs) {
  std::size_t ended = 0;
  for (const ComparedGroup& group : content.compared) ended += group.ended;
  if (ended == runs) return "";
  return ", " + (ended == 0 ? "none" : std::to_string(ended)) + " of which " + (ended < 2 ? "has" : "have") + " ended";
}

}  // namespace

bool lower_is_better(const std::string& metric) {
  return metric.ends_with("loss") || metric.ends_with("error") || metric.ends_with("penalty");
}

std::string metric_title(const std::string& name) {
  if (name.starts_with("val_")) return "validation " + spoken(name.substr(4));
  if (name.starts_with("train_")) return "training " + spoken(name.substr(6));
  return spoken(name);
}

PageSection headline_section(const PageContent& content) {
  std::size_t runs = 0;
  for (const RunGroup& group : content.groups) runs += group.runs.size();
  std::string body = winner_text(content) + failures_html(content);
  std::string facts;
  if (content.is_single())
    facts = status_html(content);
  else
    facts =
        text(counted(content.groups.size(), "net") + " in " + counted(runs, "run") + ended_text(content, runs) + ". ");
  std::string data;
  for (const std::string& one : data_texts(content)) data += (data.empty() ? "Data: " : "; ") + one;
  if (!data.empty()) facts += text(data + ". ");
  facts += text(cost_text(content));
  if (!facts.empty()) body += "<p class=\"note\">" + facts + "</p>\n";
  body += content.is_single() ? verdicts_html(content) : groups_table(content);
  const bool several = std::ranges::any_of(content.groups, [](const RunGroup& g) { return g.runs.size() > 1; });
  if (several)
    body +=
        "<p class=\"note\">Numbers: the median of the runs, and below it their lower and upper quartile. What is seen "
        "of a net's gradient is told by the run nearest to the median of those with the same verdict.</p>\n";
  return {"summary", "What came out", body};
}

}  // namespace mlp
