#include "flow_theory.h"

#include <algorithm>

#include "layer_grid.h"

namespace mlp {
namespace {

/// The factor of a layer; of all repeats alike, so that of the first which has it: in its summary.json, or from the
/// program that trains it.
std::optional<double> factor_of(const RunGroup& group, const std::string& layer) {
  for (const RunFolder& run : group.runs) {
    if (!run.summary) {
      if (const auto told = run.theory.find(layer); told != run.theory.end()) return told->second;
      continue;
    }
    const auto facts = std::ranges::find(run.summary->layers, layer, &LayerFacts::name);
    return facts == run.summary->layers.end() ? std::nullopt : facts->theory;
  }
  return std::nullopt;
}

}  // namespace

Series flow_theory(const RunGroup& group, const std::string& name) {
  Series line{name, {}, {}};
  line.is_theory = true;
  const LayerGrid grid = layer_grid(group, "kernel_grad_norm", 2);
  if (grid.empty() || grid.epochs.front() != 0 || grid.layers.size() < 3) return line;
  std::size_t layer = grid.layers.size() - 2;  // the last hidden one, which the output layer follows
  double norm = grid.median.front()[layer];
  if (!(norm > 0)) return line;
  std::vector<double> norms{norm};
  for (; layer > 0; --layer) {
    const std::optional<double> factor = factor_of(group, grid.layers[layer - 1]);
    if (!factor) break;
    norms.push_back(norm *= *factor);
  }
  if (norms.size() < 2) return line;
  for (std::size_t i = norms.size(); i-- > 0;) {
    line.x.push_back(static_cast<double>(layer + norms.size() - i));
    line.y.push_back(norms[i]);
  }
  return line;
}

}  // namespace mlp
