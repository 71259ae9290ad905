#include "page_verdicts.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include "group_curve.h"
#include "html.h"
#include "mlp/core/numbers.h"
#include "mlp/report/diagnosis.h"

namespace mlp {
namespace {

using html::text;

constexpr std::size_t most_open = 12;  // nets whose evidence is not folded, and whose failures are told one by one
constexpr std::size_t most_named = 3;  // nets that stand for more with the same verdict

/// Whether all weights of a kernel that is drawn so have one sign; nothing where the config does not say how.
bool is_of_one_sign(const nlohmann::ordered_json& initializer) {
  const auto &low = at_path(initializer, {"low"}), &high = at_path(initializer, {"high"});
  return low.is_number() && high.is_number() && (low.get<double>() >= 0 || high.get<double>() <= 0);
}

/// "(0, 1)" where the kernels of all layers but the last are drawn from this range of one sign.
std::optional<std::string> range_of_one_sign(const RunDetails& details) {
  const auto& layers = at_path(details.config, {"model", "layers"});
  if (!layers.is_array() || layers.size() < 2) return std::nullopt;
  const auto& first = at_path(layers[0], {"kernel_initializer"});
  for (std::size_t i = 0; i + 1 < layers.size(); ++i)
    if (at_path(layers[i], {"kernel_initializer"}) != first || !is_of_one_sign(first)) return std::nullopt;
  return "(" + plain_text(at_path(first, {"low"})) + ", " + plain_text(at_path(first, {"high"})) + ")";
}

/// The verdicts of a net; where the config shows more than layers.csv does, with that for a cause.
std::vector<Diagnosis> verdicts_of(const PageContent& content, std::size_t group) {
  std::vector<Diagnosis> found = content.compared[group].diagnoses;
  for (Diagnosis& d : found) {
    const bool is_of_sums = d.cause.kind == CauseKind::large_sums || d.cause.kind == CauseKind::rank_collapse;
    const auto range = is_of_sums ? range_of_one_sign(content.details[group][d.teller]) : std::nullopt;
    if (!range) continue;
    d.cause.kind = CauseKind::weights_of_one_sign;
    d.cause.explanation =
        "they were all drawn from " + *range + ", so the sums add up instead of cancelling. " +
        (d.verdict == FlowVerdict::saturated
             ? "They drive the units to the flat ends of their activation, where its slope is nearly 0."
             : "All units of a layer get nearly the same sum and say the same: rank collapse.");
  }
  return found;
}

/// What was over some time ago is not alarming, unless the net failed.
std::string verdict_mark(const Diagnosis& d, bool failed) {
  const bool healthy = d.verdict == FlowVerdict::healthy, is_past = !healthy && d.over_epoch;
  const char* kind = healthy ? "good" : is_past && !failed ? "past" : "bad";
  return std::string("<span class=\"verdict ") + kind + "\">" +
         text(std::string(verdict_name(d.verdict)) + (is_past ? " at first" : "")) + "</span>";
}

bool has_failed(const ComparedGroup& group) { return group.target.share() < 0.5; }

/// "in 15 of 20 runs"; nothing of a single one.
std::string share_of_runs(const Diagnosis& d, bool several) {
  return several ? "in " + std::to_string(d.count) + " of " + counted(d.runs, "run") : "";
}

std::string uncapitalized(std::string word) {
  if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') word[0] = static_cast<char>(word[0] + 32);
  return word;
}

/// What is seen, where, since when, and why: a list of named lines; of what is healthy, a sentence.
std::string evidence_html(const Diagnosis& d, const std::string& teller) {
  if (d.verdict == FlowVerdict::healthy) {
    const std::string seen =
        capitalized(d.reason) + ", " + time_of(d) + (teller.empty() ? ". " : " (" + teller + "). ");
    return "<p>" + text(seen + d.cause.explanation) + "</p>";
  }
  std::string lines;
  const auto line = [&](const char* name, const std::string& content) {
    if (!content.empty()) lines += "<dt>" + text(name) + "</dt><dd>" + text(content) + "</dd>";
  };
  line("seen", capitalized(d.reason) + (teller.empty() ? "." : " (" + teller + ")."));
  line("where", d.place);
  if (d.verdict != FlowVerdict::diverged) line("when", time_of(d));
  const std::string cause(cause_name(d.cause.kind));
  line("why", cause + (cause.empty() ? "" : ": ") + d.cause.explanation);
  return "<dl>" + lines + "</dl>";
}

/// The most frequent verdict with its evidence; those of fewer runs are folded, and all where there are many nets.
html::TableCell verdicts_cell(const PageContent& content, std::size_t g) {
  const RunGroup& group = content.groups[g];
  const std::vector<Diagnosis> found = verdicts_of(content, g);
  const bool several = group.runs.size() > 1, folded = content.groups.size() > most_open;
  std::string cell;
  for (const Diagnosis& d : found) {
    const std::string head =
        verdict_mark(d, has_failed(content.compared[g])) + text(several ? " " + share_of_runs(d, several) : "");
    const std::string evidence = evidence_html(d, several ? repeat_name(group.runs[d.teller]) : "");
    cell += &d == &found.front() && !folded
                ? "<div class=\"diagnosis\">" + head + evidence + "</div>"
                : "<details class=\"diagnosis\"><summary>" + head + "</summary>" + evidence + "</details>";
  }
  if (cell.empty()) cell = "<span class=\"muted\">not judged yet</span>";
  return {cell, found.empty() ? "" : std::string(verdict_name(found[0].verdict))};
}

html::TableCell metric_cell(const ComparedGroup& group, const std::string& metric) {
  auto found = group.metrics.find(metric);
  std::string own;  // a net of another task has another metric
  if (found == group.metrics.end()) {
    own = deciding_metric({group});
    found = group.metrics.find(own);
  }
  if (found == group.metrics.end() || found->second.count == 0) return {"–", "nan"};
  const ValueSpread& s = found->second;
  std::string shown = text(rounded(s.median));
  if (s.count > 1)
    shown += "<br><small>" + text(rounded(s.lower_quartile) + " – " + rounded(s.upper_quartile)) + "</small>";
  if (!own.empty()) return {shown + "<br><small>" + text(metric_title(own)) + "</small>", "nan"};
  return {shown, shortest(s.median)};
}

std::string status_text(const ComparedGroup& group) {
  if (group.statuses.size() == 1) return (group.repeats > 1 ? "all " : "") + spoken(group.statuses.begin()->first);
  std::string result;
  for (const auto& [status, count] : group.statuses)
    result += (result.empty() ? "" : ", ") + (group.repeats > 1 ? std::to_string(count) + " " : "") + spoken(status);
  return result;
}

/// "3 of 20", of the runs that were judged by the target.
std::string reached_text(const TargetCount& target) {
  return std::to_string(target.reached) + " of " + std::to_string(target.runs);
}

/// "3 of 20 runs reached it"; where not all have ended, "0 of 1 ended run reached it, 2 are unfinished".
std::string reached_sentence(const ComparedGroup& group) {
  const std::size_t open = group.repeats - group.ended;
  return reached_text(group.target) + (open > 0 ? " ended" : "") + (group.target.runs == 1 ? " run" : " runs") +
         " reached it" + (open == 0 ? "" : ", " + std::to_string(open) + (open == 1 ? " is" : " are") + " unfinished");
}

/// "test accuracy of at least 0.78", of the first run that has a target.
std::string target_text(const PageContent& content) {
  for (const auto& runs : content.details)
    for (const RunDetails& details : runs) {
      const auto& target = at_path(details.summary, {"target"});
      for (const auto& [key, words] : {std::pair("at_least", "at least "), {"at_most", "at most "}})
        if (const auto& limit = at_path(target, {key}); limit.is_number())
          return metric_title(plain_text(at_path(target, {"metric"}))) + " of " + words + plain_text(limit);
    }
  return "";
}

/// "vanishing in 20 of 20 runs, in dense_1 (smallest gradient: 3.8e-06), since before training. Cause: …"
std::string failure_html(const PageContent& content, std::size_t g) {
  const ComparedGroup& compared = content.compared[g];
  std::string item = "<strong>" + text(compared.label) + "</strong>" + text(" (" + reached_sentence(compared) + ")");
  const std::vector<Diagnosis> found = verdicts_of(content, g);
  if (!found.empty()) {
    const Diagnosis& d = found[0];
    const std::string runs = share_of_runs(d, content.groups[g].runs.size() > 1);
    item += ": " + verdict_mark(d, true) + text(runs.empty() ? "" : " " + runs);
    if (!d.place.empty()) item += text(", in " + d.place);
    if (d.verdict != FlowVerdict::diverged) item += text(", " + time_of(d));
    const std::string cause(cause_name(d.cause.kind));
    item += text(cause.empty() ? "." : ". Cause: " + uncapitalized(cause) + ".");
  }
  return "<li>" + item + "</li>\n";
}

/// Of very many nets that missed the target, those with one verdict in one line, the most frequent first: "healthy:
/// 40 nets (a, b, c, …)".
std::string failures_by_verdict(const PageContent& content, const std::vector<std::size_t>& failed) {
  std::vector<std::pair<std::string, std::vector<std::string>>> nets_of;
  for (const std::size_t g : failed) {
    const std::vector<Diagnosis> found = verdicts_of(content, g);
    const std::string mark = found.empty() ? "not judged" : verdict_mark(found[0], true);
    auto known = std::ranges::find(nets_of, mark, &decltype(nets_of)::value_type::first);
    if (known == nets_of.end()) known = nets_of.insert(known, {mark, {}});
    known->second.push_back(content.compared[g].label);
  }
  std::ranges::stable_sort(nets_of, std::greater(), [](const auto& entry) { return entry.second.size(); });
  std::string items;
  for (const auto& [mark, nets] : nets_of) {
    std::string names;
    for (std::size_t i = 0; i < std::min(nets.size(), most_named); ++i) names += (i > 0 ? ", " : "") + nets[i];
    if (nets.size() > most_named) names += ", …";
    items += "<li>" + mark + text(": " + counted(static_cast<std::int64_t>(nets.size()), "net") + " (" + names + ")") +
             "</li>\n";
  }
  return items;
}

}  // namespace

std::string failures_html(const PageContent& content) {
  std::vector<std::size_t> failed;
  bool judged = false, all_judged = true;
  for (std::size_t i = 0; i < content.compared.size(); ++i) {
    const ComparedGroup& compared = content.compared[i];
    judged = judged || compared.target.runs > 0;
    all_judged = all_judged && compared.target.runs > 0;
    if (has_failed(compared)) failed.push_back(i);
  }
  if (!judged || content.groups.size() < 2) return "";
  const std::string target = target_text(content), of_target = target.empty() ? "" : " of a " + target;
  const std::string such = target.empty() ? "" : " (a " + target + ")";
  if (failed.empty())
    return "<p class=\"lead\">Every net " +
           text(all_judged ? "reached the target" + of_target : "that has a target reached it" + such) +
           " from at least half of its starts.</p>\n";
  std::string items, how_many;
  if (failed.size() > most_open) {
    items = failures_by_verdict(content, failed);
    how_many = ": " + std::to_string(failed.size()) + " of " +
               counted(static_cast<std::int64_t>(content.groups.size()), "net");
  } else {
    for (const std::size_t g : failed) items += failure_html(content, g);
  }
  return "<p class=\"lead\">Missed the target" + text(of_target + how_many) + ":</p>\n<ul class=\"failures\">\n" +
         items + "</ul>\n";
}

std::string capitalized(std::string sentence) {
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z') sentence[0] = static_cast<char>(sentence[0] - 32);
  return sentence;
}

std::string status_html(const PageContent& content) {
  const ComparedGroup& only = content.compared[0];
  std::string status = capitalized(status_text(only)) + ". ";
  if (const std::string target = target_text(content); !target.empty() && only.target.runs > 0)
    status += "The target of a " + target + " was " + (only.target.reached > 0 ? "" : "not ") + "reached. ";
  return text(status);
}

std::string verdicts_html(const PageContent& content) { return verdicts_cell(content, 0).shown + "\n"; }

std::string groups_table(const PageContent& content) {
  const std::string metric = deciding_metric(content.compared);
  const auto& compared = content.compared;
  const bool target = std::ranges::any_of(compared, [](const auto& g) { return g.target.runs > 0; });
  std::vector<html::TableColumn> columns{{"net"}, {"runs", true}};
  if (!metric.empty()) columns.push_back({metric_title(metric), true});
  if (target) columns.push_back({"reached target", true});
  const bool status = !std::ranges::all_of(compared, &ComparedGroup::all_completed);
  if (status) columns.push_back({"status"});
  columns.push_back({"gradient flow"});
  std::vector<std::vector<html::TableCell>> rows;
  for (std::size_t i = 0; i < compared.size(); ++i) {
    auto& row = rows.emplace_back();
    row.push_back({"<strong>" + text(compared[i].label) + "</strong>", compared[i].label});
    row.push_back(html::number_cell(static_cast<double>(compared[i].repeats), 6));
    if (!metric.empty()) row.push_back(metric_cell(compared[i], metric));
    if (target)
      row.push_back(compared[i].target.runs > 0
                        ? html::TableCell{text(reached_text(compared[i].target)), shortest(compared[i].target.share())}
                        : html::TableCell{"–", "nan"});
    if (status) row.push_back(html::text_cell(status_text(compared[i])));
    row.push_back(verdicts_cell(content, i));
  }
  return html::table(columns, rows, html::TableKind::stacked);
}

}  // namespace mlp
