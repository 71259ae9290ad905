#include "text.h"

#include "mlp/config/json.h"
#include "mlp/core/error.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr std::size_t longest_quote = 60;  // bytes of a user's string that a message repeats

}  // namespace

std::string in_quotes(std::string_view text) {
  if (text.size() <= longest_quote) return json_string(text);
  std::size_t end = 0;
  while (true) {
    const std::size_t next = end + first_code_point(text.substr(end)).bytes;
    if (next > longest_quote - 3) break;
    end = next;
  }
  std::string cut = json_string(text.substr(0, end));
  cut.insert(cut.size() - 1, "…");
  return cut;
}

std::string either(std::span<const std::string> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += json_string(names[i]);
  }
  return text;
}

std::string one_of(std::span<const std::string> names) { return (names.size() > 1 ? "one of " : "") + either(names); }

std::string suggestion(std::string_view misspelt, std::span<const std::string> known) {
  std::string text;
  const std::string nearest = did_you_mean(misspelt, known);
  if (!nearest.empty()) text = "; " + nearest;
  if (known.empty()) return text;
  return text + (nearest.empty() ? "; known: " : " Known: ") + comma_separated(known);
}

std::string comma_separated(std::span<const std::string> names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string with_article(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiou").find(noun[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

std::string pointer_to(const std::string& parent, std::string_view key) {
  std::string pointer = parent + "/";
  for (const char c : key) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return pointer;
}

std::string pointer_to(const std::string& parent, std::size_t index) { return parent + "/" + std::to_string(index); }

}  // namespace mlp
