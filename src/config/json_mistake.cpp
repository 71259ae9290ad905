// Bad JSON, explained. Given what was read last, there is a short list of things that may follow; the first character
// that is none of them says which mistake was made. The common ones (a comma too many, single quotes, a key without
// quotes, Python's True) are named as such.

#include <algorithm>
#include <optional>

#include "json_syntax.h"
#include "mlp/config/json.h"
#include "mlp/core/utf8.h"
#include "text.h"

namespace mlp {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr std::string_view word_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.+-";

bool one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::string hexadecimal(char32_t c) {
  static constexpr std::string_view figures = "0123456789ABCDEF";
  std::string text;
  for (int shift = c > 0xFFFF ? 20 : 12; shift >= 0; shift -= 4) text += figures[(c >> shift) & 0xFU];
  return text;
}

// A run of letters, digits and signs that starts at `at`: what the writer meant as one word or number.
std::size_t word_end(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(word_characters, at), text.size());
}

class Diagnosis {
 public:
  Diagnosis(std::string_view text, const SyntaxContext& context) : text_(text), context_(context) {}

  Mistake at(std::size_t at) const {
    if (continues_word(at)) return bad_word(text_.find_last_not_of(word_characters, at) + 1);
    at = skip_blanks(text_, at);
    if (auto mistake = unclosed_comment(at)) return *mistake;
    switch (context_.after) {
      case After::nothing:
        return bad_value(at);
      case After::object_start:
        return bad_key(at);
      case After::key:
        return after_key(at);
      case After::array_start:
        return bad_value(at);
      case After::value_in_object:
        return after_value(at, '}');
      case After::value_in_array:
        return after_value(at, ']');
      case After::document:
        break;
    }
    return {"expected the end of the text, found " + found(at) + end_before(at), at};
  }

 private:
  /// Where the text's one value was closed: earlier than meant, most likely.
  std::string end_before(std::size_t at) const {
    if (at == 0) return "";
    const std::size_t end = text_.find_last_not_of(" \t\r\n", at - 1);
    if (end == std::string_view::npos || !one_of(text_[end], "}]")) return "";
    return std::string("; it ended with the \"") + text_[end] + "\" in line " + std::to_string(line_of(text_, end)) +
           ": is that one too many?";
  }

  std::string found(std::size_t at) const {
    if (at >= text_.size()) return "the end of the text";
    if (text_[at] == '"') return quoted_token(at);
    const CodePoint c = first_code_point(text_.substr(at));
    if (!c.valid) return "a byte that is not UTF-8";
    if (c.value < 0x20 || c.value == 0x7F) return "the control character U+" + hexadecimal(c.value);
    const std::size_t end = std::max(word_end(text_, at), at + c.bytes);
    return "\"" + std::string(text_.substr(at, std::min<std::size_t>(end - at, 40))) + "\"";
  }

  std::string quoted_token(std::size_t at) const {
    return "the string " + in_quotes(text_.substr(at + 1, token_end(text_, at) - at - 2));
  }

  // "01" and "truely": the library took the beginning for a whole token.
  bool continues_word(std::size_t at) const {
    const bool after_value = context_.after == After::value_in_object || context_.after == After::value_in_array ||
                             context_.after == After::document;
    return after_value && at > 0 && at < text_.size() && one_of(text_[at - 1], word_characters) &&
           one_of(text_[at], word_characters);
  }

  std::optional<Mistake> unclosed_comment(std::size_t at) const {
    if (text_.substr(at, 2) == "/*") return Mistake{"this comment is never closed: \"*/\" is missing", at, 2};
    if (at < text_.size() && text_[at] == '#')
      return Mistake{"a comment starts with // (or stands in /* */), not #", at};
    return std::nullopt;
  }

  std::string container() const {
    const bool object = text_[context_.container] == '{';
    return (object ? "the object that starts in line " : "the list that starts in line ") +
           std::to_string(line_of(text_, context_.container));
  }

  Mistake unfinished(std::string_view closing) const {
    const std::size_t last = text_.find_last_not_of(" \t\r\n");
    return {"the text ends inside " + container() + ": " + std::string(closing) + " is missing", last, 1};
  }

  Mistake bad_key(std::size_t at) const {
    if (at >= text_.size()) return unfinished("\"}\"");
    if (text_[at] == '"') return bad_string(at);
    if (auto quote = wrong_quote(at)) return *quote;
    if (one_of(text_[at], letters)) {
      const std::size_t end = word_end(text_, at);
      return {"a key is written in double quotes: " + in_quotes(text_.substr(at, end - at)), at, end - at};
    }
    return {"expected a key in double quotes or \"}\", found " + found(at), at};
  }

  Mistake after_key(std::size_t at) const {
    if (at < text_.size() && text_[at] == ':') return bad_value(skip_blanks(text_, at + 1));
    if (at >= text_.size()) return unfinished("the value of " + in_quotes(context_.key));
    return {"expected \":\" after the key " + in_quotes(context_.key) + ", found " + found(at), at};
  }

  Mistake after_value(std::size_t at, char closing) const {
    const std::string close = std::string("\"") + closing + "\"";
    if (at >= text_.size()) return unfinished(close);
    if (text_[at] != ',') {
      if (one_of(text_[at], "}]"))
        return {"expected \",\" or " + close + " to close " + container() + ", found " + found(at), at};
      return {"expected \",\" or " + close + ", found " + found(at) + ": a comma is missing before it", at};
    }
    const std::size_t next = skip_blanks(text_, at + 1);
    if (next < text_.size() && one_of(text_[next], "}]"))
      return {std::string("a comma before \"") + text_[next] + "\" is one too many", at};
    if (auto mistake = unclosed_comment(next)) return *mistake;
    return closing == '}' ? bad_key(next) : bad_value(next);
  }

  Mistake bad_value(std::size_t at) const {
    if (auto mistake = unclosed_comment(at)) return *mistake;
    if (at >= text_.size()) {
      if (context_.after == After::nothing) return {"expected a value, found the end of the text", at, 1};
      return unfinished(context_.after == After::key ? "the value of " + in_quotes(context_.key) : "\"]\"");
    }
    if (text_[at] == '"') return bad_string(at);
    if (auto quote = wrong_quote(at)) return *quote;
    if (one_of(text_[at], word_characters)) return bad_word(at);
    return {"expected a value, found " + found(at), at};
  }

  std::optional<Mistake> wrong_quote(std::size_t at) const {
    const CodePoint c = first_code_point(text_.substr(at));
    if (c.value == U'\'') {
      const std::size_t end = text_.find_first_of("'\r\n", at + 1);
      const bool closed = end != std::string_view::npos && text_[end] == '\'';
      return Mistake{"strings are written in double quotes, not single ones", at, closed ? end + 1 - at : 1};
    }
    if (c.value == U'“' || c.value == U'”' || c.value == U'„' || c.value == U'‘' || c.value == U'’')
      return Mistake{"this is a typographic quote: strings are written in straight double quotes", at, c.bytes};
    return std::nullopt;
  }

  // Words and numbers that JSON does not have.
  Mistake bad_word(std::size_t at) const {
    const std::size_t length = word_end(text_, at) - at;
    const std::string word(text_.substr(at, length));
    const auto mistake = [&](const std::string& message) { return Mistake{message, at, length}; };
    std::string lower = word;
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    for (const char* infinite : {"nan", "-nan", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"})
      if (lower == infinite) return mistake("JSON has no number " + word);
    if (lower == "true" || lower == "false") return mistake("expected " + lower + " in small letters, found " + word);
    if (lower == "null" || lower == "none") return mistake("expected null, found " + word);
    if (token_end(text_, at) == at + length && one_of(word[0], "-0123456789"))
      return mistake("the number " + quoted_word(word) + " is too large");
    if (one_of(word[0], "+-.0123456789")) return mistake(word_is_not_a_number(word));
    return mistake("expected a value, found " + quoted_word(word) + "; a string is written in double quotes");
  }

  static std::string quoted_word(const std::string& word) {
    return word.size() <= 40 ? word : word.substr(0, 40) + "…";
  }

  static std::string word_is_not_a_number(const std::string& word) {
    return quoted_word(word) + " is not a number as JSON writes it (like 0.5, -3 or 1e-4)";
  }

  Mistake bad_string(std::size_t start) const {
    for (std::size_t at = start + 1; at < text_.size(); ++at) {
      const CodePoint c = first_code_point(text_.substr(at));
      if (c.value == U'"') break;
      if (c.value == U'\n' || c.value == U'\r') return unclosed_string(start, at);
      if (!c.valid) return {"this byte is not UTF-8: save the file in that encoding", at, 1};
      if (c.value < 0x20)
        return {"a control character in a string is written as an escape: " + quoted_control(c.value), at};
      if (c.value == U'\\') {
        if (auto mistake = bad_escape(at)) return *mistake;
        ++at;
        continue;
      }
      at += c.bytes - 1;
    }
    return unclosed_string(start, text_.size());
  }

  static std::string quoted_control(char32_t c) {
    const std::string text = json_string(std::string(1, static_cast<char>(c)));
    return text.substr(1, text.size() - 2);
  }

  static Mistake unclosed_string(std::size_t start, std::size_t end) {
    return {"this string is not closed: its second double quote is missing", start, end - start};
  }

  std::optional<Mistake> bad_escape(std::size_t at) const {
    const char c = at + 1 < text_.size() ? text_[at + 1] : '\0';
    if (c == 'u') {
      const std::string_view code = text_.substr(at + 2, 4);
      const bool hex = code.size() == 4 && code.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
      if (!hex) return Mistake{"\\u is followed by four hexadecimal digits", at, 2};
      if (one_of(code[0], "dD") && one_of(code[1], "89abcdefABCDEF")) return lone_surrogate(at, code);
      return std::nullopt;
    }
    if (c != '\0' && one_of(c, "\"\\/bfnrt")) return std::nullopt;
    return Mistake{"no escape begins like this; a backslash itself is written \\\\", at, 2};
  }

  std::optional<Mistake> lone_surrogate(std::size_t at, std::string_view code) const {
    const std::string_view next = text_.substr(std::min(at + 6, text_.size()), 4);
    const bool high = one_of(code[1], "89abAB");
    if (high && next.size() == 4 && next.starts_with("\\u") && one_of(next[2], "dD") && one_of(next[3], "cdefCDEF"))
      return std::nullopt;
    if (!high && at >= 6 && text_.substr(at - 6, 2) == "\\u" && one_of(text_[at - 4], "dD")) return std::nullopt;
    return Mistake{"half of a surrogate pair stands alone", at, 6};
  }

  std::string_view text_;
  const SyntaxContext& context_;
};

}  // namespace

Mistake find_mistake(std::string_view text, std::size_t at, const SyntaxContext& context) {
  return Diagnosis(text, context).at(at);
}

}  // namespace mlp
