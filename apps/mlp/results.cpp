#include "results.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/core/text_width.h"
#include "mlp/core/utf8.h"
#include "mlp/report/comparison.h"
#include "mlp/report/run_figures.h"
#include "mlp/report/table.h"
#include "mlp/report/terminal.h"
#include "mlp/report/terminal_chart.h"
#include "mlp/report/terminal_flow.h"
#include "svg_to_png.h"

namespace mlp {
namespace {

std::string number(double value) { return std::isfinite(value) ? rounded(value, 4) : "-"; }

/// Of several repeats "median (lower - upper quartile)", or the median alone; of one its value.
std::string spread_text(const ValueSpread& spread, bool with_quartiles) {
  if (spread.count == 0) return "-";
  if (spread.count == 1 || !with_quartiles) return number(spread.median);
  return number(spread.median) + " (" + number(spread.lower_quartile) + " - " + number(spread.upper_quartile) + ")";
}

/// A test is measured by more than was watched during training, which the summary has: in the table it would be too
/// much.
bool was_watched(const ComparedGroup& group, const std::string& name) {
  return !name.starts_with("test_") || group.metrics.contains("train_" + name.substr(5));
}

/// The metrics worth a column: those of the test part, else of validation, else of training; penalties only where any.
std::vector<std::string> shown_metrics(const std::vector<ComparedGroup>& groups) {
  for (const char* prefix : {"test_", "val_", "train_"}) {
    std::vector<std::string> names;
    for (const ComparedGroup& group : groups)
      for (const auto& [name, spread] : group.metrics)
        if (name.starts_with(prefix) && name != "train_penalty" && was_watched(group, name) &&
            std::ranges::find(names, name) == names.end())
          names.push_back(name);
    if (!names.empty()) return names;
  }
  return {};
}

/// "18/20", of the runs that have ended; nothing where there is no target.
std::string reached_text(const TargetCount& target) {
  return target.runs == 0 ? "-" : std::to_string(target.reached) + "/" + std::to_string(target.runs);
}

/// "vanishing 19, healthy 1"; of a single run the word alone.
std::string verdict_text(const ComparedGroup& group) {
  std::string text;
  for (const Diagnosis& d : group.diagnoses)
    text += (text.empty() ? "" : ", ") + std::string(verdict_name(d.verdict)) +
            (group.repeats > 1 ? " " + std::to_string(d.count) : "");
  return text.empty() ? "-" : text;
}

std::string status_text(const ComparedGroup& group) {
  std::string text;
  for (const auto& [status, count] : group.statuses)
    text += (text.empty() ? "" : ", ") + status + (group.repeats > 1 ? " " + std::to_string(count) : "");
  return text;
}

std::string table_of(const std::vector<ComparedGroup>& groups, const std::vector<std::string>& metrics,
                     bool with_quartiles, const TableStyle& style) {
  const bool several = std::ranges::any_of(groups, [](const ComparedGroup& g) { return g.repeats > 1; });
  const bool target = std::ranges::any_of(groups, [](const ComparedGroup& g) { return g.target.runs > 0; });
  const bool all_completed = std::ranges::all_of(groups, &ComparedGroup::all_completed);
  std::vector<Column> columns{{"run"}};
  if (several) columns.push_back({"repeats", Align::right});
  if (!all_completed) columns.push_back({"status"});
  for (const std::string& name : metrics) columns.push_back({name, Align::right});
  if (target) columns.push_back({"reached target", Align::right});
  columns.push_back({"gradient flow"});
  std::vector<std::vector<std::string>> rows;
  for (const ComparedGroup& group : groups) {
    std::vector<std::string>& row = rows.emplace_back(std::vector<std::string>{group.label});
    if (several) row.push_back(std::to_string(group.repeats));
    if (!all_completed) row.push_back(status_text(group));
    for (const std::string& name : metrics)
      row.push_back(group.metrics.contains(name) ? spread_text(group.metrics.at(name), with_quartiles) : "-");
    if (target) row.push_back(reached_text(group.target));
    row.push_back(verdict_text(group));
  }
  return format_table(columns, rows, style);
}

/// The first metric that is no loss, or the first.
std::vector<std::string> most_telling(const std::vector<std::string>& metrics) {
  const auto found = std::ranges::find_if(metrics, [](const std::string& name) { return !name.ends_with("_loss"); });
  if (metrics.empty()) return {};
  return {found == metrics.end() ? metrics.front() : *found};
}

/// The table, with the quartiles where the terminal has room for them, and what its numbers are. In a narrow one the
/// losses give way before names and verdicts are cut.
std::string explained_table(const std::vector<ComparedGroup>& groups, const Terminal& terminal) {
  const bool several = std::ranges::any_of(groups, [](const ComparedGroup& g) { return g.repeats > 1; });
  const std::vector<std::string> all = shown_metrics(groups);
  const auto fits = [&](const std::string& table) {
    return !terminal.has_width || columns_of(table.substr(0, table.find('\n'))) <= terminal.width;
  };
  const std::string quartiles = several ? "numbers: median (lower - upper quartile) of the repeats\n" : "";
  const std::string medians = several ? "numbers: median of the repeats\n" : "";
  const TableStyle style{.ascii = !terminal.unicode};
  if (const std::string wide = table_of(groups, all, true, style); fits(wide)) return wide + quartiles;
  if (const std::string less = table_of(groups, all, false, style); fits(less)) return less + medians;
  return table_of(groups, most_telling(all), false, {.width = terminal.width, .ascii = !terminal.unicode}) + medians;
}

/// The words of a text in lines of at most `width` columns, where its words allow it; the further lines are indented.
std::string wrapped(const std::string& text, std::size_t width) {
  const std::string indent = "      ";
  std::string result, line = "  ";
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const bool begins = line.find_first_not_of(' ') == std::string::npos;
    if (!begins && columns_of(line) + 1 + columns_of(word) > width) {
      result += line + "\n";
      line = indent + word;
    } else {
      line += (begins ? "" : " ") + word;
    }
  }
  return result + line + "\n";
}

/// A line for each group and each verdict that is not healthy: what it rests on, in the run that tells it.
std::string reasons_text(const std::vector<RunGroup>& groups, const std::vector<ComparedGroup>& compared,
                         const Terminal& terminal) {
  constexpr std::size_t most = 20;
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (const Diagnosis& d : compared[i].diagnoses) {
      if (d.verdict == FlowVerdict::healthy) continue;
      const std::string share = std::to_string(d.count) + " of " + std::to_string(d.runs) + ", as in " +
                                repeat_name(groups[i].runs[d.teller]) + ": ";
      lines.push_back(printable(groups[i].label + ": " + std::string(verdict_name(d.verdict)) +
                                (groups[i].runs.size() == 1 ? ", " : " " + share)) +
                      dated_reason(d));
    }
  if (lines.empty()) return "";
  std::string text = "\ngradient flow\n";
  for (std::size_t i = 0; i < std::min(most, lines.size()); ++i)
    text += terminal.has_width ? wrapped(lines[i], terminal.width) : "  " + lines[i] + "\n";
  if (lines.size() > most) text += "  and " + std::to_string(lines.size() - most) + " more\n";
  return text;
}

/// A picture as SVG, and the stem of its file's name.
struct Picture {
  std::string name, svg;
};

/// Heat maps and nets only where there is something to draw.
std::vector<Picture> pictures_of(const Figure& loss, const Figure& flow, const std::vector<RunGroup>& groups,
                                 const std::string& title) {
  std::vector<Picture> pictures{{"loss", draw(loss)},
                                {"gradient_flow", draw(flow)},
                                {"gradient_heat_map", gradient_heat_map(groups, title)},
                                {"net", net_pictures_file(groups, title)}};
  std::erase_if(pictures, [](const Picture& picture) { return picture.svg.empty(); });
  return pictures;
}

}  // namespace

void write_page(const std::filesystem::path& folder, const std::vector<RunGroup>& groups, const PageOptions& options) {
  write_file(folder / "report.html", report_page(groups, options));
}

void write_run_pictures(const std::filesystem::path& folder, const std::string& title) {
  const std::vector<RunGroup> groups{{title, title, {read_run(folder)}}};
  const RunFolder& run = groups[0].runs[0];
  for (const Picture& picture :
       pictures_of(loss_figure(groups, title), gradient_flow_figure(run, title), groups, title))
    write_file(folder / (picture.name + ".svg"), picture.svg);
  write_page(folder, groups, {.title = title});
}

void write_comparison(const std::filesystem::path& folder, const std::vector<RunGroup>& groups,
                      const std::string& title, const std::vector<std::string>& formats) {
  const auto wanted = [&](const char* format) { return std::ranges::find(formats, format) != formats.end(); };
  if (wanted("png")) require_svg_to_png();
  make_folder(folder);
  const std::vector<ComparedGroup> compared = compare(groups);
  if (wanted("csv")) write_file(folder / "comparison.csv", comparison_csv(compared));
  if (wanted("json")) write_file(folder / "comparison.json", comparison_json(compared));
  if (wanted("svg") || wanted("png"))
    for (const Picture& picture :
         pictures_of(loss_figure(groups, title), gradient_flow_figure(groups, title), groups, title)) {
      if (wanted("svg")) write_file(folder / (picture.name + ".svg"), picture.svg);
      if (wanted("png")) write_file(folder / (picture.name + ".png"), svg_to_png(picture.svg));
    }
  if (wanted("html")) write_page(folder, groups, {.title = title});
}

std::string results_text(const std::vector<RunGroup>& groups, const Terminal& terminal) {
  const std::vector<ComparedGroup> compared = compare(groups);
  std::string text = explained_table(compared, terminal) + reasons_text(groups, compared, terminal);
  const Figure loss = loss_figure(groups, "");
  const CharacterStyle style{
      .width = std::min<std::size_t>(terminal.width, 100), .unicode = terminal.unicode, .colour = terminal.colour};
  if (!loss.panels.empty()) text += "\n" + draw_characters(loss.panels[0], style);
  const std::string flow = draw_flow(gradient_flow_figure(groups, ""), style);
  return flow.empty() ? text : text + "\n" + flow;
}

}  // namespace mlp
