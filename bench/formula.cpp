// How much slower a built-in activation is when it is written as a formula: the time that a layer of 128 units and 128
// samples takes for y = g(x) and dx = dy·g'(x), as in a training step.
//
//     mlp_formula [--seconds S]
//
// prints a line of CSV per activation and precision: the activation, the precision, the nanoseconds of 1000 elements
// for the built-in and for the formula, forth and back, their ratio, and the formula. The two take turns, and of each
// its best time counts.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "activation_layer.h"
#include "mlp/core/numbers.h"
#include "mlp/math/activation.h"
#include "mlp/math/activations/elu.h"
#include "mlp/math/activations/exponential.h"
#include "mlp/math/activations/formula.h"
#include "mlp/math/activations/gelu.h"
#include "mlp/math/activations/hard_sigmoid.h"
#include "mlp/math/activations/hard_tanh.h"
#include "mlp/math/activations/leaky_relu.h"
#include "mlp/math/activations/linear.h"
#include "mlp/math/activations/mish.h"
#include "mlp/math/activations/relu.h"
#include "mlp/math/activations/relu6.h"
#include "mlp/math/activations/scaled_tanh.h"
#include "mlp/math/activations/selu.h"
#include "mlp/math/activations/sigmoid.h"
#include "mlp/math/activations/silu.h"
#include "mlp/math/activations/softplus.h"
#include "mlp/math/activations/softsign.h"
#include "mlp/math/activations/tanh.h"

namespace mlp::bench {
namespace {

/// A built-in activation and its formula.
template <class T>
struct Pair {
  std::string name;
  std::shared_ptr<const Activation<T>> built_in;
  std::string formula;
};

template <class T>
std::vector<Pair<T>> pairs() {
  return {
      {"linear", std::make_shared<Linear<T>>(), "z"},
      {"relu", std::make_shared<Relu<T>>(), "relu(z)"},
      {"relu", std::make_shared<Relu<T>>(), "max(0, z)"},
      {"leaky_relu", std::make_shared<LeakyRelu<T>>(0.01), "where(z > 0, z, 0.01*z)"},
      {"relu6", std::make_shared<Relu6<T>>(), "min(relu(z), 6)"},
      {"relu6", std::make_shared<Relu6<T>>(), "min(max(0, z), 6)"},
      {"hard_tanh", std::make_shared<HardTanh<T>>(), "max(-1, min(1, z))"},
      {"hard_sigmoid", std::make_shared<HardSigmoid<T>>(), "max(0, min(1, (z + 3)/6))"},
      {"softsign", std::make_shared<Softsign<T>>(), "z / (1 + abs(z))"},
      {"sigmoid", std::make_shared<Sigmoid<T>>(), "sigmoid(z)"},
      {"sigmoid", std::make_shared<Sigmoid<T>>(), "1 / (1 + exp(-z))"},
      {"tanh", std::make_shared<Tanh<T>>(), "tanh(z)"},
      {"scaled_tanh", std::make_shared<ScaledTanh<T>>(), "1.7159*tanh(2*z/3)"},
      {"exponential", std::make_shared<Exponential<T>>(), "exp(z)"},
      {"elu", std::make_shared<Elu<T>>(1), "where(z > 0, z, expm1(z))"},
      {"selu", std::make_shared<Selu<T>>(), "where(z > 0, 1.0507009873554804934*z, 1.7580993408473768599*expm1(z))"},
      {"softplus", std::make_shared<Softplus<T>>(1), "softplus(z)"},
      {"softplus", std::make_shared<Softplus<T>>(1), "log(1 + exp(z))"},
      {"silu", std::make_shared<Silu<T>>(), "z * sigmoid(z)"},
      {"mish", std::make_shared<Mish<T>>(), "z * tanh(softplus(z))"},
      {"gelu", std::make_shared<Gelu<T>>(), "z * erfc(-z/sqrt(2)) / 2"},
      {"gelu", std::make_shared<Gelu<T>>(), "z * (1 + erf(z/sqrt(2))) / 2"},
      {"gelu_tanh", std::make_shared<GeluTanh<T>>(), "z * sigmoid(2*sqrt(2/pi) * (z + 0.044715*z^3))"},
      {"gelu_tanh", std::make_shared<GeluTanh<T>>(), "0.5*z * (1 + tanh(sqrt(2/pi) * (z + 0.044715*z^3)))"}};
}

/// Seconds for forth and back, the mean of several.
template <class T>
double seconds_of_layer(ActivationLayer<T>& layer, const Activation<T>& g) {
  constexpr int times = 20;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) {
    g.apply(layer.in(layer.x), layer.out(layer.y));
    g.pullback(layer.in(layer.x), layer.in(layer.y), layer.in(layer.dy), layer.out(layer.dx));
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / times;
}

template <class T>
void measure(double seconds, const char* precision) {
  ActivationLayer<T> layer;
  for (const Pair<T>& pair : pairs<T>()) {
    const Formula<T> formula(pair.formula);
    double built_in = std::numeric_limits<double>::infinity(), written = built_in;
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() < seconds) {
      built_in = std::min(built_in, seconds_of_layer(layer, *pair.built_in));
      written = std::min(written, seconds_of_layer<T>(layer, formula));
    }
    const double to_nanoseconds = 1e9 * 1000 / (layer.units * layer.samples);
    std::printf("%s,%s,%.1f,%.1f,%.2f,\"%s\"\n", pair.name.c_str(), precision, built_in * to_nanoseconds,
                written * to_nanoseconds, written / built_in, pair.formula.c_str());
    std::fflush(stdout);
  }
}

double seconds_of(int count, char** arguments) {
  if (count == 1) return 0.5;
  const std::optional<double> seconds =
      count == 3 && std::string_view(arguments[1]) == "--seconds" ? read_number(arguments[2]) : std::nullopt;
  if (!seconds || *seconds <= 0) throw std::invalid_argument("usage: mlp_formula [--seconds S], as in --seconds 0.5");
  return *seconds;
}

}  // namespace
}  // namespace mlp::bench

int main(int count, char** arguments) {
  try {
    const double seconds = mlp::bench::seconds_of(count, arguments);
    std::printf("activation,precision,built_in_ns,formula_ns,ratio,formula\n");
    mlp::bench::measure<float>(seconds, "float32");
    mlp::bench::measure<double>(seconds, "float64");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mlp_formula: %s\n", error.what());
    return 2;
  }
}
