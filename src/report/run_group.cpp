#include "mlp/report/run_group.h"

#include <algorithm>

#include "mlp/core/numbers.h"
#include "mlp/report/short_names.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

// The folder of the group that a run belongs to: without its seed-N.
fs::path group_folder(const fs::path& run) {
  std::error_code error;
  fs::path folder = fs::weakly_canonical(run, error);
  if (error) folder = run.lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const std::string name = folder.filename().string();
  const bool is_repeat = name.starts_with("seed-") && read_integer(std::string_view(name).substr(5)).has_value();
  return is_repeat ? folder.parent_path() : folder;
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
    const fs::path folder = group_folder(run.folder);
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

}  // namespace mlp
