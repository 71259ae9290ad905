// The section of report.html with all runs: their numbers, configs, environment, and how to repeat them.

#include <algorithm>
#include <cmath>

#include "group_curve.h"
#include "html.h"
#include "mlp/core/numbers.h"
#include "page_differences.h"
#include "page_parts.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;
using html::TableCell;
using html::text;

std::string code(std::string_view content) { return "<code>" + text(content) + "</code>"; }

/// For a POSIX shell: in single quotes, whatever it is.
std::string shell_word(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

double number_at(const Json& value, std::initializer_list<const char*> keys) {
  const Json& found = at_path(value, keys);
  return found.is_number() ? found.get<double>() : NAN;
}

/// The metrics of the last row and of the test, that were watched.
std::vector<std::string> metrics_shown(const PageContent& content) {
  std::vector<std::string> names;
  for (const ComparedGroup& group : content.compared)
    for (const auto& [name, spread] : group.metrics) {
      const bool is_watched = !name.starts_with("test_") || group.metrics.contains("train_" + name.substr(5));
      if (is_watched && name != "train_penalty" && std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
  return names;
}

double last_metric(const RunFolder& run, const std::string& name) {
  if (run.summary) {
    const auto found = run.summary->metrics.find(name);
    return found == run.summary->metrics.end() ? NAN : found->second;
  }
  const std::vector<double>* values = run.history.find(name);
  return values == nullptr || values->empty() ? NAN : values->back();
}

std::string runs_table(const PageContent& content) {
  const std::vector<std::string> metrics = metrics_shown(content);
  std::vector<html::TableColumn> columns{{"net"}, {"seed", true}, {"status"}, {"gradient flow"}};
  for (const std::string& name : metrics) columns.push_back({metric_title(name), true});
  for (const char* name : {"epochs", "steps", "seconds", "samples/s", "parameters"}) columns.push_back({name, true});
  std::vector<std::vector<TableCell>> rows;
  for (std::size_t g = 0; g < content.groups.size(); ++g)
    for (std::size_t r = 0; r < content.groups[g].runs.size(); ++r) {
      const RunFolder& run = content.groups[g].runs[r];
      const Json& summary = content.details[g][r].summary;
      auto& row = rows.emplace_back();
      row.push_back(html::text_cell(content.groups[g].label));
      row.push_back(html::number_cell(number_at(content.details[g][r].config, {"seed"}), 15));
      row.push_back(html::text_cell(spoken(standing_of(run))));
      row.push_back(html::text_cell(
          run.summary && run.summary->verdict ? std::string(verdict_name(*run.summary->verdict)) : "–"));
      for (const std::string& name : metrics) row.push_back(html::number_cell(last_metric(run, name)));
      const std::vector<double>* epochs = run.history.find("epoch");
      const double last_epoch = epochs == nullptr || epochs->empty() ? NAN : epochs->back();
      row.push_back(html::count_cell(last_epoch));
      row.push_back(html::count_cell(number_at(summary, {"steps"})));
      row.push_back(html::number_cell(number_at(summary, {"seconds"})));
      row.push_back(html::count_cell(number_at(summary, {"samples_per_second"}), 3));
      row.push_back(html::count_cell(number_at(summary, {"parameters"})));
    }
  return html::table(columns, rows, html::TableKind::sortable);
}

/// Without what tells repeats apart: the seed, and the name, which ends with it.
Json without_seed(Json config) {
  if (!config.is_object()) return config;
  config.erase("seed");
  config.erase("name");
  return config;
}

/// The config of a group's first run, and a sentence on those of its others.
std::string config_html(const PageContent& content, std::size_t g) {
  const auto& runs = content.details[g];
  if (runs.empty() || runs[0].config.is_null()) return "<p>There is no config.json.</p>\n";
  std::string body = "<pre tabindex=\"0\">" +
                     html::lines(runs[0].config.dump(2, ' ', false, Json::error_handler_t::replace)) + "</pre>\n";
  const auto others = std::ranges::count_if(
      runs, [&](const RunDetails& other) { return without_seed(other.config) != without_seed(runs[0].config); });
  if (runs.size() > 1)
    body += "<p class=\"note\">" +
            text(others == 0 ? "The configs of the other runs differ in seed and name alone."
                             : std::to_string(others) + " of its runs " + (others == 1 ? "has" : "have") +
                                   " another config than this, the first one's.") +
            "</p>\n";
  return body;
}

std::string repeat_html(const RunGroup& group) {
  const std::string folder = group.runs[0].folder.string();
  return "<p>Train it again, with the same bits: " +
         code("mlp train " + shell_word(folder + "/config.json") + " -o again") +
         "</p>\n<p>Check that it gives them: " + code("mlp verify " + shell_word(folder)) + "</p>\n";
}

/// The environments that occur, each with the groups that have it.
std::string environments_html(const PageContent& content) {
  std::vector<std::pair<Json, std::size_t>> known;
  for (const auto& runs : content.details)
    for (const RunDetails& details : runs) {
      Json environment = at_path(details.summary, {"environment"});
      if (!environment.is_object()) continue;
      environment.erase("peak_memory_bytes");
      const auto found = std::ranges::find(known, environment, &std::pair<Json, std::size_t>::first);
      if (found == known.end())
        known.emplace_back(environment, 1);
      else
        ++found->second;
    }
  std::string body;
  for (const auto& [environment, count] : known) {
    if (known.size() > 1) body += "<p>" + text(std::to_string(count) + (count == 1 ? " run:" : " runs:")) + "</p>\n";
    std::vector<std::vector<TableCell>> rows;
    for (const auto& [key, value] : environment.items())
      rows.push_back({html::text_cell(spoken(key)), html::text_cell(plain_text(value))});
    body += html::table({{"what"}, {"value"}}, rows, html::TableKind::plain);
  }
  return body;
}

}  // namespace

PageSection runs_section(const PageContent& content) {
  std::string body = runs_table(content);
  if (const std::string differences = differences_table(content); !differences.empty())
    body += "<h3>What differs</h3>\n" + differences;
  body += "<h3>Configs, and how to repeat them</h3>\n";
  for (std::size_t g = 0; g < content.groups.size(); ++g)
    body += html::folded(content.groups[g].label, repeat_html(content.groups[g]) + config_html(content, g));
  if (const std::string environments = environments_html(content); !environments.empty())
    body += "<h3>Where they were trained</h3>\n" + environments;
  return {"runs", "All runs", body};
}

}  // namespace mlp
