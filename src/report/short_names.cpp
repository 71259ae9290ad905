#include "mlp/report/short_names.h"

#include <map>
#include <set>

namespace mlp {
namespace {

/// The parts of a name between slashes.
std::vector<std::string> levels_of(const std::string& name) {
  std::vector<std::string> levels;
  std::size_t begin = 0;
  for (std::size_t end = name.find('/'); end != std::string::npos; end = name.find('/', begin)) {
    levels.push_back(name.substr(begin, end - begin));
    begin = end + 1;
  }
  levels.push_back(name.substr(begin));
  return levels;
}

/// "model.defaults.activation" of "model.defaults.activation=relu"; nothing of a variant's name.
std::string key_of(const std::string& level) {
  const std::size_t equals = level.find('=');
  return equals == std::string::npos ? "" : level.substr(0, equals);
}

/// The last `parts` parts of a dotted key.
std::string last_parts(const std::string& key, std::size_t parts) {
  std::size_t begin = key.size();
  for (; parts > 0 && begin != std::string::npos && begin > 0; --parts) begin = key.rfind('.', begin - 1);
  return begin == std::string::npos || begin == 0 ? key : key.substr(begin + 1);
}

/// For each key the shortest end that no other key has.
std::map<std::string, std::string> short_keys(const std::set<std::string>& keys) {
  std::map<std::string, std::string> result;
  for (const std::string& key : keys) {
    const auto is_shared = [&](const std::string& end, std::size_t parts) {
      for (const std::string& other : keys)
        if (other != key && last_parts(other, parts) == end) return true;
      return false;
    };
    std::size_t parts = 1;
    while (last_parts(key, parts) != key && is_shared(last_parts(key, parts), parts)) ++parts;
    result[key] = last_parts(key, parts);
  }
  return result;
}

}  // namespace

std::vector<std::string> short_names(std::span<const std::string> names) {
  std::set<std::string> keys;
  for (const std::string& name : names)
    for (const std::string& level : levels_of(name)) keys.insert(key_of(level));
  const std::map<std::string, std::string> short_key = short_keys(keys);
  std::vector<std::string> result;
  for (const std::string& name : names) {
    std::string& text = result.emplace_back();
    bool follows_value = false;  // where "rate=1/size=8" would read as a fraction
    for (const std::string& level : levels_of(name)) {
      const std::string key = key_of(level);
      if (!text.empty()) text += key.empty() || !follows_value ? "/" : " ";
      text += short_key.at(key) + level.substr(key.size());
      follows_value = !key.empty();
    }
  }
  return result;
}

}  // namespace mlp
