// Numbers and their ranges.

#include "mlp/config/section.h"
#include "section_read.h"

namespace mlp {
namespace {

// Stand-ins for required values that are missing: inside the usual ranges, so that reading can go on.
constexpr double harmless_number = 0.5;
constexpr std::int64_t harmless_integer = 1;

/// Checks a number that was written under `key`; false, and a problem, where it is out of the range.
bool check_range(SectionState& section, std::string_view key, const Range& range, double value) {
  describe_range(section.entry(key)->description, range);
  if (range.contains(value)) return true;
  const SectionState::Found found = section.find(key);
  section.report(key, out_of_range(range, *found.value));
  return false;
}

/// What a value that is no integer should have been; a whole number may have been too large to be one.
std::string_view expected_integer(SectionState& section, std::string_view key) {
  const Tree* value = section.find(key).value;
  const bool too_large = value != nullptr && value->kind == Tree::Kind::number && value->number >= 0x1p63;
  return too_large ? "a smaller whole number" : "a whole number";
}

}  // namespace

template <class Number>
Checked<Number>& Checked<Number>::require(const Range& range) {
  SectionState& section = *section_->state_;
  KeyDescription& row = section.entry(key_)->description;
  if (!given_) {
    describe_range(row, range);
    // What stands in for a required number should be in its range. A default is the program's own affair.
    if (row.required && static_cast<double>(value_) < range.low && !range.low_open)
      value_ = static_cast<Number>(range.low);
  } else if (!check_range(section, key_, range, static_cast<double>(value_))) {
    value_ = fallback_;
    given_ = false;  // one problem a value is enough
  }
  return *this;
}

template class Checked<double>;
template class Checked<std::int64_t>;

Checked<double> Section::number(std::string_view key, double fallback, std::string_view summary) {
  state_->declare(key, "number", summary).description.fallback = Tree::of(fallback);
  const auto value = read(*state_, key, "a number", as_number);
  echo(key, Tree::of(value.value_or(fallback)));
  return {*this, std::string(key), value.value_or(fallback), fallback, value.has_value()};
}

Checked<std::int64_t> Section::integer(std::string_view key, std::int64_t fallback, std::string_view summary) {
  state_->declare(key, "integer", summary).description.fallback = Tree::of(fallback);
  const auto value = read(*state_, key, expected_integer(*state_, key), as_integer);
  echo(key, Tree::of(value.value_or(fallback)));
  return {*this, std::string(key), value.value_or(fallback), fallback, value.has_value()};
}

Checked<double> Section::number(std::string_view key, std::string_view summary) {
  state_->declare(key, "number", summary).description.required = true;
  if (peek(key) == nullptr) state_->report_missing(key);
  const auto value = read(*state_, key, "a number", as_number);
  echo(key, Tree::of(value.value_or(harmless_number)));
  return {*this, std::string(key), value.value_or(harmless_number), harmless_number, value.has_value()};
}

Checked<std::int64_t> Section::integer(std::string_view key, std::string_view summary) {
  state_->declare(key, "integer", summary).description.required = true;
  if (peek(key) == nullptr) state_->report_missing(key);
  const auto value = read(*state_, key, expected_integer(*state_, key), as_integer);
  echo(key, Tree::of(value.value_or(harmless_integer)));
  return {*this, std::string(key), value.value_or(harmless_integer), harmless_integer, value.has_value()};
}

std::optional<double> Section::optional_number(std::string_view key, std::string_view summary, Range range) {
  describe_range(state_->declare(key, "number", summary).description, range);
  const auto value = read_optional(*state_, key, "a number", as_number);
  return value && check_range(*state_, key, range, *value) ? value : std::nullopt;
}

std::optional<std::int64_t> Section::optional_integer(std::string_view key, std::string_view summary, Range range) {
  describe_range(state_->declare(key, "integer", summary).description, range);
  const auto value = read_optional(*state_, key, expected_integer(*state_, key), as_integer);
  return value && check_range(*state_, key, range, static_cast<double>(*value)) ? value : std::nullopt;
}

}  // namespace mlp
