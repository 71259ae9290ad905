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
  std::string name;  // "configs/xor.json", or "--set optimizer.learning_rate=0.1"
  std::string text;
  std::filesystem::path folder;  // relative paths written in it start here
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
  static Tree of(std::int64_t value);
  static Tree of(double value);
  static Tree of(std::string value);
  static Tree object();
  static Tree array();

  /// Sets a member of an object, replacing one of that name.
  void set(std::string_view key, Tree value);
};

struct Member {
  std::string key;
  Place key_place;
  Tree value;
};

/// "an object", "a string", "a whole number" …: for messages.
std::string_view kind_name(Tree::Kind kind);

/// Equal as JSON values; places do not count, nor does the order of members.
bool same_value(const Tree& a, const Tree& b);

/// The document as JSON text: two spaces a level, short lists of plain values on one line, numbers as the shortest text
/// that reads back exactly.
std::string to_json(const Tree& tree);

}  // namespace mlp
