#pragma once
// Configs in a folder of the test's own, and what their plans look like.

#include <string>
#include <vector>

#include "mlp/config/plan.h"
#include "support.h"
#include "tests/support/temporary_folder.h"

namespace mlp {

/// A folder with config files. Messages are shown without its path.
struct PlanFolder {
  TemporaryFolder folder;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder / name).parent_path());
    put_bytes(folder / name, text);
    return folder / name;
  }

  std::string without_folder(std::string text) const {
    const std::string prefix = folder.path().string() + "/";
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
      text.erase(at, prefix.size());
    return text;
  }

  Plan plan(const std::string& text, const PlanOptions& options = {}) const {
    return make_plan(write("c.json", text), options);
  }

  std::string error(const std::string& text, const PlanOptions& options = {}) const {
    return without_folder(message_of([&] { plan(text, options); }));
  }
};

/// "relu/a=1/seed-2" for each run.
inline std::vector<std::string> folders_of(const Plan& plan) {
  std::vector<std::string> folders;
  for (const PlannedRun& run : plan.runs) {
    std::string path;
    for (const std::string& level : run.levels) path += (path.empty() ? "" : "/") + level;
    folders.push_back(path);
  }
  return folders;
}

inline std::vector<std::string> configs_of(const Plan& plan) {
  std::vector<std::string> configs;
  for (const PlannedRun& run : plan.runs) configs.push_back(to_compact_json(run.config));
  return configs;
}

}  // namespace mlp
