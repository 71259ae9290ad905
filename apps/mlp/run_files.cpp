#include "run_files.h"

#include <algorithm>

#include "mlp/config/json.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/natural_order.h"
#include "mlp/files/recorder.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// Some run's folder below this one, or an empty path.
fs::path a_run_below(const fs::path& folder) {
  std::error_code ignored;
  for (fs::recursive_directory_iterator at(folder, ignored), end; at != end; at.increment(ignored))
    if (at->path().filename() == "config.json") return at->path().parent_path();
  return {};
}

Tree parse_file_text(const std::string& text, const fs::path& origin) {
  return parse_json(
      std::make_shared<const ConfigText>(ConfigText{origin.string(), text, fs::absolute(origin).parent_path()}));
}

/// The folders that hold a history, below this one, sorted by their names, numbers in them by value.
std::vector<fs::path> runs_below(const fs::path& folder) {
  std::vector<fs::path> runs;
  std::error_code ignored;
  for (fs::recursive_directory_iterator at(folder, ignored), end; at != end; at.increment(ignored))
    if (at->path().filename() == "history.csv") runs.push_back(at->path().parent_path());
  std::ranges::sort(runs, [](const fs::path& a, const fs::path& b) {
    return std::ranges::lexicographical_compare(
        a, b, [](const fs::path& x, const fs::path& y) { return natural_less(x.string(), y.string()); });
  });
  return runs;
}

/// `; did you mean "runs/wine"?`, where a neighbour's name is near that of a folder that does not exist.
std::string nearest_neighbour(const fs::path& folder) {
  const fs::path parent = folder.has_parent_path() ? folder.parent_path() : ".";
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored))
    names.push_back((folder.parent_path() / entry.path().filename()).string());
  const std::string hint = did_you_mean(folder.string(), names);
  return hint.empty() ? "" : "; " + hint;
}

[[noreturn]] void throw_no_run(const fs::path& folder) {
  const fs::path below = a_run_below(folder);
  if (!below.empty())
    throw InputError(folder.string() + " holds several runs; name one of them, such as " + below.string());
  throw InputError(folder.string() + " is not the folder of a run: it has no config.json");
}

}  // namespace

std::vector<fs::path> runs_in(const fs::path& folder) {
  if (run_state(folder) != RunState::none || fs::exists(folder / "history.csv")) return {folder};
  std::vector<fs::path> runs = runs_below(folder);
  return runs.empty() ? std::vector<fs::path>{folder} : runs;
}

void require_finished_run(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder, ignored))
    throw InputError(folder.string() + ": no such folder; expected that of a run" + nearest_neighbour(folder));
  if (!fs::is_directory(folder, ignored))
    throw InputError(folder.string() + " is a file; expected the folder of a run");
  switch (run_state(folder)) {
    case RunState::none:
      throw_no_run(folder);
    case RunState::unfinished:
      if (fs::exists(folder / "summary.json")) read_summary_facts(folder / "summary.json");  // says where it is damaged
      throw InputError(folder.string() + " holds an unfinished run; finish it with mlp train and --resume");
    case RunState::finished:
      break;
  }
}

fs::path model_file_of(const fs::path& run) {
  std::error_code ignored;
  if (!fs::exists(run, ignored))
    throw InputError(run.string() + ": no such file or folder; expected a run's folder or its model.safetensors" +
                     nearest_neighbour(run));
  if (!fs::is_directory(run, ignored)) return run;
  fs::path model = run / "model.safetensors";
  if (fs::exists(model, ignored)) return model;
  require_finished_run(run);
  throw InputError(run.string() + " has no model.safetensors; the run ended as \"" +
                   read_summary_facts(run / "summary.json").status + "\"");
}

SummaryFacts read_summary_facts(const fs::path& summary) {
  const Tree json = parse_file_text(read_file(summary), summary);
  const auto text = [&](const char* key) {
    const Tree* value = json.find(key);
    return value != nullptr && value->kind == Tree::Kind::string ? value->string : std::string();
  };
  SummaryFacts facts{text("status"), text("stopped_by"), text("data_fingerprint")};
  const Tree* pretraining = json.find("pretraining");
  for (const Tree* steps : {json.find("steps"), pretraining != nullptr ? pretraining->find("steps") : nullptr})
    if (steps != nullptr && steps->kind == Tree::Kind::integer) facts.steps += steps->integer;
  const Tree* environment = json.find("environment");
  const Tree* threads = environment != nullptr ? environment->find("threads") : nullptr;
  if (threads != nullptr && threads->kind == Tree::Kind::integer) facts.threads = static_cast<int>(threads->integer);
  return facts;
}

RunConfig read_resolved_config(const std::string& text, const fs::path& origin, const Catalog& catalog) {
  const Tree tree = parse_file_text(text, origin);
  Problems problems;
  RunConfig config = read_run_config(tree, catalog, problems);
  problems.raise();
  return config;
}

}  // namespace mlp
