#include "mlp/training/unit_variance.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/statistics.h"
#include "mlp/model/workspace.h"

namespace mlp {
namespace {

// Without biases one division is enough. With them the variance is no longer proportional to the square of the kernel,
// and each further division brings it closer.
constexpr int most_divisions = 100;
constexpr double tolerance = 1e-4;  // of the standard deviation, relative

/// The layer's kernel, where it is to be scaled; else null.
template <class T>
const ParameterBlock* scaled_kernel(const Model<T>& model, const LayerInfo& layer) {
  const ParameterBlock* kernel = model.parameters().find(layer.name, "kernel");
  return kernel != nullptr && kernel->settings.initializer->scaled_to() ? kernel : nullptr;
}

[[noreturn]] void refuse(const LayerInfo& layer, Index samples, const std::string& why) {
  throw InputError("lsuv cannot scale the kernel of layer \"" + layer.name + "\": over the first " +
                   std::to_string(samples) + " training samples " + why);
}

/// Runs the layer's first node, and divides its kernel until the pre-activations are spread as its initializer wants.
template <class T>
void fit_kernel(const LayerInfo& layer, const ParameterBlock& block, const Layer<T>& node, const Pass<T>& pass,
                TrainState<T>& state) {
  const double wanted = *block.settings.initializer->scaled_to();
  Slice<T> kernel(state.parameters.data() + block.offset, block.size);
  for (int division = 0; division <= most_divisions; ++division) {
    node.forward(pass);
    const Out<T> s = pass.s();
    const double found = mean_and_std(std::span<const T>(s.data(), static_cast<std::size_t>(s.size()))).stddev;
    if (!(found > 0) || !std::isfinite(found))
      refuse(layer, pass.samples(), "its pre-activations do not vary; take another kernel_initializer");
    if (std::abs(found / wanted - 1) <= tolerance) return;
    kernel *= static_cast<T>(wanted / found);
  }
  refuse(layer, pass.samples(),
         "its biases vary by about as much as the standard deviation wanted, " + shortest(wanted) +
             ", or by more; take \"bias_initializer\": \"zeros\"");
}

}  // namespace

template <class T>
void scale_to_unit_variance(const Model<T>& model, const SampleReader<T>& training_set, const Threads& threads,
                            TrainState<T>& state) {
  const auto is_scaled = [&](const LayerInfo& layer) { return scaled_kernel(model, layer) != nullptr; };
  if (std::ranges::none_of(model.layers(), is_scaled)) return;
  std::vector<Index> first(static_cast<std::size_t>(std::min(unit_variance_samples, training_set.samples())));
  std::iota(first.begin(), first.end(), Index{0});
  Execution<T> run;
  run.samples = static_cast<Index>(first.size());
  run.threads = threads;
  run.parameters = state.parameters.data();
  run.statistics = state.statistics.data();
  Workspace<T> workspace(model, run.samples, WorkspaceUse::diagnostics);  // keeps every pre-activation
  training_set.gather(first, workspace.input(), nullptr);
  for (const LayerInfo& layer : model.layers()) {
    const ParameterBlock* kernel = scaled_kernel(model, layer);
    for (Index i = layer.first_node; i <= layer.last_node; ++i) {
      const std::size_t node = static_cast<std::size_t>(i);
      const Pass<T> pass{workspace.node(node), run};
      if (kernel != nullptr && i == layer.first_node)
        fit_kernel(layer, *kernel, *model.nodes()[node].layer, pass, state);
      else
        model.nodes()[node].layer->forward(pass);
    }
  }
}

template void scale_to_unit_variance(const Model<float>&, const SampleReader<float>&, const Threads&,
                                     TrainState<float>&);
template void scale_to_unit_variance(const Model<double>&, const SampleReader<double>&, const Threads&,
                                     TrainState<double>&);

}  // namespace mlp
