#pragma once
// Configs of one run, read in memory: a small good one, and changes merged over it.

#include <string>

#include "mlp/config/catalog.h"
#include "mlp/config/run_config.h"
#include "support.h"

namespace mlp {

inline constexpr const char* good_config = R"({
  "data": {"source": "xor", "split": {"validation": 0.2, "test": 0.2}},
  "model": {"layers": [{"type": "dense", "units": 4, "activation": "tanh"},
                       {"type": "dense", "units": 1, "activation": "sigmoid"}]},
  "loss": "binary_crossentropy"
})";

/// The good config with the members of another object merged over it, as "extends" does.
inline Tree good_config_with(const std::string& members, const std::string& folder = "/folder") {
  const auto text = std::make_shared<const ConfigText>(ConfigText{"c.json", "{" + members + "}", folder});
  return merged(parse_json(text_of(good_config, "base.json")), parse_json(text));
}

/// A run's config, and what is wrong with it.
struct ReadRun {
  Problems problems;
  RunConfig run;
  explicit ReadRun(const Tree& tree) : run(read_run_config(tree, builtin_catalog(), problems)) {}
  std::string message() const {
    return message_of([this] { problems.raise(); });
  }
};

}  // namespace mlp
