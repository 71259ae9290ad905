#pragma once
// What a page tells of a run beyond its numbers: config.json and the rest of summary.json, as JSON.

#include <nlohmann/json.hpp>

#include "mlp/report/run_folder.h"

namespace mlp {

struct RunDetails {
  nlohmann::ordered_json config, summary;  // null where the file is missing or damaged
};

RunDetails read_details(const RunFolder& run);

/// The member at a path of keys, or null.
const nlohmann::ordered_json& at_path(const nlohmann::ordered_json& value, std::initializer_list<const char*> keys);

/// A string as it is, a number in short, anything else as JSON; empty for null.
std::string plain_text(const nlohmann::ordered_json& value);

/// Every leaf of a config with its dotted path, lists by index.
std::vector<std::pair<std::string, std::string>> leaves_of(const nlohmann::ordered_json& config);

}  // namespace mlp
