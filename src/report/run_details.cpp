#include "run_details.h"

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

Json document(const std::filesystem::path& path) {
  std::error_code ignored;
  if (path.parent_path().empty() || !std::filesystem::exists(path, ignored)) return {};
  try {
    const Json parsed = Json::parse(read_file(path), nullptr, /*allow_exceptions=*/false);
    return parsed.is_discarded() ? Json() : parsed;
  } catch (const InputError&) {
    return {};  // gone, or not readable: the page does without it
  }
}

void add_leaves(const Json& value, const std::string& path, std::vector<std::pair<std::string, std::string>>& leaves) {
  const auto key_of = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, member] : value.items()) add_leaves(member, key_of(key), leaves);
  } else if (value.is_array() && !value.empty()) {
    for (std::size_t i = 0; i < value.size(); ++i) add_leaves(value[i], key_of(std::to_string(i)), leaves);
  } else {
    leaves.emplace_back(path, value.is_null() ? "null" : plain_text(value));
  }
}

}  // namespace

RunDetails read_details(const RunFolder& run) {
  if (run.folder.empty()) return {};
  return {document(run.folder / "config.json"), document(run.folder / "summary.json")};
}

const Json& at_path(const Json& value, std::initializer_list<const char*> keys) {
  static const Json null;
  const Json* at = &value;
  for (const char* key : keys) {
    if (!at->is_object() || !at->contains(key)) return null;
    at = &at->at(key);
  }
  return *at;
}

std::string plain_text(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return shortest(value.get<double>());
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::pair<std::string, std::string>> leaves_of(const Json& config) {
  std::vector<std::pair<std::string, std::string>> leaves;
  if (config.is_object()) add_leaves(config, "", leaves);
  return leaves;
}

}  // namespace mlp
