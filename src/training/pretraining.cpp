#include "mlp/training/pretraining.h"

#include "mlp/math/losses/mean_squared_error.h"
#include "mlp/model/layers/dense.h"
#include "mlp/model/layers/masking_noise.h"
#include "representation.h"

namespace mlp {
namespace {

// No layer of a config can have such a name: it has a slash.
constexpr const char* head_name = "pretraining/head";
constexpr const char* noise_name = "pretraining/noise";

/// The settings of a stage, which is a training of its own. Its random numbers are others than those of the net's
/// training, and of other stages.
TrainingSettings settings_of_stage(const TrainingSettings& run, std::int64_t stage, std::int64_t steps_before) {
  const auto words = RandomStream(run.seed, Purpose::pretraining, static_cast<std::uint64_t>(stage)).block(0);
  TrainingSettings s;
  s.seed = (static_cast<std::uint64_t>(words[0]) << 32) | words[1];
  s.epochs = run.pretraining->epochs;
  s.batch_size = run.batch_size;
  s.shuffle = run.shuffle;
  s.drop_last = run.drop_last;
  s.clip_norm = run.clip_norm;
  s.clip_value = run.clip_value;
  s.stop_on_nonfinite = run.stop_on_nonfinite;
  s.checkpoint = {.every = run.checkpoint.every, .every_seconds = run.checkpoint.every_seconds};
  s.time_limit = run.time_limit;
  if (run.stop_after) s.stop_after = *run.stop_after - steps_before;
  s.diagnostics.every = 0;
  return s;
}

/// The activation of the net's output, be it part of the loss or not; it belongs to the model.
template <class T>
std::shared_ptr<const Activation<T>> output_activation(const Model<T>& model) {
  const Activation<T>* g = model.output_activation();
  if (g == nullptr) g = model.nodes().back().layer->activation();
  return {std::shared_ptr<void>(), g};
}

/// The layer on top of the one that is pretrained: a fresh output layer, or a linear decoder.
template <class T>
LayerDescription<T> head(Index units, std::shared_ptr<const Activation<T>> activation) {
  const VarianceRule glorot{.scale = 2, .fan_in_weight = 1, .fan_out_weight = 1, .spread = Spread::uniform};
  DenseSettings settings{.units = units};
  settings.kernel.initializer = make_variance_scaling(glorot, 1);
  settings.bias.initializer = make_constant(0);
  return {.name = head_name,
          .type = "dense",
          .inputs = {},
          .stages = {std::make_shared<Dense<T>>(settings, std::move(activation))},
          .activity = {}};
}

/// Noise where it is asked for, the layers of the stage, and what is put on top of them.
template <class T>
std::vector<LayerDescription<T>> layers_of_stage(const PretrainingSettings& settings, const Model<T>& model,
                                                 const PretrainedLayers& stage,
                                                 const std::vector<LayerDescription<T>>& layers, Index inputs) {
  std::vector<LayerDescription<T>> chain;
  if (settings.kind == PretrainingKind::denoising_autoencoder)
    chain.push_back({.name = noise_name,
                     .type = "noise",
                     .inputs = {},
                     .stages = {std::make_shared<MaskingNoise<T>>(settings.corruption)},
                     .activity = {}});
  for (std::size_t i = stage.first; i <= stage.last; ++i) {
    chain.push_back(layers.at(i));
    chain.back().inputs.clear();
  }
  chain.push_back(settings.kind == PretrainingKind::supervised ? head<T>(model.outputs(), output_activation(model))
                                                               : head<T>(inputs, nullptr));
  return chain;
}

/// Copies the tensors that both layouts have.
template <class T>
void copy_shared(const ParameterLayout& from, const Buffer<T>& source, const ParameterLayout& to, Buffer<T>& target) {
  for (const ParameterBlock& block : from.blocks())
    if (const ParameterBlock* place = to.find(block.name))
      std::copy_n(source.begin() + block.offset, block.size, target.begin() + place->offset);
}

/// Tells the listener of the run what happens in a stage.
template <class T>
class StageListener final : public TrainingListener<T> {
 public:
  StageListener(TrainState<T>& run, const PretrainingStage& stage, TrainingListener<T>& listener)
      : run_(run), stage_(stage), listener_(listener) {}

  void on_resumed(const std::vector<LayerRow>&) override {}
  void on_epoch(const TrainState<T>&, const HistoryRow& row, const std::vector<LayerRow>&,
                const std::vector<LayerHistograms>&) override {
    listener_.on_pretraining(run_, stage_, &row);
  }
  void on_batch(const TrainState<T>& state) override {
    run_.seconds = state.seconds;
    listener_.on_pretraining(run_, stage_, nullptr);
  }
  void save(const TrainState<T>&) override { listener_.save(run_); }
  bool stop_requested() override { return listener_.stop_requested(); }

 private:
  TrainState<T>& run_;
  const PretrainingStage& stage_;
  TrainingListener<T>& listener_;
};

/// One layer's turn: the small net that it is trained in, on the representation below it.
template <class T>
class Stage {
 public:
  Stage(const TrainingSettings& settings, const TrainingParts<T>& parts, const PretrainedLayers& stage,
        const std::vector<LayerDescription<T>>& layers, TrainState<T>& state)
      : net_(parts.model),
        supervised_(settings.pretraining->kind == PretrainingKind::supervised),
        squared_error_(Reduction::mean_over_outputs),
        rate_(settings.pretraining->learning_rate),
        below_(parts.model, parts.model.layers()[stage.first].first_node, state, parts.training, !supervised_,
               parts.threads),
        model_(layers_of_stage(*settings.pretraining, parts.model, stage, layers, below_.rows()), below_.rows(),
               supervised_ && parts.model.output_activation() != nullptr),
        trainer_(settings_of_stage(settings, state.pretraining.stages, state.pretraining.steps),
                 {.model = model_,
                  .loss = supervised_ ? parts.loss : Criterion<T>(squared_error_),
                  .optimizer = parts.optimizer,
                  .schedule = rate_,
                  .training = below_,
                  .validation = nullptr,
                  .metrics = no_metrics_,
                  .metric_names = {},
                  .threshold = 0,
                  .threads = parts.threads,
                  .set_initial = {}}) {}

  PretrainingEnd run(const PretrainingStage& stage, TrainState<T>& state, TrainingListener<T>& listener) {
    if (state.pretraining.current.empty()) begin(state);
    TrainState<T>& own = state.pretraining.current.front();
    StageListener<T> told(state, stage, listener);
    const TrainingStatus status = trainer_.run(own, told);
    state.seconds = own.seconds;
    if (status == TrainingStatus::diverged)
      return {status, "pretraining of layer \"" + stage.layer + "\": " + trainer_.problem()};
    if (status != TrainingStatus::interrupted) end(state);
    return {status, ""};
  }

 private:
  /// The layers begin as the net has them.
  void begin(TrainState<T>& state) {
    TrainState<T>& own = state.pretraining.current.emplace_back(trainer_.initial_state());
    copy_shared(net_.parameters(), state.parameters, model_.parameters(), own.parameters);
    copy_shared(net_.statistics(), state.statistics, model_.statistics(), own.statistics);
    own.seconds = state.seconds;
  }
  /// What they have learned goes into the net.
  void end(TrainState<T>& state) {
    const TrainState<T>& own = state.pretraining.current.front();
    copy_shared(model_.parameters(), own.parameters, net_.parameters(), state.parameters);
    copy_shared(model_.statistics(), own.statistics, net_.statistics(), state.statistics);
    state.pretraining.steps += own.step;
    ++state.pretraining.stages;
    state.pretraining.current.clear();
  }

  const Model<T>& net_;
  const bool supervised_;
  MeanSquaredError<T> squared_error_;
  ConstantSchedule rate_;
  Metrics<T> no_metrics_;
  Representation<T> below_;
  Model<T> model_;
  Trainer<T> trainer_;
};

}  // namespace

template <class T>
PretrainingEnd pretrain(const TrainingSettings& settings, const TrainingParts<T>& parts,
                        const std::vector<LayerDescription<T>>& layers, TrainState<T>& state,
                        TrainingListener<T>& listener) {
  if (!settings.pretraining || state.begun) return {};
  const std::vector<PretrainedLayers> stages = pretraining_stages(parts.model);
  const auto count = static_cast<std::int64_t>(stages.size());
  while (state.pretraining.stages < count) {
    const PretrainedLayers& next = stages[static_cast<std::size_t>(state.pretraining.stages)];
    Stage<T> stage(settings, parts, next, layers, state);
    PretrainingEnd end = stage.run({state.pretraining.stages + 1, count, next.name}, state, listener);
    if (end.status == TrainingStatus::interrupted || end.status == TrainingStatus::diverged) return end;
    if (end.status == TrainingStatus::stopped_early) break;  // its time is up
  }
  state.pretraining.result = {state.parameters, state.statistics};
  return {};
}

#define MLP_INSTANTIATE(T)                                                           \
  template PretrainingEnd pretrain(const TrainingSettings&, const TrainingParts<T>&, \
                                   const std::vector<LayerDescription<T>>&, TrainState<T>&, TrainingListener<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
