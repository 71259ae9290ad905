// Nested objects, lists of objects, and components.

#include "mlp/config/section.h"
#include "section_state.h"
#include "text.h"

namespace mlp {
namespace {

using Found = SectionState::Found;
using Form = SectionState::Entry::Form;

bool is_given(const Found& found) { return found.value != nullptr; }

bool is_component_form(const Tree& value) {
  return value.kind == Tree::Kind::object || value.kind == Tree::Kind::string;
}

/// A section for a component of a list; `type` names it where nobody wrote it.
std::shared_ptr<SectionState> add_component(SectionState& section, std::string_view key, const Found& item,
                                            const std::string& type = "") {
  auto part = section.add_part(key, item, Form::list);
  part->is_component = true;
  part->type = type;
  if (const Tree* written = part->find("type").value; written != nullptr && written->kind == Tree::Kind::string)
    part->type = written->string;
  return part;
}

/// The items of a list that are objects (or, where allowed, plain names); a problem for each that is not.
std::vector<Found> items_of(const SectionState& section, std::string_view key, bool required, std::string_view item) {
  const Found list = section.find(key);
  if (!is_given(list)) {
    if (section.context.describing) return {Found{}};
    if (required) section.report_missing(key);
    return {};
  }
  if (list.value->kind != Tree::Kind::array) {
    section.report_kind(list, "a list");
    return {};
  }
  std::vector<Found> items;
  for (std::size_t i = 0; i < list.value->items.size(); ++i) {
    const Found found{&list.value->items[i], pointer_to(list.pointer, i)};
    const bool plain_name = item != "an object" && found.value->kind == Tree::Kind::string;
    if (found.value->kind == Tree::Kind::object || plain_name)
      items.push_back(found);
    else
      section.report_kind(found, item);
  }
  return items;
}

}  // namespace

Section Section::section(std::string_view key, std::string_view summary) {
  KeyDescription& row = state_->declare(key, "object", summary).description;
  row.nullable = true;
  row.fallback = Tree::object();
  const Found found = state_->find(key);
  const bool is_no_object = is_given(found) && found.value->kind != Tree::Kind::object;
  const auto part = state_->add_part(key, is_no_object ? Found{} : found, Form::section);
  part->is_no_object = is_no_object || state_->is_no_object;
  if (is_no_object && !state_->is_no_object) part->instead = found;
  return Section(part);
}

std::optional<Section> Section::optional_section(std::string_view key, std::string_view summary) {
  if (has(key) || context().describing) {
    Section part = section(key, summary);
    description(key).fallback.reset();
    return part;
  }
  state_->declare(key, "object", summary).description.nullable = true;
  echo(key, Tree{});
  return std::nullopt;
}

std::vector<Section> Section::sections(std::string_view key, bool required, std::string_view summary) {
  auto& entry = state_->declare(key, "list of objects", summary);
  entry.description.required = required;
  entry.form = Form::list;
  std::vector<Section> sections;
  for (const Found& item : items_of(*state_, key, required, "an object"))
    sections.push_back(Section(state_->add_part(key, item, Form::list)));
  return sections;
}

std::vector<Section> Section::component_sections(std::string_view key, bool required, std::string_view kind,
                                                 std::string_view summary) {
  auto& entry = state_->declare(key, "list of components", summary);
  entry.description.required = required;
  entry.description.component = kind;
  entry.form = Form::list;
  const std::string expected = "the name of " + with_article(kind) + " or an object with \"type\"";
  std::vector<Section> sections;
  for (const Found& item : items_of(*state_, key, required, expected))
    sections.push_back(Section(add_component(*state_, key, item)));
  return sections;
}

std::vector<Section> Section::component_sections(std::string_view key, const std::vector<std::string>& fallback,
                                                 std::string_view kind, const std::vector<std::string>& names,
                                                 std::string_view summary) {
  auto& entry = state_->declare(key, "component or list of components", summary);
  entry.description.component = kind;
  entry.description.choices = names;
  entry.description.fallback = Tree::array();
  for (const std::string& name : fallback) entry.description.fallback->items.push_back(Tree::of(name));
  entry.form = Form::list;

  std::vector<Section> sections;
  const Found found = state_->find(key);
  if (!is_given(found) && !context().describing) {
    for (const std::string& name : fallback) sections.push_back(Section(add_component(*state_, key, {}, name)));
  } else if (is_given(found) && is_component_form(*found.value)) {
    sections.push_back(Section(add_component(*state_, key, found)));
  } else if (is_given(found) && found.value->kind != Tree::Kind::array) {
    state_->report_kind(found, "the name of " + with_article(kind) + ", an object with \"type\", or a list of these");
  } else {
    const std::string expected = "the name of " + with_article(kind) + " or an object with \"type\"";
    for (const Found& item : items_of(*state_, key, false, expected))
      sections.push_back(Section(add_component(*state_, key, item)));
  }
  return sections;
}

std::optional<Section> Section::component_part(std::string_view key, const std::string& kind,
                                               const std::vector<std::string>& names,
                                               std::optional<std::string> fallback, bool required,
                                               std::string_view summary) {
  KeyDescription& row = state_->declare(key, "component", summary).description;
  row.component = kind;
  row.choices = names;
  row.required = required;
  row.nullable = !required && !fallback;
  if (fallback) row.fallback = Tree::of(*fallback);
  if (context().describing) return std::nullopt;

  const Found found = state_->find(key);
  if (is_given(found)) {
    if (is_component_form(*found.value)) {
      Section part(state_->add_part(key, found, Form::section));
      if (fallback) part.state_->type = *fallback;  // parameters alone are those of the default
      return part;
    }
    state_->report_kind(found, "the name of " + with_article(kind) + " or an object with \"type\"");
    return std::nullopt;
  }
  if (required) state_->report_missing(key);
  if (!fallback) {
    if (!required) echo(key, Tree{});
    return std::nullopt;
  }
  Section part(state_->add_part(key, {}, Form::section));
  part.state_->type = *fallback;
  return part;
}

bool Section::find_type(const std::string& kind, const std::vector<std::string>& names) {
  state_->is_component = true;
  if (context().describing) return false;
  const Found written = state_->find("type");
  if (written.value == nullptr && state_->type.empty()) {
    state_->is_unknown_component = true;
    state_->report("",
                   "an object that stands for " + with_article(kind) + " needs a \"type\": one of " + either(names));
    return false;
  }
  if (written.value != nullptr) {
    if (written.value->kind != Tree::Kind::string) {
      state_->is_unknown_component = true;
      state_->report_kind(written, "the name of " + with_article(kind));
      return false;
    }
    state_->type = written.value->string;
  }
  for (const std::string& name : names)
    if (name == state_->type) return true;
  state_->is_unknown_component = true;
  state_->report(written, "unknown " + kind + " " + in_quotes(state_->type) + suggestion(state_->type, names));
  return false;
}

const std::string& Section::type() const { return state_->type; }

}  // namespace mlp
