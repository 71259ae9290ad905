#pragma once
// The variants of a config: what is merged over the rest, one config each.

#include <optional>
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

/// Keeps the one variant that --only names.
void keep_only(std::vector<Variant>& variants, const std::string& name, Problems& problems);

}  // namespace mlp
