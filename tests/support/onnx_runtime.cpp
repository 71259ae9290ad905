// A small runtime for exported nets: operators on row-major arrays of doubles, with NumPy's broadcasting.

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>

#include "tests/support/onnx_file.h"

namespace mlp::test {
namespace {

using Arguments = std::vector<const OnnxTensor*>;
using Operator = std::function<OnnxTensor(const OnnxNode&, const Arguments&)>;

/// The size of the axis counted from the last, 1 where there is none.
Index size_from_end(const Shape& shape, std::size_t axis) {
  return axis < shape.size() ? shape[shape.size() - 1 - axis] : 1;
}

/// The element of `from` that stands, broadcast, at element `at` of an array of the shape `to`.
double broadcast_element(const OnnxTensor& from, const Shape& to, std::size_t at) {
  std::size_t place = 0, stride = 1;
  for (std::size_t axis = 0; axis < to.size(); ++axis) {
    const auto size = static_cast<std::size_t>(size_from_end(to, axis)),
               own = static_cast<std::size_t>(size_from_end(from.shape, axis));
    place += (at % size) % own * stride;
    stride *= own;
    at /= size;
  }
  return from.values[place];
}

OnnxTensor combined(const OnnxTensor& a, const OnnxTensor& b, const std::function<double(double, double)>& f) {
  OnnxTensor result;
  const std::size_t rank = std::max(a.shape.size(), b.shape.size());
  for (std::size_t axis = rank; axis-- > 0;)
    result.shape.push_back(std::max(size_from_end(a.shape, axis), size_from_end(b.shape, axis)));
  result.values.resize(count_of(result.shape));
  for (std::size_t i = 0; i < result.values.size(); ++i)
    result.values[i] = f(broadcast_element(a, result.shape, i), broadcast_element(b, result.shape, i));
  return result;
}

Operator two(const std::function<double(double, double)>& f) {
  return [f](const OnnxNode&, const Arguments& x) { return combined(*x.at(0), *x.at(1), f); };
}

Operator each(const std::function<double(const OnnxNode&, double)>& f) {
  return [f](const OnnxNode& node, const Arguments& x) {
    OnnxTensor result = *x.at(0);
    for (double& value : result.values) value = f(node, value);
    return result;
  };
}

/// x·W + b, of matrices and, where there is one, a vector.
OnnxTensor affine(const OnnxNode&, const Arguments& x) {
  const OnnxTensor &a = *x.at(0), &w = *x.at(1);
  const Index rows = a.shape.at(0), depth = a.shape.at(1), columns = w.shape.at(1);
  if (w.shape.at(0) != depth) throw std::runtime_error("a product of matrices that do not fit");
  OnnxTensor y{"", 1, {rows, columns}, {}};
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) {
      double sum = x.size() > 2 ? x[2]->values.at(static_cast<std::size_t>(j)) : 0;
      for (Index k = 0; k < depth; ++k)
        sum += a.values[static_cast<std::size_t>(i * depth + k)] * w.values[static_cast<std::size_t>(k * columns + j)];
      y.values.push_back(sum);
    }
  return y;
}

/// Reduces the last axis, which must be the one named.
Operator over_last_axis(bool keeps, const std::function<double(const double*, Index)>& f) {
  return [keeps, f](const OnnxNode& node, const Arguments& x) {
    OnnxTensor result{"", 1, x.at(0)->shape, {}};
    const Index size = result.shape.back();
    if (node.numbers.at("axes") != std::vector<double>{static_cast<double>(result.shape.size()) - 1} ||
        (node.number("keepdims", 1) == 1) != keeps)
      throw std::runtime_error(node.op + " of another axis than the last");
    result.shape.pop_back();
    if (keeps) result.shape.push_back(1);
    for (std::size_t at = 0; at < x[0]->values.size(); at += static_cast<std::size_t>(size))
      result.values.push_back(f(x[0]->values.data() + at, size));
    return result;
  };
}

OnnxTensor softmax(const OnnxNode&, const Arguments& x) {
  OnnxTensor y = *x.at(0);
  const auto size = static_cast<std::size_t>(y.shape.back());
  for (std::size_t at = 0; at < y.values.size(); at += size) {
    const auto first = y.values.begin() + static_cast<std::ptrdiff_t>(at),
               end = first + static_cast<std::ptrdiff_t>(size);
    const double largest = *std::max_element(first, end);
    double sum = 0;
    for (auto v = first; v != end; ++v) sum += * v = std::exp(*v - largest);
    for (auto v = first; v != end; ++v) *v /= sum;
  }
  return y;
}

OnnxTensor reshaped(const OnnxNode&, const Arguments& x) {
  OnnxTensor y = *x.at(0);
  Index known = 1;
  y.shape.clear();
  for (const double size : x.at(1)->values) known *= size < 0 ? 1 : static_cast<Index>(size);
  for (const double size : x[1]->values)
    y.shape.push_back(size < 0 ? static_cast<Index>(y.values.size()) / known : static_cast<Index>(size));
  return y;
}

/// Along the second of two axes.
OnnxTensor concatenated(const OnnxNode&, const Arguments& x) {
  OnnxTensor y{"", 1, {x.at(0)->shape.at(0), 0}, {}};
  for (const OnnxTensor* part : x) y.shape[1] += part->shape.at(1);
  for (Index row = 0; row < y.shape[0]; ++row)
    for (const OnnxTensor* part : x)
      y.values.insert(y.values.end(), part->values.begin() + row * part->shape[1],
                      part->values.begin() + (row + 1) * part->shape[1]);
  return y;
}

OnnxTensor batch_normalized(const OnnxNode& node, const Arguments& x) {
  OnnxTensor y = *x.at(0);
  const auto units = static_cast<std::size_t>(y.shape.at(1));
  for (std::size_t i = 0; i < y.values.size(); ++i) {
    const auto of_unit = [&](std::size_t input) { return x.at(input)->values.at(i % units); };
    const double scaled = (y.values[i] - of_unit(3)) / std::sqrt(of_unit(4) + node.number("epsilon", 1e-5));
    y.values[i] = of_unit(1) * scaled + of_unit(2);
  }
  return y;
}

using Node = const OnnxNode&;
using Operators = std::map<std::string, Operator>;

/// Operators that work element by element.
const Operators& elementwise_operators() {
  static const Operators table{
      {"Identity", each([](Node, double v) { return v; })},
      {"Add", two(std::plus<>())},
      {"Sub", two(std::minus<>())},
      {"Mul", two(std::multiplies<>())},
      {"Div", two(std::divides<>())},
      {"PRelu", two([](double v, double slope) { return v < 0 ? slope * v : v; })},
      {"Exp", each([](Node, double v) { return std::exp(v); })},
      {"Erf", each([](Node, double v) { return std::erf(v); })},
      {"Sqrt", each([](Node, double v) { return std::sqrt(v); })},
      {"Tanh", each([](Node, double v) { return std::tanh(v); })},
      {"Relu", each([](Node, double v) { return std::max(v, 0.0); })},
      {"Sigmoid", each([](Node, double v) { return 1 / (1 + std::exp(-v)); })},
      {"Softplus", each([](Node, double v) { return std::log(std::exp(v) + 1); })},
      {"Softsign", each([](Node, double v) { return v / (1 + std::abs(v)); })},
      {"LeakyRelu", each([](Node n, double v) { return v < 0 ? n.number("alpha", 0.01) * v : v; })},
      {"Elu", each([](Node n, double v) { return v < 0 ? n.number("alpha", 1) * (std::exp(v) - 1) : v; })},
      {"Selu", each([](Node n, double v) {
         const double alpha = n.number("alpha", 1.67326), gamma = n.number("gamma", 1.0507);
         return gamma * (v > 0 ? v : alpha * std::exp(v) - alpha);
       })},
      {"HardSigmoid", each([](Node n, double v) {
         return std::max(0.0, std::min(1.0, n.number("alpha", 0.2) * v + n.number("beta", 0.5)));
       })},
      {"Clip",
       [](Node, const Arguments& x) {
         const OnnxTensor cut_below = combined(*x.at(0), *x.at(1), [](double a, double b) { return std::max(a, b); });
         return combined(cut_below, *x.at(2), [](double a, double b) { return std::min(a, b); });
       }},
      {"IsNaN", each([](Node, double v) { return std::isnan(v) ? 1.0 : 0.0; })},
      {"Where",
       [](Node, const Arguments& x) {
         const OnnxTensor &condition = *x.at(0), &yes = *x.at(1), &no = *x.at(2);
         OnnxTensor chosen = condition;
         for (std::size_t i = 0; i < chosen.values.size(); ++i)
           chosen.values[i] = broadcast_element(condition.values[i] != 0 ? yes : no, condition.shape, i);
         return chosen;
       }},
  };
  return table;
}

Operator comparison(const std::function<bool(double, double)>& holds) {
  return two([holds](double a, double b) { return holds(a, b) ? 1.0 : 0.0; });
}

/// Operators that formulas become.
const Operators& formula_operators() {
  static const Operators table{
      {"Neg", each([](Node, double v) { return -v; })},
      {"Abs", each([](Node, double v) { return std::abs(v); })},
      {"Log", each([](Node, double v) { return std::log(v); })},
      {"Sin", each([](Node, double v) { return std::sin(v); })},
      {"Cos", each([](Node, double v) { return std::cos(v); })},
      {"Not", each([](Node, double v) { return v == 0 ? 1.0 : 0.0; })},
      {"Pow", two([](double a, double b) { return std::pow(a, b); })},
      {"Max", two([](double a, double b) { return std::max(a, b); })},
      {"Min", two([](double a, double b) { return std::min(a, b); })},
      {"Less", comparison(std::less<>())},
      {"LessOrEqual", comparison(std::less_equal<>())},
      {"Equal", comparison(std::equal_to<>())},
      {"Cast", each([](Node n, double v) {
         if (n.number("to", 0) != 1) throw std::runtime_error("a Cast to another type than float");
         return v;
       })},
  };
  return table;
}

/// Operators that know rows and columns.
const Operators& tensor_operators() {
  static const Operators table{
      {"Sum",
       [](Node, const Arguments& x) {
         OnnxTensor sum = *x.at(0);
         for (std::size_t i = 1; i < x.size(); ++i) sum = combined(sum, *x[i], std::plus<>());
         return sum;
       }},
      {"MatMul", affine},
      {"Gemm", affine},
      {"Softmax", softmax},
      {"Reshape", reshaped},
      {"Concat", concatenated},
      {"BatchNormalization", batch_normalized},
      {"ReduceMax", over_last_axis(false, [](const double* v, Index n) { return *std::max_element(v, v + n); })},
      {"ReduceMean", over_last_axis(true,
                                    [](const double* v, Index n) {
                                      double sum = 0;
                                      for (Index i = 0; i < n; ++i) sum += v[i];
                                      return sum / static_cast<double>(n);
                                    })},
  };
  return table;
}

const Operator& operator_named(const std::string& name) {
  for (const Operators* table : {&elementwise_operators(), &formula_operators(), &tensor_operators()})
    if (const auto found = table->find(name); found != table->end()) return found->second;
  throw std::runtime_error("the tests have no operator " + name);
}

}  // namespace

std::vector<OnnxTensor> run_onnx(const OnnxModel& model, const std::map<std::string, OnnxTensor>& inputs) {
  std::map<std::string, OnnxTensor> values = inputs;
  for (const OnnxTensor& tensor : model.tensors) values[tensor.name] = tensor;
  for (const OnnxNode& node : model.nodes) {
    Arguments arguments;
    for (const std::string& input : node.inputs) arguments.push_back(&values.at(input));
    OnnxTensor result = operator_named(node.op)(node, arguments);
    values[node.outputs.at(0)] = std::move(result);
  }
  std::vector<OnnxTensor> outputs;
  for (const OnnxValue& output : model.outputs) outputs.push_back(values.at(output.name));
  return outputs;
}

}  // namespace mlp::test
