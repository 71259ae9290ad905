#pragma once
// Every activation and loss by name, for tests that run over all of them.

#include <memory>
#include <string>
#include <vector>

#include "mlp/math/activation.h"
#include "mlp/math/loss.h"

namespace mlp::test {

/// "relu", "elu_0.5", …: the names of all activations without parameters of their own, with the settings worth testing.
const std::vector<std::string>& activation_names();

template <class T>
std::shared_ptr<const Activation<T>> make_activation(const std::string& name);

/// A loss, the outputs it is tested with, and the output activation that it includes ("" for none).
struct LossCase {
  std::string name;
  Index outputs;
  std::string includes;
};
const std::vector<LossCase>& loss_cases();

/// By the name of a case.
template <class T>
std::unique_ptr<Loss<T>> make_loss(const std::string& name);

}  // namespace mlp::test
