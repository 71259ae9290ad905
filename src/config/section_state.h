#pragma once
// What is behind a Section: the value it reads, and the record of what was asked for. Handles, nested sections and
// components share it, so that the root can show the whole resolved config.

#include "mlp/config/section.h"

namespace mlp {

struct SectionState {
  /// A value that somebody wrote, and the pointer that leads to it.
  struct Found {
    const Tree* value = nullptr;
    std::string pointer;
  };

  /// One key that was asked for, and what config.json will say for it.
  struct Entry {
    enum class Form { silent, value, section, list };
    KeyDescription description;
    Form form = Form::silent;
    Tree value;                                        // Form::value
    std::vector<std::shared_ptr<SectionState>> parts;  // Form::section: one; Form::list: the items
  };

  const Tree* tree = nullptr;
  std::string pointer;
  ReadingContext context;
  const Tree* fallback = nullptr;
  std::string fallback_pointer;
  Place place;  // of the tree, or of what is around it where nobody wrote it
  bool is_component = false;
  bool is_unknown_component = false;  // whose keys cannot be judged
  bool is_no_object = false;          // a problem already: whatever seems to be missing here is no further one
  Found instead;                      // what stands here, where that is no object: told once all keys are known
  std::string type;
  std::vector<Entry> entries;
  std::size_t last = 0;
  mutable Tree resolved;                     // made anew by resolve()
  mutable std::vector<KeyDescription> keys;  // made anew by describe()

  /// The value of a key, here or in the fallback; nothing where it is null. A component's plain name is the value of
  /// its "type".
  Found find(std::string_view key) const;
  Entry* entry(std::string_view key);

  /// Records that a key is asked for; a key asked for twice keeps its place and takes the later description.
  Entry& declare(std::string_view key, std::string_view type, std::string_view summary);
  void set_value(std::string_view key, Tree value);

  /// Adds a problem at a value, or at this section where there is none.
  void report(const Found& at, std::string message) const;
  void report(std::string_view key, std::string message) const;
  /// "expected a number, found the string …"
  void report_kind(const Found& at, std::string_view expected) const;
  void report_missing(std::string_view key) const;

  /// A section below this one, for the value at `at` (or for nothing, under the key's pointer), added to the key's
  /// entry.
  std::shared_ptr<SectionState> add_part(std::string_view key, const Found& at, Entry::Form form);

  const Tree& resolve() const;
  const std::vector<KeyDescription>& describe() const;
};

}  // namespace mlp
