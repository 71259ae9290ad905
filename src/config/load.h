#pragma once
// Config files as one tree each: "extends" is resolved here, and nobody after sees it.

#include <filesystem>

#include "mlp/config/tree.h"

namespace mlp {

/// The config in a file, merged over those that it "extends". Throws InputError for a file that cannot be read, is not
/// JSON or no object, and for a chain of files that runs in a circle.
Tree load_config(const std::filesystem::path& file);

}  // namespace mlp
