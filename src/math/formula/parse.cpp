#include "mlp/math/formula/parse.h"

#include <algorithm>
#include <numbers>
#include <utility>

#include "tokens.h"

namespace mlp::formula {
namespace {

struct Function {
  std::string_view name;
  Op op;
};

constexpr Function functions[] = {
    {"abs", Op::abs},     {"cos", Op::cos},    {"erf", Op::erf},         {"erfc", Op::erfc},         {"exp", Op::exp},
    {"expm1", Op::expm1}, {"log", Op::log},    {"log1p", Op::log1p},     {"max", Op::max},           {"min", Op::min},
    {"relu", Op::relu},   {"sin", Op::sin},    {"sigmoid", Op::sigmoid}, {"softplus", Op::softplus}, {"sqrt", Op::sqrt},
    {"tanh", Op::tanh},   {"where", Op::where}};

/// Names of other languages, and of what is no function of one z.
constexpr std::string_view mixes_units = " mixes the units of a layer, so it is no function of one z";
constexpr std::pair<std::string_view, std::string_view> other_names[] = {
    {"softmax", " mixes the units of a layer, so it is no function of one z; it is an activation of its own"},
    {"log_softmax", mixes_units},
    {"softmin", mixes_units},
    {"logsumexp", mixes_units},
    {"sum", mixes_units},
    {"mean", mixes_units},
    {"ln", " is called log"},
    {"logistic", " is called sigmoid"},
    {"pow", "(a, b) is written a^b"},
    {"square", "(z) is written z^2"},
    {"maximum", " is called max"},
    {"minimum", " is called min"},
    {"if", " is written where(condition, value, other value)"},
    {"and", " is a product: write (0 < z) * (z < 1)"},
    {"or", " is a maximum: write max(z < 0, z > 1)"},
    {"not", " is a difference: write 1 - (z > 0)"},
    {"inf", " is written 1/0"},
    {"tan", "(z) is written sin(z)/cos(z)"},
    {"sign", "(z) is written (z > 0) - (z < 0)"},
    {"silu", "(z) is written z * sigmoid(z)"},
    {"gelu", "(z) is written z * erfc(-z/sqrt(2)) / 2"},
};

constexpr std::string_view comparisons[] = {"<", "<=", ">", ">=", "==", "!="};

class Parser {
 public:
  explicit Parser(std::string_view text) : tokens_(tokens_of(text)) {}

  Expression formula() {
    if (next().kind == Token::Kind::end)
      throw Mistake("the formula is empty: write an expression of z, such as z * sigmoid(z)", 0, 1);
    const Term root = comparison();
    if (is(")")) fail("\")\" closes nothing");
    if (is(",")) fail("\",\" stands between the operands of a function; the decimal point is \".\"");
    if (!depends_on_z(root)) throw Mistake("the formula does not depend on z", 0, tokens_.back().offset);
    return {std::move(terms_), root};
  }

 private:
  bool depends_on_z(Term root) const {
    return std::ranges::any_of(terms_.in_order(root), [&](Term term) { return terms_[term].op == Op::z; });
  }

  const Token& next() const { return tokens_[at_]; }
  bool is(std::string_view sign) const { return next().kind == Token::Kind::sign && next().text == sign; }
  bool take(std::string_view sign) {
    const bool found = is(sign);
    at_ += found;
    return found;
  }
  std::string found() const { return next().kind == Token::Kind::end ? "the end of the formula" : quoted(next().text); }

  [[noreturn]] static void fail_at(const Token& token, const std::string& message) {
    throw Mistake(message, token.offset, std::max<std::size_t>(token.text.size(), 1));
  }
  [[noreturn]] void fail(const std::string& message) const { fail_at(next(), message); }

  /// Calls itself as deeply as the formula is nested.
  class Deeper {
   public:
    explicit Deeper(Parser& parser) : depth_(parser.depth_) {
      if (++depth_ > deepest_nesting)
        parser.fail("the formula is nested more than " + std::to_string(deepest_nesting) + " levels deep");
    }
    ~Deeper() { --depth_; }

   private:
    std::size_t& depth_;
  };

  bool at_comparison() const {
    return next().kind == Token::Kind::sign && std::ranges::find(comparisons, next().text) != std::end(comparisons);
  }

  Term comparison() {
    const Term a = sum();
    if (!at_comparison()) return a;
    const std::string_view sign = next().text;
    ++at_;
    const Term b = sum();
    if (at_comparison()) fail("a comparison of a comparison: where both hold is (0 < z) * (z < 1)");
    if (sign == "<") return terms_.add(Op::less, a, b);
    if (sign == "<=") return terms_.add(Op::less_equal, a, b);
    if (sign == ">") return terms_.add(Op::less, b, a);
    if (sign == ">=") return terms_.add(Op::less_equal, b, a);
    return terms_.add(sign == "==" ? Op::equal : Op::not_equal, a, b);
  }

  Term sum() {
    Term a = product();
    for (;;) {
      if (take("+"))
        a = terms_.add(Op::add, a, product());
      else if (take("-"))
        a = terms_.add(Op::subtract, a, product());
      else
        return a;
    }
  }

  Term product() {
    Term a = sign();
    for (;;) {
      if (take("*"))
        a = terms_.add(Op::multiply, a, sign());
      else if (take("/"))
        a = terms_.add(Op::divide, a, sign());
      else
        return a;
    }
  }

  Term sign() {
    const Deeper deeper(*this);
    if (take("-")) return terms_.add(Op::negate, sign());
    if (take("+")) return sign();
    return power();
  }

  Term power() {
    const Term a = value();
    return take("^") ? terms_.power(a, sign()) : a;
  }

  Term value() {
    const Token token = next();
    if (token.kind == Token::Kind::end || (token.kind == Token::Kind::sign && token.text != "("))
      fail("expected a number, z, a function or \"(\"" + (at_ == 0 ? "" : " after " + quoted(tokens_[at_ - 1].text)) +
           ", found " + found());
    ++at_;
    const Term result = token.kind == Token::Kind::number ? terms_.number(token.number)
                        : token.kind == Token::Kind::name ? named(token)
                                                          : in_parentheses(token);
    require_sign(token);
    return result;
  }

  /// Behind a value there is a sign, or nothing.
  void require_sign(const Token& left) const {
    const bool is_name = next().kind == Token::Kind::name;
    if (!is_name && next().kind != Token::Kind::number && !is("(")) return;
    if (is_name && !is_known(next().text)) unknown(next(), tokens_[at_ + 1].text == "(");
    fail("an operator is missing before " + quoted(next().text) + ": for a product, write " + product_of(left));
  }

  static bool is_known(std::string_view name) {
    return name == "z" || name == "pi" || name == "e" ||
           std::ranges::find(functions, name, &Function::name) != std::end(functions);
  }

  /// What "2z", "z z", "2(" or ")(" should be: the two words with a sign between them.
  std::string product_of(const Token& left) const {
    const bool closes = tokens_[at_ - 1].text == ")";
    const std::string first =
        closes ? (left.kind == Token::Kind::name ? std::string(left.text) : "") + "(...)" : std::string(left.text);
    const bool is_call = next().kind == Token::Kind::name && tokens_[at_ + 1].text == "(";
    const std::string second = is("(") ? "(...)" : std::string(next().text) + (is_call ? "(...)" : "");
    return first + "*" + second;
  }

  Term in_parentheses(const Token& opening) {
    const Term result = comparison();
    close(opening);
    return result;
  }

  void close(const Token& opening) {
    if (take(")")) return;
    const std::string what =
        "\")\" is missing, which closes the \"(\" of character " + std::to_string(opening.offset + 1);
    if (is(",")) fail("\",\" stands between the operands of a function, and there is none before the \"(\"");
    fail(next().kind == Token::Kind::end ? what : what + ", before " + found());
  }

  Term named(const Token& name) {
    if (name.text == "z") return variable(name);
    if (name.text == "pi") return terms_.number(std::numbers::pi);
    if (name.text == "e") return terms_.number(std::numbers::e);
    const auto function = std::ranges::find(functions, name.text, &Function::name);
    if (function == std::end(functions)) unknown(name, is("("));
    if (!is("(")) fail("expected \"(\" after " + quoted(name.text) + ", which is a function; found " + found());
    const Token opening = next();
    ++at_;
    if (is(")")) fail(std::string(name.text) + "() has no operands; it takes " + taken_by(*function));
    std::vector<Term> given{comparison()};
    while (take(",")) given.push_back(comparison());
    close(opening);
    return call(*function, given, name);
  }

  Term variable(const Token& name) {
    if (is("(")) fail_at(name, "z is no function: for a product, write z*(...)");
    return terms_.leaf(Op::z);
  }

  static std::string taken_by(const Function& function) {
    if (function.op == Op::where) return "three: where(condition, value, other value)";
    return operands(function.op) == 1 ? "one" : "two or more";
  }

  Term call(const Function& function, const std::vector<Term>& given, const Token& name) {
    const std::size_t count = operands(function.op);
    const bool fits = count == 2 ? given.size() >= 2 : given.size() == count;
    if (!fits)
      fail_at(name, std::string(name.text) + "() has " + std::to_string(given.size()) +
                        (given.size() == 1 ? " operand" : " operands") + "; it takes " + taken_by(function));
    if (count == 1) return terms_.add(function.op, given[0]);
    if (count == 3) return terms_.add(Op::where, condition(given[0]), given[1], given[2]);
    Term result = given[0];
    for (std::size_t i = 1; i < given.size(); ++i) result = terms_.add(function.op, result, given[i]);
    return result;
  }

  /// A number holds where it is not 0.
  Term condition(Term term) {
    const Op op = terms_[term].op;
    const bool is_comparison = op == Op::less || op == Op::less_equal || op == Op::equal || op == Op::not_equal;
    return is_comparison ? term : terms_.add(Op::not_equal, term, terms_.number(0));
  }

  [[noreturn]] static void unknown(const Token& name, bool is_called) {
    for (const auto& [other, remedy] : other_names)
      if (name.text == other) fail_at(name, std::string(name.text) + std::string(remedy));
    if (!is_called)
      fail_at(name, "unknown name " + quoted(name.text) + "; the variable is z, and pi and e are numbers");
    std::vector<std::string> known;
    for (const Function& function : functions) known.emplace_back(function.name);
    const std::string hint = did_you_mean(name.text, known);
    fail_at(name, "unknown function " + quoted(name.text) + "; " + (hint.empty() ? "" : hint + " ") +
                      "Known: " + function_names());
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0, depth_ = 0;
  Terms terms_;
};

}  // namespace

Expression parse(std::string_view text) {
  if (text.size() > longest_text)
    throw Mistake(
        "the formula has " + std::to_string(text.size()) + " characters, more than " + std::to_string(longest_text),
        longest_text, 1);
  return Parser(text).formula();
}

std::string function_names() {
  std::string names;
  for (const Function& function : functions) names += (names.empty() ? "" : ", ") + std::string(function.name);
  return names;
}

}  // namespace mlp::formula
