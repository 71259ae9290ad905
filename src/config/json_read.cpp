// The one file that includes the JSON library: it compiles slowly, and it reports neither where a value stands nor, in
// words of ours, what is wrong.

#include <nlohmann/json.hpp>
#include <unordered_map>

#include "json_syntax.h"
#include "mlp/config/json.h"
#include "mlp/core/numbers.h"
#include "text.h"

namespace mlp {
namespace {

/// Builds a Tree from the events of the parser. At each event a cursor of our own stands behind the token before, and
/// the next token in the text is the one that the event is about.
class TreeBuilder {
 public:
  using json = nlohmann::json;

  TreeBuilder(std::shared_ptr<const ConfigText> text, std::size_t offset, std::size_t length, Problems& problems)
      : text_(std::move(text)),
        window_(std::string_view(text_->text).substr(0, offset + length)),
        cursor_(offset),
        problems_(problems) {}

  Tree result() { return std::move(root_); }
  /// The parser takes a zero byte for the end of the text: whatever follows would be ignored.
  bool at_end() {
    if (skip_blanks(window_, cursor_) == window_.size()) return true;
    explain();
    return false;
  }

  bool null() { return scalar({}); }
  bool boolean(bool value) { return scalar(Tree::of(value)); }
  bool number_integer(json::number_integer_t value) { return scalar(Tree::of(std::int64_t{value})); }
  bool number_unsigned(json::number_unsigned_t value) {
    return std::in_range<std::int64_t>(value) ? scalar(Tree::of(static_cast<std::int64_t>(value)))
                                              : scalar(Tree::of(static_cast<double>(value)));
  }
  /// Read anew: the parser writes the decimal point of the locale into its copy of the digits.
  bool number_float(json::number_float_t value, const std::string&) {
    const std::size_t start = next_token(window_, cursor_);
    return scalar(Tree::of(read_number(window_.substr(start, token_end(window_, start) - start)).value_or(value)));
  }
  bool string(std::string& value) { return scalar(Tree::of(std::move(value))); }
  bool binary(json::binary_t&) { return false; }  // not in JSON texts

  bool start_object(std::size_t) { return open(Tree::object()); }
  bool start_array(std::size_t) { return open(Tree::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Container& object = open_.back();
    object.key = {name, next_place(), {}};
    const auto [first, is_new] = object.seen.emplace(name, object.key.key_place);
    object.is_repeated = !is_new;
    if (!is_new) {
      const auto line = line_and_column(first->second).line;
      problems_.add(
          object.key.key_place, pointer_to(pointer(), name),
          "the key " + in_quotes(name) + " is here for the second time; the first is in line " + std::to_string(line));
    }
    context_.after = After::key;
    context_.key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
    explain();
    return false;
  }

 private:
  struct Container {
    Tree tree;
    Member key;  // read, and waiting for its value
    std::unordered_map<std::string, Place> seen;
    bool is_repeated = false;  // `key` was there before: a problem, and its value is left out
  };

  Place next_place() {
    const std::size_t start = next_token(window_, cursor_);
    cursor_ = token_end(window_, start);
    return {text_, start, cursor_ - start};
  }

  bool scalar(Tree value) {
    value.place = next_place();
    add(std::move(value));
    return true;
  }

  bool open(Tree container) {
    container.place = next_place();
    if (open_.size() == max_nesting) {
      problems_.add(container.place, "",
                    "lists and objects are nested more than " + std::to_string(max_nesting) + " levels deep");
      return false;
    }
    context_.after = container.kind == Tree::Kind::object ? After::object_start : After::array_start;
    context_.container = container.place.offset;
    open_.push_back({std::move(container), {}, {}, false});
    return true;
  }

  bool close() {
    const Place end = next_place();
    Tree done = std::move(open_.back().tree);
    done.place.length = end.offset + 1 - done.place.offset;
    open_.pop_back();
    if (!open_.empty()) context_.container = open_.back().tree.place.offset;
    add(std::move(done));
    return true;
  }

  void add(Tree value) {
    if (open_.empty()) {
      root_ = std::move(value);
      context_.after = After::document;
      return;
    }
    Container& parent = open_.back();
    if (parent.tree.kind == Tree::Kind::object) {
      context_.after = After::value_in_object;
      parent.key.value = std::move(value);
      if (!parent.is_repeated) parent.tree.members.push_back(std::move(parent.key));
    } else {
      context_.after = After::value_in_array;
      parent.tree.items.push_back(std::move(value));
    }
  }

  std::string pointer() const {
    std::string path;
    for (std::size_t i = 0; i + 1 < open_.size(); ++i)
      path = open_[i].tree.kind == Tree::Kind::object ? pointer_to(path, open_[i].key.key)
                                                      : pointer_to(path, open_[i].tree.items.size());
    return path;
  }

  void explain() {
    const Mistake mistake = find_mistake(window_, cursor_, context_);
    problems_.add({text_, mistake.offset, mistake.length}, "", mistake.message);
  }

  std::shared_ptr<const ConfigText> text_;
  std::string_view window_;  // up to the end of the part that is read
  std::size_t cursor_;       // behind the last token
  Problems& problems_;
  SyntaxContext context_;
  std::vector<Container> open_;
  Tree root_;
};

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_utf16(std::string_view text) { return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"); }

}  // namespace

std::optional<Tree> parse_json(const std::shared_ptr<const ConfigText>& text, std::size_t offset, std::size_t length,
                               Problems& problems) {
  if (is_utf16(std::string_view(text->text).substr(offset, length))) {
    problems.add(Place{text, offset, 1}, "", "the file is UTF-16: save it as UTF-8");
    return std::nullopt;
  }
  if (std::string_view(text->text).substr(offset, length).starts_with(byte_order_mark)) {
    offset += byte_order_mark.size();
    length -= byte_order_mark.size();
  }
  TreeBuilder builder(text, offset, length, problems);
  const auto begin = text->text.begin() + static_cast<std::ptrdiff_t>(offset);
  const bool ok = nlohmann::json::sax_parse(begin, begin + static_cast<std::ptrdiff_t>(length), &builder,
                                            nlohmann::json::input_format_t::json, true, true);
  if (!ok || !builder.at_end()) return std::nullopt;
  return builder.result();
}

Tree parse_json(const std::shared_ptr<const ConfigText>& text) {
  Problems problems;
  std::optional<Tree> tree = parse_json(text, 0, text->text.size(), problems);
  problems.raise();
  return std::move(*tree);
}

}  // namespace mlp
