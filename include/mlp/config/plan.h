#pragma once
// From config files and command-line options to the list of runs. Everything that makes several runs of one config, or
// one config of several files (extends, variants, sweep, repeats, --set, --vary, --only, --seed), is expanded here:
// what comes after sees plain configs of one run each.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "mlp/config/section.h"
#include "mlp/config/tree.h"

namespace mlp {

/// More runs than this are refused before any is made: each holds its own config.
inline constexpr double max_runs = 20'000;

struct PlanOptions {
  std::vector<std::string> set;   // "optimizer.learning_rate=0.1"
  std::vector<std::string> vary;  // "optimizer.learning_rate=0.1,0.01" or "seed=1..5"
  std::vector<std::string> only;  // names of variants; none: all of them
  std::optional<std::uint64_t> seed;
};

struct PlannedRun {
  /// The config of this run alone: no extends, variants or sweep, its own seed, repeats 1. Its "name" is the plan's and
  /// the levels below it, joined by "-": trained on its own, the run gets a folder of its own.
  Tree config;
  std::vector<std::string> levels;  // folders below OUTPUT/NAME: VARIANT, KEY=VALUE…, seed-N as they apply
  std::string variant;              // "" where the config has no variants
  std::vector<std::pair<std::string, std::string>> sweep;  // the swept keys and this run's values, as text
  std::uint64_t seed = 0;
};

struct Plan {
  std::filesystem::path file;
  std::string name;
  std::string folder;  // the name as a folder's
  std::vector<PlannedRun> runs;
};

/// The runs of one config: variants outermost, then the sweep (its last key fastest), then the repeats.
///
/// Options act as if they had been written into every variant's config: --set replaces a value and ends a sweep over
/// the same key, --vary adds a key to the sweep or replaces its values. Of two paths the shorter is set first, so that
/// --vary optimizer=sgd,adam --set optimizer.learning_rate=0.1 does what it says; a component's plain name on the way
/// becomes an object with that "type". A value that starts with { or [ must be JSON; any other that is not JSON is a
/// string.
///
/// Throws InputError with all problems that there are; with a catalog, also with those of the runs' own keys, where the
/// plan has any.
Plan make_plan(const std::filesystem::path& file, const PlanOptions& options, const Catalog* catalog = nullptr);

/// The plans of several configs, whose names must differ.
std::vector<Plan> make_plans(const std::vector<std::filesystem::path>& files, const PlanOptions& options,
                             const Catalog* catalog = nullptr);

/// The keys of a config that belong to the plan, as the reader of one run's config finds them. Where the section
/// describes, it learns of extends, variants and sweep, too.
struct PlanKeys {
  std::string name;
  std::uint64_t seed = 1;
  std::uint64_t repeats = 1;
};
PlanKeys read_plan_keys(Section& config, const std::string& default_name);

}  // namespace mlp
