#include "mlp/config/section.h"

#include <algorithm>

#include "json_syntax.h"
#include "section_state.h"
#include "text.h"

namespace mlp {
namespace {

// The part that would use a key, `"split" in "data"`, one of the section itself before one of its parts; or "".
std::string part_with(const SectionState& section, std::string_view key) {
  const auto is_part = [](const SectionState::Entry& e) { return e.form == SectionState::Entry::Form::section; };
  for (const SectionState::Entry& entry : section.entries)
    if (is_part(entry) && entry.parts[0]->entry(key) != nullptr) return in_quotes(entry.description.key);
  for (const SectionState::Entry& entry : section.entries) {
    if (!is_part(entry)) continue;
    const std::string inner = part_with(*entry.parts[0], key);
    if (!inner.empty()) return inner + " in " + in_quotes(entry.description.key);
  }
  return "";
}

// What may have been meant by a key that a section does not use.
std::string hint_on(const SectionState& section, const std::string& key, std::span<const std::string> known) {
  const std::string owner = part_with(section, key);
  if (!owner.empty()) return "; it belongs in " + owner;
  if (key.find('.') != std::string::npos)
    return "; paths with points are for \"sweep\", --set and --vary: here, write an object in an object";
  if (known.empty()) return ", which has no parameters";
  const bool by_default = section.is_component && section.tree->find("type") == nullptr;
  return (by_default ? ", the default where there is no \"type\"" : "") + suggestion(key, known);
}

}  // namespace

Section::Section(const Tree* tree, std::string pointer, ReadingContext context, const Tree* fallback,
                 std::string fallback_pointer)
    : state_(std::make_shared<SectionState>()) {
  state_->tree = tree;
  state_->pointer = std::move(pointer);
  state_->context = context;
  if (tree != nullptr) state_->place = tree->place;
  use_fallback(fallback, std::move(fallback_pointer));
}

void Section::use_fallback(const Tree* fallback, std::string fallback_pointer) {
  state_->fallback = fallback;
  state_->fallback_pointer = std::move(fallback_pointer);
}

const Tree* Section::raw(std::string_view key, std::string_view type, std::string_view summary) {
  state_->declare(key, type, summary);
  const Tree* value = peek(key);
  if (value != nullptr) echo(key, *value);
  return value;
}

const Tree* Section::peek(std::string_view key) const { return state_->find(key).value; }

void Section::echo(std::string_view key, Tree resolved) { state_->set_value(key, std::move(resolved)); }

bool Section::has(std::string_view key) const {
  const Tree* value = peek(key);
  return value != nullptr && value->kind != Tree::Kind::null;
}

void Section::problem(std::string_view key, std::string message) { state_->report(key, std::move(message)); }

void Section::problem(std::string_view key, std::size_t index, std::string message) {
  const SectionState::Found list = state_->find(key);
  if (list.value == nullptr || index >= list.value->items.size()) return state_->report(key, std::move(message));
  state_->report({&list.value->items[index], pointer_to(list.pointer, index)}, std::move(message));
}

void Section::problem_in_text(std::string_view key, std::size_t offset, std::size_t length, std::string message) {
  const SectionState::Found found = state_->find(key);
  if (found.value == nullptr || !found.value->place.text) return state_->report(key, std::move(message));
  Place place = found.value->place;
  const std::string_view written = std::string_view(place.text->text).substr(place.offset, place.length);
  const std::size_t begin = offset_in_string(written, found.value->string, offset);
  const std::size_t end = offset_in_string(written, found.value->string, offset + length);
  place.offset += begin;
  place.length = std::max<std::size_t>(end - begin, 1);
  context().problems->add(std::move(place), found.pointer, std::move(message));
}

void Section::finish(std::string_view what) {
  std::vector<std::string> known;
  for (const SectionState::Entry& entry : state_->entries) known.push_back(entry.description.key);
  if (const SectionState::Found& wrong = state_->instead; wrong.value != nullptr)
    context().problems->add(
        wrong.value->place, wrong.pointer,
        "expected an object, found " + described(*wrong.value) + "; its keys: " + comma_separated(known));
  if (state_->tree == nullptr || state_->is_unknown_component) return;
  for (const Member& member : state_->tree->members) {
    const bool for_editors = pointer().empty() && member.key == "$schema";
    if (for_editors || (state_->is_component && member.key == "type")) continue;
    if (std::ranges::find(known, member.key) != known.end()) continue;
    context().problems->add(
        member.key_place, pointer_to(pointer(), member.key),
        "key " + in_quotes(member.key) + " is not used by " + std::string(what) + hint_on(*state_, member.key, known));
  }
}

const std::string& Section::pointer() const { return state_->pointer; }
const ReadingContext& Section::context() const { return state_->context; }
const Tree& Section::resolved() const { return state_->resolve(); }
const std::vector<KeyDescription>& Section::keys() const { return state_->describe(); }
KeyDescription& Section::last_key() { return state_->entries.at(state_->last).description; }

KeyDescription& Section::description(std::string_view key) {
  SectionState::Entry* entry = state_->entry(key);
  if (entry == nullptr) throw std::logic_error("description of \"" + std::string(key) + "\", a key that was not read");
  return entry->description;
}

}  // namespace mlp
