// Truth values, texts, choices and paths.

#include "mlp/config/section.h"
#include "mlp/core/utf8.h"
#include "section_read.h"

namespace mlp {
namespace {

std::string listed_choices(std::string_view key, const std::string& value, const std::vector<std::string>& allowed) {
  return "unknown " + std::string(key) + " " + in_quotes(value) + suggestion(value, allowed);
}

/// The choice that was written; nothing where there is none or (a problem) one that is not allowed.
std::optional<std::string> checked_choice(SectionState& section, std::string_view key,
                                          std::optional<std::string> value) {
  const std::vector<std::string>& allowed = section.entry(key)->description.choices;
  for (const std::string& name : allowed)
    if (value == name) return value;
  if (value) section.report(key, listed_choices(key, *value, allowed));
  return std::nullopt;
}

}  // namespace

bool Section::boolean(std::string_view key, bool fallback, std::string_view summary) {
  state_->declare(key, "boolean", summary).description.fallback = Tree::of(fallback);
  const bool value = read(*state_, key, "true or false", as_boolean).value_or(fallback);
  echo(key, Tree::of(value));
  return value;
}

std::string Section::text(std::string_view key, std::string_view fallback, std::string_view summary) {
  state_->declare(key, "string", summary).description.fallback = Tree::of(std::string(fallback));
  std::string value = read(*state_, key, "a string", as_text).value_or(std::string(fallback));
  echo(key, Tree::of(value));
  return value;
}

std::string Section::text(std::string_view key, std::string_view summary) {
  state_->declare(key, "string", summary).description.required = true;
  if (peek(key) == nullptr) state_->report_missing(key);
  std::string value = read(*state_, key, "a string", as_text).value_or("");
  echo(key, Tree::of(value));
  return value;
}

std::string Section::choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                            std::string_view fallback, std::string_view summary) {
  KeyDescription& row = state_->declare(key, "string", summary).description;
  row.choices.assign(allowed.begin(), allowed.end());
  row.fallback = Tree::of(std::string(fallback));
  const auto value = checked_choice(*state_, key, read(*state_, key, one_of(row.choices), as_text));
  echo(key, Tree::of(value.value_or(std::string(fallback))));
  return value.value_or(std::string(fallback));
}

std::optional<std::string> Section::optional_choice(std::string_view key,
                                                    std::initializer_list<std::string_view> allowed,
                                                    std::string_view summary) {
  KeyDescription& row = state_->declare(key, "string", summary).description;
  row.choices.assign(allowed.begin(), allowed.end());
  return checked_choice(*state_, key, read_optional(*state_, key, one_of(row.choices), as_text));
}

std::optional<std::string> Section::optional_text(std::string_view key, std::string_view summary) {
  state_->declare(key, "string", summary);
  return read_optional(*state_, key, "a string", as_text);
}

std::filesystem::path Section::absolute(std::string_view key, const std::string& written) {
  if (written.empty()) {
    problem(key, "expected a path, found an empty string");
    return {};
  }
  const Tree* value = peek(key);
  const std::filesystem::path folder = value->place.text ? value->place.text->folder : "";
  std::filesystem::path path = std::filesystem::absolute(folder / written).lexically_normal();
  // JSON is UTF-8: config.json could not name this file.
  if (first_byte_of_no_text(path.string()) != std::string::npos)
    problem(key, "the path " + printable(path.string()) + " is not UTF-8; rename the folder");
  echo(key, Tree::of(path.string()));
  return path;
}

std::filesystem::path Section::path(std::string_view key, std::string_view summary) {
  state_->declare(key, "path", summary).description.required = true;
  if (peek(key) == nullptr) state_->report_missing(key);
  const auto written = read(*state_, key, "a path", as_text);
  return written ? absolute(key, *written) : std::filesystem::path();
}

std::optional<std::filesystem::path> Section::optional_path(std::string_view key, std::string_view summary) {
  state_->declare(key, "path", summary);
  const auto written = read_optional(*state_, key, "a path", as_text);
  return written ? std::optional(absolute(key, *written)) : std::nullopt;
}

}  // namespace mlp
