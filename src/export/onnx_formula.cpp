#include "onnx_formula.h"

#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/math/formula/parse.h"

namespace mlp {
namespace {

using formula::Node;
using formula::Op;
using formula::Term;

const std::map<Op, const char*>& operators_of_terms() {
  static const std::map<Op, const char*> table{{Op::negate, "Neg"},
                                               {Op::add, "Add"},
                                               {Op::subtract, "Sub"},
                                               {Op::multiply, "Mul"},
                                               {Op::divide, "Div"},
                                               {Op::power, "Pow"},
                                               {Op::max, "Max"},
                                               {Op::min, "Min"},
                                               {Op::exp, "Exp"},
                                               {Op::log, "Log"},
                                               {Op::sqrt, "Sqrt"},
                                               {Op::sin, "Sin"},
                                               {Op::cos, "Cos"},
                                               {Op::tanh, "Tanh"},
                                               {Op::abs, "Abs"},
                                               {Op::erf, "Erf"},
                                               {Op::sigmoid, "Sigmoid"},
                                               {Op::relu, "Relu"},
                                               {Op::where, "Where"},
                                               {Op::less, "Less"},
                                               {Op::softplus, "Softplus"},
                                               {Op::equal, "Equal"},
                                               {Op::less_equal, "LessOrEqual"}};
  return table;
}

class FormulaGraph {
 public:
  FormulaGraph(OnnxGraph& graph, const formula::Expression& g, const std::string& z) : graph_(graph), g_(g) {
    for (const Term term : g.terms.in_order(g.root)) {
      const Node& node = g.terms[term];
      if (is_condition(node.op))
        conditions_[term] = condition(node);
      else
        values_[term] = node.op == Op::z ? z : node.op == Op::number ? number(node.number) : operation(node);
    }
  }

  std::string result() { return value(g_.root); }

 private:
  static bool is_condition(Op op) {
    return op == Op::less || op == Op::less_equal || op == Op::equal || op == Op::not_equal;
  }

  std::string number(double value) {
    if (std::isfinite(value) && std::abs(value) > std::numeric_limits<float>::max())
      throw InputError("the formula has the number " + shortest(value) +
                       ", which is too large for float32, which ONNX files are in");
    return graph_.constant(value);
  }

  /// A truth value that is used as a number is 1 or 0.
  std::string value(Term term) {
    std::string& name = values_[term];
    if (name.empty()) name = graph_.add("Cast", {conditions_.at(term)}, {{"to", std::int64_t{1}}});
    return name;
  }

  std::string condition(const Node& node) {
    if (node.op != Op::not_equal)
      return graph_.add(operators_of_terms().at(node.op), {value(node.of[0]), value(node.of[1])});
    return graph_.add("Not", {graph_.add("Equal", {value(node.of[0]), value(node.of[1])})});
  }

  std::string operation(const Node& node) {
    const std::string first = node.op == Op::where ? conditions_.at(node.of[0]) : value(node.of[0]);
    switch (node.op) {
      case Op::expm1:
        return graph_.add("Sub", {graph_.add("Exp", {first}), graph_.constant(1)});
      case Op::log1p:
        return graph_.add("Log", {graph_.add("Add", {first, graph_.constant(1)})});
      case Op::erfc:
        return graph_.add("Sub", {graph_.constant(1), graph_.add("Erf", {first})});
      default:
        break;
    }
    std::vector<std::string> inputs{first};
    for (std::size_t i = 1; i < formula::operands(node.op); ++i) inputs.push_back(value(node.of[i]));
    return graph_.add(operators_of_terms().at(node.op), inputs);
  }

  OnnxGraph& graph_;
  const formula::Expression& g_;
  std::map<Term, std::string> values_, conditions_;
};

}  // namespace

std::string add_onnx_formula(OnnxGraph& graph, const std::string& expression, const std::string& z) {
  const formula::Expression g = formula::parse(expression);
  return FormulaGraph(graph, g, z).result();
}

}  // namespace mlp
