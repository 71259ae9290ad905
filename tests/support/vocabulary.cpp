#include "tests/support/vocabulary.h"

#include <functional>
#include <map>
#include <stdexcept>

#include "mlp/math/activations/elu.h"
#include "mlp/math/activations/leaky_relu.h"
#include "mlp/math/activations/linear.h"
#include "mlp/math/activations/relu.h"
#include "mlp/math/activations/scaled_tanh.h"
#include "mlp/math/activations/sigmoid.h"
#include "mlp/math/activations/softmax.h"
#include "mlp/math/activations/softplus.h"
#include "mlp/math/activations/softsign.h"
#include "mlp/math/activations/tanh.h"
#include "mlp/math/losses/binary_crossentropy.h"
#include "mlp/math/losses/categorical_crossentropy.h"
#include "mlp/math/losses/mean_absolute_error.h"
#include "mlp/math/losses/mean_squared_error.h"

namespace mlp::test {
namespace {

template <class T>
using ActivationTable = std::map<std::string, std::function<std::shared_ptr<const Activation<T>>()>>;

template <class T>
const ActivationTable<T>& activation_table() {
  static const ActivationTable<T> table{
      {"linear", [] { return std::make_shared<Linear<T>>(); }},
      {"sigmoid", [] { return std::make_shared<Sigmoid<T>>(); }},
      {"tanh", [] { return std::make_shared<Tanh<T>>(); }},
      {"relu", [] { return std::make_shared<Relu<T>>(); }},
      {"leaky_relu", [] { return std::make_shared<LeakyRelu<T>>(0.01); }},
      {"elu", [] { return std::make_shared<Elu<T>>(1); }},
      {"elu_0.5", [] { return std::make_shared<Elu<T>>(0.5); }},
      {"softplus", [] { return std::make_shared<Softplus<T>>(1); }},
      {"softplus_3", [] { return std::make_shared<Softplus<T>>(3); }},
      {"softsign", [] { return std::make_shared<Softsign<T>>(); }},
      {"scaled_tanh", [] { return std::make_shared<ScaledTanh<T>>(); }},
      {"softmax", [] { return std::make_shared<Softmax<T>>(); }},
  };
  return table;
}

}  // namespace

const std::vector<std::string>& activation_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& [name, make] : activation_table<double>()) list.push_back(name);
    return list;
  }();
  return names;
}

template <class T>
std::shared_ptr<const Activation<T>> make_activation(const std::string& name) {
  return activation_table<T>().at(name)();
}

const std::vector<LossCase>& loss_cases() {
  static const std::vector<LossCase> cases{
      {"binary_crossentropy", 1, "sigmoid"},
      {"binary_crossentropy", 3, "sigmoid"},
      {"binary_crossentropy_sum", 3, "sigmoid"},
      {"categorical_crossentropy", 3, "softmax"},
      {"mean_squared_error", 2, ""},
      {"mean_squared_error_sum", 2, ""},
      {"mean_absolute_error", 2, ""},
      {"mean_absolute_error_sum", 2, ""},
  };
  return cases;
}

template <class T>
std::unique_ptr<Loss<T>> make_loss(const std::string& name) {
  const bool sum = name.ends_with("_sum");
  const Reduction reduction = sum ? Reduction::sum_over_outputs : Reduction::mean_over_outputs;
  const std::string kind = sum ? name.substr(0, name.size() - 4) : name;
  if (kind == "binary_crossentropy") return std::make_unique<BinaryCrossentropy<T>>(reduction);
  if (kind == "categorical_crossentropy") return std::make_unique<CategoricalCrossentropy<T>>();
  if (kind == "mean_squared_error") return std::make_unique<MeanSquaredError<T>>(reduction);
  if (kind == "mean_absolute_error") return std::make_unique<MeanAbsoluteError<T>>(reduction);
  throw std::invalid_argument("no loss " + name);
}

template std::shared_ptr<const Activation<float>> make_activation(const std::string&);
template std::shared_ptr<const Activation<double>> make_activation(const std::string&);
template std::unique_ptr<Loss<float>> make_loss(const std::string&);
template std::unique_ptr<Loss<double>> make_loss(const std::string&);

}  // namespace mlp::test
