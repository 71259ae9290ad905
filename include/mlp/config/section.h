#pragma once
// Reading a configuration. A Section is one JSON object and the record of what was read from it. One call, such as
//     s.number("negative_slope", 0.01, "slope for z < 0").at_least(0)
// gives the value, the default, the range check, the place and pointer in an error, the line in the resolved
// config.json, and the row in `mlp list` and `mlp schema`. A key that nobody read is an error. Problems are collected,
// not thrown: the caller gets the default and reading goes on, so that one go finds them all.

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/config/problems.h"
#include "mlp/config/registry.h"
#include "mlp/config/tree.h"

namespace mlp {

struct Catalog;

/// What a section's reader asked for: one row of documentation.
struct KeyDescription {
  std::string key;
  std::string type;  // "number", "integer", "boolean", "string", "path", "component", "object", "list", …
  std::string summary;
  bool required = false;
  std::optional<Tree> fallback;     // the default, where there is one
  std::optional<double> low, high;  // the range
  bool low_open = false, high_open = false;
  std::vector<std::string> choices;  // the values allowed of a choice; the names of a component's table
  std::string component;             // the kind of table a component comes from
  std::vector<KeyDescription> keys;  // of a nested object
};

class Section;

/// A number just read, for the checks that follow: at_least(0).below(1). Converts to the value.
template <class Number>
class Checked {
 public:
  Checked(Section& section, std::string key, Number value, Number fallback)
      : section_(&section), key_(std::move(key)), value_(value), fallback_(fallback) {}

  Checked& at_least(Number low);
  Checked& above(Number low);
  Checked& at_most(Number high);
  Checked& below(Number high);
  operator Number() const { return value_; }  // NOLINT: that is what it is for

 private:
  void require(bool ok, const std::string& range);
  Section* section_;
  std::string key_;
  Number value_;
  Number fallback_;  // stands in for a value out of range, so that reading can go on
};

/// What all sections of one config share.
struct ReadingContext {
  const Catalog* catalog = nullptr;
  Problems* problems = nullptr;
  bool describing = false;  // nothing is given; required keys may be missing (for `mlp list` and `mlp schema`)
};

class Section {
 public:
  /// `tree` (an object, or null for one that nobody wrote) must outlive the section. `fallback`, where given, is asked
  /// for keys that `tree` does not have: model.defaults.
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

  /// Keys without a default: nothing where they are missing or null.
  std::optional<double> optional_number(std::string_view key, std::string_view summary);
  std::optional<std::int64_t> optional_integer(std::string_view key, std::string_view summary);
  std::optional<std::string> optional_text(std::string_view key, std::string_view summary);

  /// A file's path, made absolute: relative ones start at the folder of the file that has them.
  std::filesystem::path path(std::string_view key, std::string_view summary);
  std::optional<std::filesystem::path> optional_path(std::string_view key, std::string_view summary);

  std::vector<double> numbers(std::string_view key, std::vector<double> fallback, std::string_view summary);
  std::vector<std::int64_t> integers(std::string_view key, std::vector<std::int64_t> fallback,
                                     std::string_view summary);
  /// A list of strings, or one string for a list of one.
  std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback, std::string_view summary);

  /// A component by its name ("elu") or as an object with "type" and its parameters ({"type": "elu", "alpha": 1}). An
  /// empty `fallback` makes the key required. Where the component is wrong, that is a problem and an empty Product is
  /// returned.
  template <class Product>
  Product component(std::string_view key, const Registry<Product>& table, std::string_view fallback,
                    std::string_view summary);
  /// Like component, but a missing key or null gives an empty Product.
  template <class Product>
  Product optional_component(std::string_view key, const Registry<Product>& table, std::string_view summary);

  /// A nested object; an empty one where the key is missing.
  Section section(std::string_view key, std::string_view summary);
  /// The objects of a list (a required key where `required`).
  std::vector<Section> sections(std::string_view key, bool required, std::string_view summary);

  /// The value itself, for keys with several forms (a number or an object); null where missing. Marks the key as read.
  const Tree* raw(std::string_view key, std::string_view type, std::string_view summary);
  /// What config.json says for a key that was read with raw().
  void echo(std::string_view key, Tree resolved);

  bool has(std::string_view key) const;
  /// Adds a problem at the value of `key` (at the whole section for "").
  void problem(std::string_view key, std::string message);
  /// Every key that was not read becomes a problem that names the section's keys; `what` says whose they are:
  /// `optimizer "sgd"`. To be called once, when reading is over.
  void finish(std::string_view what);

  const std::string& pointer() const { return pointer_; }
  const ReadingContext& context() const { return context_; }
  const Catalog& catalog() const { return *context_.catalog; }
  /// The object with every default written out: what config.json shows.
  const Tree& resolved() const;
  /// What was asked for so far.
  const std::vector<KeyDescription>& keys() const;
  /// The description of the key that was read last, for a range or a better type.
  KeyDescription& last_key();

 private:
  // (the implementer's)
  std::string pointer_;
  ReadingContext context_;
};

}  // namespace mlp
