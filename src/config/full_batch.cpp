#include "full_batch.h"

namespace mlp {
namespace {

bool is_random(const LayerConfig& layer) {
  return std::ranges::any_of(layer.layer.stages,
                             [](const Both<Layer>& stage) { return stage.double_precision->is_random(); });
}

void check_clipping(Section& training, const char* key, const std::string& optimizer) {
  if (training.has(key))
    training.problem(key, optimizer +
                              " has a line search, which keeps steps short by itself and needs the gradient "
                              "as it is; leave \"" +
                              key + "\" out");
}

}  // namespace

void check_full_batch(Section& root, Section& training, const RunConfig& run) {
  if (run.optimizer.full_batch != FullBatch::required) return;
  const Tree& written = *root.peek("optimizer");
  const std::string name = written.kind == Tree::Kind::string ? written.string : written.find("type")->string;
  if (run.training.batch_size != 0)
    training.problem(training.has("batch_size") ? "batch_size" : "",
                     name +
                         " compares the losses of several points, which must be losses of the same samples: write "
                         "\"batch_size\": \"full\"");
  check_clipping(training, "clip_norm", name);
  check_clipping(training, "clip_value", name);
  for (const LayerConfig& layer : run.layers) {
    if (layer.layer.constrained)
      root.problem("optimizer", name + " learns from each step that it made, but the kernel_constraint of layer \"" +
                                    layer.name + "\" changes the weights after it; leave the constraint out, or take " +
                                    "another optimizer, such as \"adam\"");
    if (layer.layer.learning.trainable && layer.layer.learning.rate_multiplier != 1)
      root.problem("optimizer", name +
                                    " goes along a line for all parameters at once and has no learning rate of its " +
                                    "own for the layer \"" + layer.name +
                                    "\"; leave its learning_rate_multiplier out (\"trainable\": false freezes a " +
                                    "layer), or take another optimizer, such as \"adam\"");
    if (is_random(layer))
      root.problem("optimizer", name + " compares the losses of several steps, but layer \"" + layer.name + "\" (" +
                                    layer.type + ") changes the net by chance from step to step; leave the layer " +
                                    "out, or take another optimizer, such as \"adam\"");
  }
}

}  // namespace mlp
