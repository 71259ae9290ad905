#pragma once
// A JSON document in which every value remembers where it was written, so that an error found much later, and after
// files were merged, still points at the line. nlohmann/json does the parsing; the places come from a second look at
// the text, event by event.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// A text that configuration came from: a file, or one option of the command line.
struct ConfigText {
  std::string name;              // "configs/xor.json", or "command line"
  std::string text;              // the file's bytes, or "--set optimizer.learning_rate=0.1"
  std::filesystem::path folder;  // relative paths written in it start here
  bool is_option = false;        // of the command line: has no lines and columns worth naming
};

/// A stretch of a ConfigText. Values that nobody wrote (defaults) have no text.
struct Place {
  std::shared_ptr<const ConfigText> text;
  std::size_t offset = 0;
  std::size_t length = 0;
};

struct Member;

/// One JSON value. Objects keep the order in which they were written.
struct Tree {
  enum class Kind { null, boolean, integer, number, string, array, object };

  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;  // Kind::integer; whole numbers beyond 64 bits are of Kind::number
  double number = 0;         // Kind::integer and Kind::number
  std::string string;
  std::vector<Tree> items;      // Kind::array
  std::vector<Member> members;  // Kind::object
  Place place;

  bool is_number() const { return kind == Kind::integer || kind == Kind::number; }
  const Tree* find(std::string_view key) const;  // of an object; null where it has no such key
  Tree* find(std::string_view key);

  static Tree of(bool value);
  static Tree of(int value);
  static Tree of(std::int64_t value);
  static Tree of(double value);
  static Tree of(std::string value);
  static Tree of(const char* value);  // else it would become a bool
  static Tree object();
  static Tree array();
  /// A list of numbers, or of strings.
  template <class Value>
  static Tree list(const std::vector<Value>& values) {
    Tree tree = array();
    for (const Value& value : values) tree.items.push_back(of(value));
    return tree;
  }

  /// Sets a member of an object, replacing one of that name.
  void set(std::string_view key, Tree value);
  /// Removes a member of an object, where there is one of that name.
  void erase(std::string_view key);
};

struct Member {
  std::string key;
  Place key_place;
  Tree value;
};

/// "an object", "a string", "a whole number" …: for messages.
std::string_view kind_name(Tree::Kind kind);

/// The value itself, for messages: `the string "0.1"`, `the number 1.5`, `true`, `an empty list`, `an object`.
std::string described(const Tree& value);

/// Equal as JSON values; places do not count, nor does the order of members.
bool same_value(const Tree& a, const Tree& b);

/// `over` merged over `base`: objects merge member by member, but for two components of different "type"; anything else
/// replaces.
Tree merged(const Tree& base, const Tree& over);

}  // namespace mlp
