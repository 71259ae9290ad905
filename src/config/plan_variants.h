#pragma once
// The variants of a config: what is merged over the rest, one config each.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mlp/config/problems.h"
#include "mlp/config/tree.h"

namespace mlp {

struct Variant {
  std::string name;
  std::string folder;  // "" where the config has no variants
  Tree config;         // merged over the rest
};

/// The variants of a config, or the config itself where it has none. A null takes a variant of an extended file away.
std::vector<Variant> read_variants(const Tree& config, Problems& problems);

/// Keeps the variants that --only names, in the order of the config.
void keep_only(std::vector<Variant>& variants, std::span<const std::string> kept, Problems& problems);

}  // namespace mlp
