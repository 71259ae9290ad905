#pragma once
// Components by name from the catalog of the program, for tests that run over all of them: what is added to the catalog
// is tested without a further line here.

#include <memory>
#include <string>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/math/activation.h"
#include "mlp/math/initializer.h"
#include "mlp/math/loss.h"

namespace mlp::test {

/// Every activation of the catalog without parameters to learn, and "elu_0.5", "formula_tanh", …: settings that are
/// worth a test.
const std::vector<std::string>& activation_names();

/// By one of these names, or by a component of a config: {"type": "leaky_relu", "negative_slope": 0.5}.
template <class T>
std::shared_ptr<const Activation<T>> make_activation(const std::string& name);

/// A loss, the outputs it is tested with, and the output activation that it includes ("" for none).
struct LossCase {
  std::string name;
  Index outputs;
  std::string includes;
};
/// Every loss of the catalog; NAME_sum with "reduction": "sum_over_outputs" where it has that.
const std::vector<LossCase>& loss_cases();

/// By the name of a case, or by a component of a config: {"type": "huber", "delta": 0.5}.
template <class T>
std::shared_ptr<Loss<T>> make_loss(const std::string& name);

/// Every initializer of the catalog; and one by its name or by a component of a config.
const std::vector<std::string>& initializer_names();
std::shared_ptr<const Initializer> make_initializer(const std::string& name_or_json);

/// Every layer of the catalog; one is made by layer() of catalog_layer.h.
const std::vector<std::string>& layer_names();

/// Every optimizer of the catalog.
const std::vector<std::string>& optimizer_names();

/// These, and components of a config with settings that make them remember something else.
const std::vector<std::string>& optimizer_cases();

/// A component of a config for every schedule of the catalog, with and without what all of them take.
const std::vector<std::string>& schedule_cases();

/// By a name, or by a component of a config; the same for schedules.
OptimizerChoice make_optimizer(const std::string& name_or_json);
ScheduleChoice make_schedule(const std::string& name_or_json);

}  // namespace mlp::test
