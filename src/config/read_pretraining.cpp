// The section "training.pretraining" of a run's config.

#include "mlp/config/run_config.h"

namespace mlp {
namespace {

constexpr std::int64_t most_pretraining_epochs = 1000000000;

PretrainingKind kind_of(const std::string& type) {
  if (type == "autoencoder") return PretrainingKind::autoencoder;
  if (type == "denoising_autoencoder") return PretrainingKind::denoising_autoencoder;
  return PretrainingKind::supervised;
}

void read_corruption(Section& s, PretrainingSettings& settings) {
  const bool denoises = settings.kind == PretrainingKind::denoising_autoencoder;
  if (denoises || s.context().describing)
    settings.corruption =
        s.number("corruption", 0.25, "of a denoising_autoencoder: the share of inputs set to 0").at_least(0).below(1);
  if (denoises || !s.has("corruption")) return;
  s.raw("corruption", "number", "");
  s.problem("corruption", "a corruption is that of \"type\": \"denoising_autoencoder\"");
}

}  // namespace

void read_pretraining(Section& training, RunConfig& run) {
  std::optional<Section> part =
      training.optional_section("pretraining", "hidden layers are trained one by one before the whole net is");
  if (!part) return;
  Section& s = *part;
  PretrainingSettings settings;
  settings.kind = kind_of(s.choice("type", {"supervised", "autoencoder", "denoising_autoencoder"}, "supervised",
                                   "what a layer learns: to serve an output layer on top of it, or to let its own "
                                   "input be told from its output"));
  settings.epochs = s.integer("epochs", 10, "of each layer").at_least(1).at_most(most_pretraining_epochs);
  settings.learning_rate = s.number("learning_rate", 0.01, "constant; the optimizer is the run's").above(0);
  read_corruption(s, settings);
  if (settings.kind == PretrainingKind::denoising_autoencoder && run.optimizer.full_batch == FullBatch::required)
    s.problem(
        "type",
        "the optimizer compares the losses of several steps, but the corruption changes the inputs by chance from "
        "step to step; take \"autoencoder\", or another optimizer, such as \"adam\"");
  s.finish("\"pretraining\"");
  run.training.pretraining = settings;
}

}  // namespace mlp
