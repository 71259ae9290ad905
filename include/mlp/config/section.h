#pragma once
// Reading a configuration. A Section is one JSON object and the record of what was read from it. One call, such as
//     s.number("negative_slope", 0.01, "slope for z < 0").at_least(0)
// gives the value, the default, the range check, the place and pointer in an error, the line in the resolved
// config.json, and the row in `mlp list` and `mlp schema`. A key that nobody read is an error. Problems are collected,
// not thrown: the caller gets the default and reading goes on, so that one go finds them all.

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/config/problems.h"
#include "mlp/config/range.h"
#include "mlp/config/registry.h"
#include "mlp/config/tree.h"

namespace mlp {

struct Catalog;

/// What a section's reader asked for: one row of documentation.
///
/// `type` is a list of alternatives joined by " or ", each of them "number", "integer", "boolean", "string", "path",
/// "object", "component" (from the table of the kind `component`), "list", "list of numbers" (integers, strings,
/// objects, components, lists), "anything", or a literal string in double quotes: `integer or "full"`.
struct KeyDescription {
  std::string key;
  std::string type;
  std::string summary;
  bool required = false;
  bool nullable = false;            // null is allowed, and means the same as a missing key
  std::optional<Tree> fallback;     // the default, where there is one
  std::optional<double> low, high;  // the range of a number, or of the items of a list
  bool low_open = false, high_open = false;
  std::vector<std::string> choices;  // the values allowed of a choice; the names of a component's table
  std::string component;             // the kind of table a component comes from
  std::vector<KeyDescription> keys;  // of a nested object; of a list's items, besides a component's own
};

class Section;

/// A number just read, for the checks that follow: at_least(0).below(1). Converts to the value.
template <class Number>
class Checked {
 public:
  /// `given` says that somebody wrote the value: only then can it be wrong.
  Checked(Section& section, std::string key, Number value, Number fallback, bool given = true)
      : section_(&section), key_(std::move(key)), value_(value), fallback_(fallback), given_(given) {}

  Checked& at_least(Number low) { return require(Range::at_least(static_cast<double>(low))); }
  Checked& above(Number low) { return require(Range::above(static_cast<double>(low))); }
  Checked& at_most(Number high) { return require(Range::at_most(static_cast<double>(high))); }
  Checked& below(Number high) { return require(Range::below(static_cast<double>(high))); }
  operator Number() const { return value_; }  // NOLINT: that is what it is for
  Number value() const { return value_; }

 private:
  Checked& require(const Range& range);
  Section* section_;
  std::string key_;
  Number value_;
  Number fallback_;  // stands in for a value out of range, so that reading can go on
  bool given_;
};

/// What all sections of one config share.
struct ReadingContext {
  const Catalog* catalog = nullptr;
  Problems* problems = nullptr;
  /// Nothing is given, required keys may be missing, components are empty, and a list has one item: a reader that runs
  /// through such sections tells which keys it knows (for `mlp list` and `mlp schema`).
  bool describing = false;
};

struct SectionState;

/// A handle: copies read, and record in, the same section.
class Section {
 public:
  /// `tree` (an object, a component's plain name, or null for one that nobody wrote) must outlive the section.
  /// `fallback`, where given, is asked for keys that `tree` does not have: model.defaults.
  Section(const Tree* tree, std::string pointer, ReadingContext context, const Tree* fallback = nullptr,
          std::string fallback_pointer = "");

  /// Optional keys: the default is returned, recorded and echoed where the key is missing.
  Checked<double> number(std::string_view key, double fallback, std::string_view summary);
  Checked<std::int64_t> integer(std::string_view key, std::int64_t fallback, std::string_view summary);
  bool boolean(std::string_view key, bool fallback, std::string_view summary);
  std::string text(std::string_view key, std::string_view fallback, std::string_view summary);
  std::string choice(std::string_view key, std::initializer_list<std::string_view> allowed, std::string_view fallback,
                     std::string_view summary);

  /// Required keys: a missing one is a problem, and a harmless value is returned.
  Checked<double> number(std::string_view key, std::string_view summary);
  Checked<std::int64_t> integer(std::string_view key, std::string_view summary);
  std::string text(std::string_view key, std::string_view summary);
  std::vector<double> numbers(std::string_view key, std::string_view summary, Range range = {});

  /// Keys without a default: nothing where they are missing or null. A value out of `range` is a problem.
  std::optional<double> optional_number(std::string_view key, std::string_view summary, Range range = {});
  std::optional<std::int64_t> optional_integer(std::string_view key, std::string_view summary, Range range = {});
  std::optional<std::string> optional_text(std::string_view key, std::string_view summary);
  std::optional<std::string> optional_choice(std::string_view key, std::initializer_list<std::string_view> allowed,
                                             std::string_view summary);

  /// A file's path, made absolute: relative ones start at the folder of the file that has them.
  std::filesystem::path path(std::string_view key, std::string_view summary);
  std::optional<std::filesystem::path> optional_path(std::string_view key, std::string_view summary);

  /// Lists; an item out of `range` is a problem.
  std::vector<double> numbers(std::string_view key, const std::vector<double>& fallback, std::string_view summary,
                              Range range = {});
  std::vector<std::int64_t> integers(std::string_view key, const std::vector<std::int64_t>& fallback,
                                     std::string_view summary, Range range = {});
  /// A list of strings, or one string for a list of one.
  std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback, std::string_view summary);

  /// A component by its name ("elu") or as an object with "type" and its parameters ({"type": "elu", "alpha": 1}). An
  /// empty `fallback` makes the key required. Where the component is wrong, that is a problem and an empty Product is
  /// returned; so it is where the section describes.
  template <class Product>
  Product component(std::string_view key, const Registry<Product>& table, std::string_view fallback,
                    std::string_view summary);
  /// Like component, but a missing key or null gives an empty Product.
  template <class Product>
  Product optional_component(std::string_view key, const Registry<Product>& table, std::string_view summary);

  /// A nested object; an empty one where the key is missing or null.
  Section section(std::string_view key, std::string_view summary);
  /// A nested object whose presence matters: nothing where the key is missing or null.
  std::optional<Section> optional_section(std::string_view key, std::string_view summary);
  /// The objects of a list (a required key where `required`).
  std::vector<Section> sections(std::string_view key, bool required, std::string_view summary);

  /// A list whose items are components of the kind `kind` with further keys that the caller reads: the layers. For each
  /// item: read the further keys, then as_component(table), then finish(…).
  std::vector<Section> component_sections(std::string_view key, bool required, std::string_view kind,
                                          std::string_view summary);
  /// The same for a key that may be missing, for the components named `fallback`, and may hold a single component for a
  /// list of one: the metrics. `names` are those of the table.
  std::vector<Section> component_sections(std::string_view key, const std::vector<std::string>& fallback,
                                          std::string_view kind, const std::vector<std::string>& names,
                                          std::string_view summary);
  /// This section itself as a component: looks its "type" up and runs that factory on it. Does not finish it.
  template <class Product>
  Product as_component(const Registry<Product>& table);
  /// The component's name, once it has been looked up; what its "type" says before; "" where there is none.
  const std::string& type() const;
  /// Sets or removes the tree that is asked for keys that this section does not have.
  void use_fallback(const Tree* fallback, std::string fallback_pointer);

  /// The value itself, for keys with several forms (a number or an object); null where missing. Marks the key as read.
  const Tree* raw(std::string_view key, std::string_view type, std::string_view summary);
  /// The value without marking the key as read: to decide which of the calls above should read it. Null where missing.
  const Tree* peek(std::string_view key) const;
  /// What config.json says for a key that was read; needed where raw() did not find it.
  void echo(std::string_view key, Tree resolved);

  /// The key is there and not null.
  bool has(std::string_view key) const;
  /// Adds a problem at the value of `key` (at the whole section for ""), or at an item of the list under `key`.
  void problem(std::string_view key, std::string message);
  void problem(std::string_view key, std::size_t index, std::string message);
  /// The same at a stretch of the text under `key`, counted in bytes of the text: an escape such as \" is one there.
  void problem_in_text(std::string_view key, std::size_t offset, std::size_t length, std::string message);
  /// Every key that was not read becomes a problem that names the section's keys; `what` says whose they are:
  /// `optimizer "sgd"`. To be called once, when reading is over.
  void finish(std::string_view what);

  const std::string& pointer() const;
  const ReadingContext& context() const;
  const Catalog& catalog() const { return *context().catalog; }
  /// The object with every default written out: what config.json shows. Keys in the order in which they were read; null
  /// for optional ones that nobody wrote. Nested sections are included as far as they were read.
  const Tree& resolved() const;
  /// What was asked for so far.
  const std::vector<KeyDescription>& keys() const;
  /// The description of the key that was read last, for a range or a better type.
  KeyDescription& last_key();
  /// The description of a key that was read.
  KeyDescription& description(std::string_view key);

 private:
  template <class Number>
  friend class Checked;

  explicit Section(std::shared_ptr<SectionState> state) : state_(std::move(state)) {}

  /// The section of the component under `key`, or nothing where there is none to be made (missing, or describing).
  std::optional<Section> component_part(std::string_view key, const std::string& kind,
                                        const std::vector<std::string>& names, std::optional<std::string> fallback,
                                        bool required, std::string_view summary);
  /// Sets type() from what was written; false, and a problem, where it is none of `names`.
  bool find_type(const std::string& kind, const std::vector<std::string>& names);
  template <class Product>
  Product finished_component(std::optional<Section> part, const Registry<Product>& table);

  /// A path as it was written under `key`, made absolute and echoed.
  std::filesystem::path absolute(std::string_view key, const std::string& written);

  std::shared_ptr<SectionState> state_;
};

template <class Product>
Product Section::as_component(const Registry<Product>& table) {
  if (!find_type(table.kind(), table.names())) return Product{};
  return table.find(type())->make(*this);
}

template <class Product>
Product Section::finished_component(std::optional<Section> part, const Registry<Product>& table) {
  if (!part || !part->find_type(table.kind(), table.names())) return Product{};
  Product product = table.find(part->type())->make(*part);
  part->finish(table.kind() + " \"" + part->type() + "\"");
  return product;
}

template <class Product>
Product Section::component(std::string_view key, const Registry<Product>& table, std::string_view fallback,
                           std::string_view summary) {
  const bool required = fallback.empty();
  const auto name = required ? std::nullopt : std::optional<std::string>(fallback);
  return finished_component(component_part(key, table.kind(), table.names(), name, required, summary), table);
}

template <class Product>
Product Section::optional_component(std::string_view key, const Registry<Product>& table, std::string_view summary) {
  return finished_component(component_part(key, table.kind(), table.names(), std::nullopt, false, summary), table);
}

}  // namespace mlp
