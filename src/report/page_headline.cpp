#include <algorithm>
#include <cmath>

#include "group_curve.h"
#include "html.h"
#include "mlp/core/numbers.h"
#include "mlp/report/diagnosis.h"
#include "page_parts.h"

namespace mlp {
namespace {

using html::text;

bool watched(const ComparedGroup& group, const std::string& name) {
  return !name.starts_with("test_") || group.metrics.contains("train_" + name.substr(5));
}

double median_of(const ComparedGroup& group, const std::string& metric) {
  const auto found = group.metrics.find(metric);
  return found == group.metrics.end() ? NAN : found->second.median;
}

std::string plural(std::size_t count, const std::string& noun) {
  return grouped(static_cast<std::int64_t>(count)) + " " + noun + (count == 1 ? "" : "s");
}

/// "0.835 (quartiles 0.826 and 0.847 of 20 runs)"
std::string value_text(const ValueSpread& spread) {
  if (spread.count < 2) return rounded(spread.median);
  return rounded(spread.median) + " (median of " + plural(spread.count, "run") + "; half of them lie between " +
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

std::string winner_text(const std::vector<ComparedGroup>& groups) {
  const std::string metric = deciding_metric(groups);
  const std::vector<const ComparedGroup*> order = ranked(groups, metric);
  if (order.empty()) return "";
  const ValueSpread& best = order[0]->metrics.at(metric);
  const std::string name = metric_title(metric);
  if (groups.size() == 1) return "<p class=\"lead\">" + text(name + ": " + value_text(best)) + ".</p>\n";
  std::string sentence = "<p class=\"lead\">Best " + text(name) + ": <strong>" + text(order[0]->label) +
                         "</strong> with " + text(value_text(best));
  if (order.size() > 1) {
    const ValueSpread& second = order[1]->metrics.at(metric);
    const double ahead = std::abs(best.median - second.median);
    const bool overlap = best.count > 1 && second.count > 1 && best.lower_quartile <= second.upper_quartile &&
                         second.lower_quartile <= best.upper_quartile;
    sentence += ", " + text(rounded(ahead, 3)) + " ahead of " + text(order[1]->label);
    if (ahead == 0)
      sentence += ": no difference";
    else if (overlap)
      sentence += "; their quartiles overlap, so other starts may turn the order around";
    else if (best.count < 2 || second.count < 2)
      sentence += "; a single start of each says little: with \"repeats\" in the config it is known how much is chance";
  }
  return sentence + ".</p>\n";
}

/// "two_circles.csv: binary classification, 500 training, 500 test samples"
std::string data_text(const RunDetails& details) {
  const auto& source = at_path(details.config, {"data", "source"});
  std::string name = source.is_string() ? plain_text(source) : plain_text(at_path(source, {"type"}));
  if (const auto& path = at_path(source, {"path"}); path.is_string())
    name = std::filesystem::path(plain_text(path)).filename().string();
  std::string result = name;
  if (const auto& task = at_path(details.config, {"data", "task"}); task.is_string())
    result += (result.empty() ? "" : ": ") + spoken(plain_text(task));
  for (const auto& [key, noun] : {std::pair("train", "training"), {"validation", "validation"}, {"test", "test"}}) {
    const auto& count = at_path(details.summary, {"samples", key});
    if (count.is_number() && count.get<double>() > 0) result += ", " + grouped(count.get<std::int64_t>()) + " " + noun;
  }
  return result.find("training") == std::string::npos ? result : result + " samples";
}

std::vector<std::string> data_texts(const PageContent& content) {
  std::vector<std::string> texts;
  for (const auto& runs : content.details)
    for (const RunDetails& details : runs)
      if (const std::string one = data_text(details); !one.empty() && std::ranges::find(texts, one) == texts.end())
        texts.push_back(one);
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

std::string verdict_mark(const std::string& verdict) {
  return "<span class=\"verdict " + std::string(verdict == "healthy" ? "good" : "bad") + "\">" + text(verdict) +
         "</span>";
}

/// When it was so: before training and how long after it, or since when.
std::string when_text(const Diagnosis& d) {
  if (d.judged_epoch == 0) {
    if (d.over_epoch) return "before training, but no longer at epoch " + std::to_string(*d.over_epoch);
    return "since before training" +
           (d.last_epoch > 0 ? ", and still at epoch " + std::to_string(d.last_epoch) : std::string());
  }
  std::string judged = "at epoch " + std::to_string(d.judged_epoch);
  if (d.since_epoch == d.judged_epoch) return judged;
  return judged + ", and so since " +
         (d.since_epoch == 0 ? std::string("before training") : "epoch " + std::to_string(d.since_epoch));
}

/// A verdict that is bad has a time; what is healthy was so at both ends.
std::string dated(const Diagnosis& d) {
  if (d.verdict == "diverged") return d.reason + ". " + d.cause;
  if (d.verdict == "healthy") return d.reason + ", before training and at the end. " + d.cause;
  return d.reason + ", " + when_text(d) + ". " + d.cause;
}

/// A verdict, of how many runs it is, and what it rests on in one of them.
std::string diagnosis_html(const Diagnosis& d, bool several) {
  std::string sentence = verdict_mark(d.verdict);
  if (several) sentence += text(" in " + std::to_string(d.count) + " of " + plural(d.runs, "run"));
  sentence += several ? text("; " + d.run.filename().string() + ": ") : " ";
  return sentence + text(dated(d));
}

/// "tanh-5x5 (3 of 20 runs reached it): vanishing in 17 of 20 runs; seed-1: …" by the most frequent verdict.
std::string failure_text(const RunGroup& group, const ComparedGroup& compared) {
  const double runs = static_cast<double>(compared.repeats);
  std::string item = "<strong>" + text(compared.label) + "</strong>" +
                     text(" (" + rounded(*compared.reached_share * runs, 4) + " of " + rounded(runs, 6) +
                          (compared.repeats == 1 ? " run" : " runs") + " reached it)");
  const std::vector<Diagnosis> found = diagnose(group);
  if (!found.empty()) item += ": " + diagnosis_html(found[0], group.runs.size() > 1);
  return "<li>" + item + "</li>\n";
}

/// The nets of which most starts missed the target, each with what became of its gradient, and why.
std::string failures_text(const PageContent& content) {
  std::string items;
  bool judged = false;
  for (std::size_t i = 0; i < content.compared.size(); ++i) {
    const ComparedGroup& compared = content.compared[i];
    judged = judged || compared.reached_share.has_value();
    if (compared.reached_share && *compared.reached_share < 0.5) items += failure_text(content.groups[i], compared);
  }
  if (!judged || content.groups.size() < 2) return "";
  if (items.empty()) return "<p class=\"lead\">Every net reached the target from at least half of its starts.</p>\n";
  return "<p class=\"lead\">Missed the target:</p>\n<ul class=\"failures\">\n" + items + "</ul>\n";
}

html::TableCell diagnoses_cell(const RunGroup& group) {
  std::string cell;
  const std::vector<Diagnosis> found = diagnose(group);
  for (const Diagnosis& d : found)
    cell += "<div class=\"diagnosis\">" + diagnosis_html(d, group.runs.size() > 1) + "</div>";
  if (cell.empty()) cell = "<span class=\"muted\">not judged yet</span>";
  return {cell, found.empty() ? "" : found[0].verdict};
}

html::TableCell metric_cell(const ComparedGroup& group, const std::string& metric) {
  const auto found = group.metrics.find(metric);
  if (found == group.metrics.end() || found->second.count == 0) return {"–", "nan"};
  const ValueSpread& s = found->second;
  std::string shown = text(rounded(s.median));
  if (s.count > 1)
    shown += "<br><small>" + text(rounded(s.lower_quartile, 3) + " – " + rounded(s.upper_quartile, 3)) + "</small>";
  return {shown, shortest(s.median)};
}

std::string status_of(const ComparedGroup& group) {
  if (group.statuses.size() == 1) return (group.repeats > 1 ? "all " : "") + spoken(group.statuses.begin()->first);
  std::string result;
  for (const auto& [status, count] : group.statuses)
    result += (result.empty() ? "" : ", ") + (group.repeats > 1 ? std::to_string(count) + " " : "") + spoken(status);
  return result;
}

std::string groups_table(const PageContent& content) {
  const std::string metric = deciding_metric(content.compared);
  const auto& compared = content.compared;
  const bool target = std::ranges::any_of(compared, [](const auto& g) { return g.reached_share.has_value(); });
  std::vector<html::TableColumn> columns{{"net"}, {"runs", true}};
  if (!metric.empty()) columns.push_back({metric_title(metric), true});
  if (target) columns.push_back({"reached target", true});
  columns.push_back({"status"});
  columns.push_back({"gradient flow, and what causes it"});
  std::vector<std::vector<html::TableCell>> rows;
  for (std::size_t i = 0; i < compared.size(); ++i) {
    auto& row = rows.emplace_back();
    row.push_back({"<strong>" + text(compared[i].label) + "</strong>", compared[i].label});
    row.push_back(html::number_cell(static_cast<double>(compared[i].repeats), 6));
    if (!metric.empty()) row.push_back(metric_cell(compared[i], metric));
    if (target) {
      const double runs = static_cast<double>(compared[i].repeats), share = compared[i].reached_share.value_or(NAN);
      row.push_back(std::isfinite(share)
                        ? html::TableCell{text(rounded(share * runs, 4) + " of " + rounded(runs, 6)), shortest(share)}
                        : html::TableCell{"–", "nan"});
    }
    row.push_back(html::text_cell(status_of(compared[i])));
    row.push_back(diagnoses_cell(content.groups[i]));
  }
  return html::table(columns, rows, html::TableKind::stacked);
}

}  // namespace

std::string deciding_metric(const std::vector<ComparedGroup>& compared) {
  for (const bool losses : {false, true})
    for (const char* prefix : {"test_", "val_", "train_"})
      for (const ComparedGroup& group : compared)
        for (const auto& [name, spread] : group.metrics)
          if (name.starts_with(prefix) && name != "train_penalty" && name.ends_with("_loss") == losses &&
              spread.count > 0 && watched(group, name))
            return name;
  return "";
}

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
  std::string body;
  if (!content.is_single())
    body += "<p>" + text(plural(content.groups.size(), "net") + " in " + plural(runs, "run") + ".") + "</p>\n";
  for (const std::string& data : data_texts(content)) body += "<p>" + text("Data: " + data + ".") + "</p>\n";
  body += winner_text(content.compared) + failures_text(content) + groups_table(content);
  const bool several = std::ranges::any_of(content.groups, [](const RunGroup& g) { return g.runs.size() > 1; });
  if (several)
    body += "<p class=\"note\">Numbers: the median of the runs, and below it their lower and upper quartile.</p>\n";
  if (const std::string cost = cost_text(content); !cost.empty()) body += html::element("p", cost) + "\n";
  return {"summary", "What came out", body};
}

}  // namespace mlp
