#include "mlp/config/plan.h"

#include <algorithm>
#include <map>
#include <span>

#include "load.h"
#include "mlp/config/run_config.h"
#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/paths.h"
#include "names.h"
#include "plan_sweep.h"
#include "plan_variants.h"
#include "text.h"

namespace mlp {
namespace {

class Planner {
 public:
  Planner(const std::filesystem::path& file, const PlanOptions& options, const Catalog* catalog)
      : catalog_(catalog), config_(load_config(file, problems_)), overrides_(read_overrides(options, problems_)) {
    plan_.file = file;
    config_.erase("$schema");
  }

  Plan plan(std::span<const std::string> only) {
    for (const Assignment& set : overrides_.set)
      if (is_of_whole_config(set)) assign(config_, set, problems_);
    read_name();
    std::vector<Variant> variants = read_variants(config_, problems_);
    if (!only.empty()) keep_only(variants, only, problems_);
    if (problems_.empty())
      for (Variant& variant : variants) expand(variant);
    raise_all(variants);
    return std::move(plan_);
  }

 private:
  // --set acts on three levels: on the config before its variants are made, on a variant before its sweep is, and,
  // for all other keys, on each run.
  static bool is_of_whole_config(const Assignment& set) {
    return set.path.root() == "name" || set.path.root() == "variants";
  }
  static bool is_of_variant(const Assignment& set) {
    return set.path.root() == "sweep" || set.path.root() == "repeats";
  }

  /// Where the plan has problems, whatever else is wrong with its runs is said at the same time.
  void raise_all(const std::vector<Variant>& variants) {
    if (problems_.empty()) return;
    const std::vector<Problem> of_plan = problems_.all();
    // Of an option that is wrong in itself nothing more can be said: its value is not what was meant.
    const auto is_of_wrong_option = [&](const Problem& problem) {
      return problem.place.text && problem.place.text->is_option &&
             std::ranges::any_of(of_plan, [&](const Problem& p) { return p.place.text == problem.place.text; });
    };
    for (const Variant& variant : variants) {
      // A sweep may bring keys that are missing here.
      if (catalog_ == nullptr || variant.config.find("sweep") != nullptr || !overrides_.vary.empty()) continue;
      const Tree config = assigned(variant.config, {});
      Problems found;
      read_run_config(config, *catalog_, found);
      for (const Problem& problem : found.all())
        if (!is_of_wrong_option(problem)) problems_.add(problem);
    }
    problems_.raise();
  }

  Section section(const Tree& config) { return Section(&config, "", {nullptr, &problems_}); }

  void read_name() {
    const std::string stem = plan_.file.stem().string();
    plan_.name = section(config_).text("name", stem, "");
    plan_.folder = folder_name(plan_.name);
    const std::string problem = name_problem(plan_.name);
    if (problem.empty()) return;
    if (config_.find("name") != nullptr)
      section(config_).problem("name", problem);
    else
      section(config_).problem("", "the file's stem cannot be the name (" + problem + "): write a \"name\"");
  }

  bool fits(const std::vector<Axis>& axes, std::uint64_t repeats) {
    const double runs = static_cast<double>(plan_.runs.size()) + static_cast<double>(repeats) * count_points(axes);
    if (runs <= max_runs) return true;
    problems_.add(Place{}, "",
                  plan_.file.string() + ": variants, sweep and repeats make " + rounded(runs, 6) +
                      " runs or more; at most " + grouped(static_cast<std::int64_t>(max_runs)) +
                      " are planned at once");
    return false;
  }

  void expand(Variant& variant) {
    for (const Assignment& set : overrides_.set)
      if (is_of_variant(set)) assign(variant.config, set, problems_);
    const std::vector<Axis> axes = read_axes(variant.config, overrides_, problems_);
    Section keys = section(variant.config);
    const std::uint64_t repeats = read_plan_keys(keys, plan_.name).repeats;
    if (!problems_.empty() || !fits(axes, repeats)) return;

    variant.config.erase("sweep");
    for (const SweepPoint& point : sweep_points(axes)) {
      PlannedRun run;
      run.variant = variant.name;
      run.sweep = point.values;
      run.config = assigned(variant.config, point);
      if (!variant.folder.empty()) run.levels.push_back(variant.folder);
      run.levels.insert(run.levels.end(), point.folders.begin(), point.folders.end());
      if (!problems_.empty()) return;  // every further run would repeat them
      add_repeats(run);
    }
  }

  /// The config with the values of --set and of one point of the sweep, shorter paths first: a value must not be lost
  /// because what is around it is set later.
  Tree assigned(Tree config, const SweepPoint& point) {
    std::vector<Assignment> assignments;
    for (const Assignment& set : overrides_.set)
      if (!is_of_whole_config(set) && !is_of_variant(set)) assignments.push_back(set);
    assignments.insert(assignments.end(), point.assignments.begin(), point.assignments.end());
    std::ranges::stable_sort(assignments, {}, [](const Assignment& a) { return a.path.parts.size(); });
    for (const Assignment& assignment : assignments) assign(config, assignment, problems_);
    return config;
  }

  void add_repeats(const PlannedRun& point) {
    Section root = section(point.config);
    const PlanKeys keys = read_plan_keys(root, plan_.name);
    if (!problems_.empty()) return;
    for (std::uint64_t i = 0; i < keys.repeats; ++i) {
      PlannedRun& run = plan_.runs.emplace_back(point);
      run.seed = keys.seed + i;
      if (keys.repeats > 1) run.levels.push_back("seed-" + std::to_string(run.seed));
      run.config.set("name", Tree::of(name_of(run)));
      run.config.set("seed", Tree::of(static_cast<std::int64_t>(run.seed)));
      run.config.set("repeats", Tree::of(1));
    }
  }

  std::string name_of(const PlannedRun& run) const {
    if (run.levels.empty()) return plan_.name;
    std::string name = plan_.name;
    for (const std::string& level : run.levels) name += "-" + level;
    return folder_name(name);
  }

  const Catalog* catalog_;
  Problems problems_;
  Tree config_;
  Overrides overrides_;
  Plan plan_;
};

}  // namespace

Plan make_plan(const std::filesystem::path& file, const PlanOptions& options, const Catalog* catalog) {
  return Planner(file, options, catalog).plan(options.only);
}

std::vector<Plan> make_plans(const std::vector<std::filesystem::path>& files, const PlanOptions& options,
                             const Catalog* catalog) {
  std::vector<Plan> plans;
  std::map<std::string, std::string> file_of;
  for (const auto& file : files) {
    plans.push_back(make_plan(file, options, catalog));
    const auto [first, is_new] = file_of.emplace(plans.back().folder, file.string());
    if (!is_new)
      throw InputError(file.string() + ": its runs would go into the folder " + in_quotes(plans.back().folder) +
                       ", and so would those of " + first->second + "; give one of the two another \"name\"");
  }
  return plans;
}

}  // namespace mlp
