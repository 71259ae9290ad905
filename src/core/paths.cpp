#include "mlp/core/paths.h"

#include <array>
#include <cstdio>
#include <set>

#include "mlp/core/random.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr std::size_t longest = 100;  // bytes; file systems take 255, so prefixes and suffixes find room
constexpr std::string_view kept = "=.-_+,@%#~^()[]{} ";
constexpr std::string_view never_first = "-.~ ";

bool stays(CodePoint c) {
  if (!c.valid || is_control(c.value)) return false;
  if (c.value >= 0x80) return true;
  const char letter = static_cast<char>(c.value);
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         kept.find(letter) != std::string_view::npos;
}

// At most `bytes` bytes from the start of valid UTF-8, whole characters only.
std::string beginning(std::string_view text, std::size_t bytes) {
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t next = end + first_code_point(text.substr(end)).bytes;
    if (next > bytes) break;
    end = next;
  }
  return std::string(text.substr(0, end));
}

std::string with_suffix(const std::string& name, const std::string& suffix) {
  return beginning(name, longest - suffix.size()) + suffix;
}

}  // namespace

std::string folder_name(std::string_view text) {
  std::string name;
  for (std::string_view rest = text; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    if (stays(next))
      name += rest.substr(0, next.bytes);
    else
      name += '_';
    rest.remove_prefix(next.bytes);
  }
  if (name.empty()) return "_";
  if (never_first.find(name.front()) != std::string_view::npos) name.front() = '_';
  if (name.back() == ' ') name.back() = '_';
  if (name.size() <= longest) return name;
  std::array<char, 16> hash{};
  std::snprintf(hash.data(), hash.size(), "-%08x", static_cast<unsigned>(place_of(text) >> 32));
  return with_suffix(name, hash.data());
}

std::vector<std::string> folder_names(const std::vector<std::string>& texts) {
  std::vector<std::string> names;
  for (const std::string& text : texts) names.push_back(folder_name(text));
  const std::set<std::string> wanted(names.begin(), names.end());
  std::set<std::string> taken;
  for (std::string& name : names) {
    const std::string plain = name;
    // A made-up name must not take the one that another text has by right.
    for (int number = 2; taken.contains(name) || (name != plain && wanted.contains(name)); ++number)
      name = with_suffix(plain, "-" + std::to_string(number));
    taken.insert(name);
  }
  return names;
}

}  // namespace mlp
