// The keys of a config that say how many runs there are and where they go.

#include "mlp/config/plan.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

// Sections read int64; seeds are positive ones of them.
std::uint64_t positive(std::int64_t value) { return static_cast<std::uint64_t>(value); }

}  // namespace

PlanKeys read_plan_keys(Section& config, const std::string& default_name) {
  // The plan has used these up; they are asked for to be listed among the known keys.
  config.raw("extends", "path", "a config that this one is merged over");
  config.raw("variants", "object", "name: what is merged over the rest for these runs");
  config.raw("sweep", "object", "dotted path: list of values; the product of all");
  PlanKeys keys;
  keys.name = config.text("name", default_name, "the folder of the runs; the file's stem by default");
  config.description("name").fallback.reset();  // it is another one for each file
  keys.seed = positive(config.integer("seed", 1, "of initial weights, order of batches, dropout").at_least(0));
  keys.repeats = positive(config.integer("repeats", 1, "runs with seed, seed+1, …").at_least(1));
  if (keys.seed > static_cast<std::uint64_t>(INT64_MAX) - (keys.repeats - 1))
    config.problem("seed", "the last of the repeats would have a seed above " + std::to_string(INT64_MAX));
  return keys;
}

}  // namespace mlp
