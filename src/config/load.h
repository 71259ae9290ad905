#pragma once
// Config files as one tree each: "extends" is resolved here, and nobody after sees it.

#include <filesystem>

#include "mlp/config/problems.h"
#include "mlp/config/tree.h"

namespace mlp {

/// The config in a file, merged over those that it "extends". Throws InputError, with the problems found before, for a
/// file that cannot be read, is not JSON or no object, and for a chain of files that runs in a circle. Keys that come
/// twice are added to `problems`.
Tree load_config(const std::filesystem::path& file, Problems& problems);

}  // namespace mlp
