#include "mlp/report/run_group.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "mlp/core/numbers.h"
#include "mlp/report/short_names.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

bool is_seed(const std::string& name, const char* prefix) {
  return name.starts_with(prefix) && read_integer(std::string_view(name).substr(5)).has_value();
}

/// A run's folder in two: without the levels that are seeds, and these alone.
struct SplitFolder {
  fs::path group;
  std::string repeat;
};

SplitFolder split(const fs::path& run) {
  std::error_code error;
  fs::path folder = fs::weakly_canonical(run, error);
  if (error) folder = run.lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  SplitFolder result;
  for (auto level = folder.begin(); level != folder.end(); ++level) {
    const std::string name = level->string();
    if (is_seed(name, "seed=") || (is_seed(name, "seed-") && std::next(level) == folder.end()))
      result.repeat += (result.repeat.empty() ? "" : "/") + name;
    else
      result.group /= *level;
  }
  return result;
}

fs::path common_parent(const std::vector<fs::path>& folders) {
  fs::path common = folders.front().parent_path();
  for (const fs::path& folder : folders) {
    const auto [end, _] = std::mismatch(common.begin(), common.end(), folder.begin(), folder.end());
    fs::path shared;
    for (auto part = common.begin(); part != end; ++part) shared /= *part;
    common = shared;
  }
  return common;
}

}  // namespace

std::vector<RunGroup> group_runs(std::vector<RunFolder> runs) {
  std::vector<fs::path> folders;
  std::vector<RunGroup> groups;
  for (RunFolder& run : runs) {
    const fs::path folder = split(run.folder).group;
    const auto known = std::find(folders.begin(), folders.end(), folder);
    const auto place = static_cast<std::size_t>(known - folders.begin());
    if (place == folders.size()) {
      folders.push_back(folder);
      groups.emplace_back();
    }
    groups[place].runs.push_back(std::move(run));
  }
  if (folders.empty()) return groups;
  const fs::path common = common_parent(folders);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i].name = folders[i].lexically_relative(common).generic_string();
    if (groups[i].name.empty() || groups[i].name == ".") groups[i].name = folders[i].filename().string();
  }
  std::vector<std::string> names;
  for (const RunGroup& group : groups) names.push_back(group.name);
  const std::vector<std::string> labels = short_names(names);
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].label = labels[i];
  return groups;
}

std::string repeat_name(const RunFolder& run) {
  const SplitFolder folder = split(run.folder);
  return folder.repeat.empty() ? folder.group.filename().string() : folder.repeat;
}

}  // namespace mlp
