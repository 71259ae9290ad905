// Greedy pretraining: each stage is the small training that the papers describe, and the whole of it is a function of
// the config, however often it is interrupted.

#include "mlp/training/pretraining.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/model/layers/masking_noise.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/one_layer.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

using Layers = std::vector<LayerDescription<double>>;

Layers two_hidden() {
  return {dense<double>("a", 4, {.activation = "tanh"}), dense<double>("b", 3, {.activation = "tanh"}),
          dense<double>("c", 2)};
}

TrainingRun<double> small_run(PretrainingKind kind) {
  TrainingRun<double> run(two_hidden(), "mean_squared_error", false, random_samples<double>(5, 2, 12));
  run.settings.batch_size = 0;
  run.settings.shuffle = false;
  run.settings.epochs = 1;
  run.settings.pretraining = {.kind = kind, .epochs = 3, .learning_rate = 0.3};
  return run;
}

/// Values that an initializer gives to a tensor of that name.
Matrix<double> initial_values(const Initializer& initializer, std::uint64_t seed, const std::string& name, Index inputs,
                              Index outputs) {
  Matrix<double> values(outputs, inputs);
  initializer.fill(RandomStream(seed, Purpose::initial_weights, place_of(name)), {inputs, outputs, true},
                   {values.data(), static_cast<std::size_t>(values.size())});
  return values;
}

/// A tanh layer W, b under a linear layer V, c that shall give t: three steps of gradient descent on the mean squared
/// error, written out. Returns the losses that the steps were made from.
std::vector<double> train_by_hand(const Matrix<double>& x, const Matrix<double>& t, Matrix<double>& W,
                                  Eigen::VectorXd& b, std::uint64_t seed) {
  const auto glorot =
      make_variance_scaling({.scale = 2, .fan_in_weight = 1, .fan_out_weight = 1, .spread = Spread::uniform}, 1);
  Matrix<double> V = initial_values(*glorot, seed, "pretraining/head/kernel", W.rows(), t.rows());
  Eigen::VectorXd c = Eigen::VectorXd::Zero(t.rows());
  std::vector<double> losses;
  for (int step = 0; step < 3; ++step) {
    const Matrix<double> h = ((W * x).colwise() + b).array().tanh();
    const Matrix<double> error = (V * h).colwise() + c - t;
    losses.push_back(error.squaredNorm() / static_cast<double>(t.size()));
    const Matrix<double> dr = 2 * error / static_cast<double>(t.size());
    const Matrix<double> ds = (V.transpose() * dr).array() * (1 - h.array().square());
    V -= 0.3 * dr * h.transpose();
    c -= 0.3 * dr.rowwise().sum();
    W -= 0.3 * ds * x.transpose();
    b -= 0.3 * ds.rowwise().sum();
  }
  return losses;
}

std::uint64_t seed_of_stage(std::uint64_t stage) {
  const auto words = RandomStream(1, Purpose::pretraining, stage).block(0);
  return (static_cast<std::uint64_t>(words[0]) << 32) | words[1];
}

void expect_stages_by_hand(PretrainingKind kind) {
  TrainingRun<double> run = small_run(kind);
  TrainState<double> state = run.trainer().initial_state();
  using Kernel = Eigen::Map<const Matrix<double>>;
  using Bias = Eigen::Map<const Eigen::VectorXd>;
  const double* w = state.parameters.data();
  Matrix<double> A = Kernel(w, 4, 5), B = Kernel(w + 24, 3, 4);
  Eigen::VectorXd a = Bias(w + 20, 4), b = Bias(w + 36, 3);
  const Buffer<double> before = state.parameters;

  Recorder<double> recorder;
  EXPECT_EQ(pretrain(run.settings, run.parts(), two_hidden(), state, recorder).status, TrainingStatus::completed);

  const bool supervised = kind == PretrainingKind::supervised;
  const Matrix<double>&x = run.training.x, &t = run.training.y;
  std::vector<double> losses = train_by_hand(x, supervised ? t : x, A, a, seed_of_stage(0));
  const Matrix<double> h = ((A * x).colwise() + a).array().tanh();
  const std::vector<double> second = train_by_hand(h, supervised ? t : h, B, b, seed_of_stage(1));
  losses.insert(losses.end(), second.begin(), second.end());

  w = state.parameters.data();
  EXPECT_LT((Kernel(w, 4, 5) - A).norm(), 1e-12);
  EXPECT_LT((Bias(w + 20, 4) - a).norm(), 1e-12);
  EXPECT_LT((Kernel(w + 24, 3, 4) - B).norm(), 1e-12);
  EXPECT_LT((Bias(w + 36, 3) - b).norm(), 1e-12);
  for (std::size_t i = 39; i < before.size(); ++i) EXPECT_EQ(state.parameters[i], before[i]);  // the output layer
  EXPECT_EQ(state.pretraining.steps, 6);
  ASSERT_EQ(recorder.pretraining_rows.size(), 8u);  // epochs 0 to 3 of each
  for (std::size_t stage = 0; stage < 2; ++stage) {
    for (std::size_t epoch = 0; epoch <= 3; ++epoch) {
      const auto& [number, row] = recorder.pretraining_rows[4 * stage + epoch];
      EXPECT_EQ(number, static_cast<std::int64_t>(stage) + 1);
      EXPECT_EQ(row[0], static_cast<double>(epoch));
      EXPECT_NEAR(*row[4], losses[3 * stage + (epoch > 0 ? epoch - 1 : 0)], 1e-12);  // train_loss
    }
  }
}

TEST(Pretraining, OfAnAutoencoderIsTheOneWrittenOut) { expect_stages_by_hand(PretrainingKind::autoencoder); }

TEST(Pretraining, UnderTheTasksLossIsTheOneWrittenOut) { expect_stages_by_hand(PretrainingKind::supervised); }

TEST(Pretraining, WithoutCorruptionADenoisingAutoencoderIsAPlainOne) {
  std::vector<Buffer<double>> found;
  for (const auto& [kind, corruption] :
       {std::pair(PretrainingKind::autoencoder, 0.0), std::pair(PretrainingKind::denoising_autoencoder, 0.0),
        std::pair(PretrainingKind::denoising_autoencoder, 0.5)}) {
    TrainingRun<double> run = small_run(kind);
    run.settings.pretraining->corruption = corruption;
    TrainState<double> state = run.trainer().initial_state();
    Recorder<double> recorder;
    pretrain(run.settings, run.parts(), two_hidden(), state, recorder);
    found.push_back(state.parameters);
  }
  EXPECT_EQ(found[0], found[1]);
  EXPECT_NE(found[0], found[2]);
}

// Of inputs ±1 a linear layer of one unit and its decoder make M·x. A sample costs (M − 1)² then, and 1 where its input
// is set to 0. Epoch 0, in inference mode, has none of these; epoch 1 is measured before its only step.
TEST(Pretraining, CorruptsTheShareThatIsAskedFor) {
  const auto layers = [] { return Layers{dense<double>("a", 1), dense<double>("c", 1)}; };
  TrainingRun<double> run(layers(), "mean_squared_error", false, random_samples<double>(1, 1, 20000));
  run.training.x = run.training.x.unaryExpr([](double v) { return v < 0 ? -1.0 : 1.0; }).eval();
  run.settings.batch_size = 0;
  run.settings.pretraining = {.kind = PretrainingKind::denoising_autoencoder, .epochs = 1, .corruption = 0.3};
  TrainState<double> state = run.trainer().initial_state();
  state.parameters[1] = 0;  // the bias
  Recorder<double> recorder;
  pretrain(run.settings, run.parts(), layers(), state, recorder);
  ASSERT_EQ(recorder.pretraining_rows.size(), 2u);
  const double whole = *recorder.pretraining_rows[0].second[4], corrupted = *recorder.pretraining_rows[1].second[4];
  EXPECT_NEAR((corrupted - whole) / (1 - whole), 0.3, 4 * std::sqrt(0.3 * 0.7 / 20000));
}

TEST(MaskingNoise, SetsAShareToZeroAndLeavesTheOthersAsTheyAre) {
  OneLayer<float> layer(
      {.name = "m", .type = "noise", .inputs = {}, .stages = {std::make_shared<MaskingNoise<float>>(0.3)}}, 100, 1000);
  const Matrix<float> y = layer.forward();
  const double zeros = static_cast<double>((y.array() == 0.0f).count()) / 1e5;
  EXPECT_NEAR(zeros, 0.3, 0.0058);  // four standard deviations
  EXPECT_EQ((y.array() == 1.0f).count() + (y.array() == 0.0f).count(), 100000);
  EXPECT_EQ(layer.forward(false), Matrix<float>::Ones(100, 1000));
}

/// Layers of every kind in a chain: the stages are a and b with what follows them.
template <class T>
std::vector<LayerDescription<T>> rich_layers() {
  return {layer<T>("in", R"({"type": "dropout", "rate": 0.1})"),
          layer<T>("a", R"({"type": "dense", "units": 6, "activation": "prelu", "kernel_regularizer": {"l2": 0.001}})"),
          layer<T>("n", R"({"type": "batch_normalization"})"),
          layer<T>("d", R"({"type": "dropout", "rate": 0.2})"),
          layer<T>("b", R"({"type": "maxout", "units": 5, "pieces": 2, "kernel_constraint": {"max_norm": 1}})"),
          layer<T>("s", R"({"type": "layer_normalization", "learning_rate_multiplier": 0.5})"),
          layer<T>("c", R"({"type": "dense", "units": 1, "activation": "sigmoid"})")};
}

TrainingRun<float> rich_run(PretrainingKind kind, int threads) {
  TrainingRun<float> run(rich_layers<float>(), "binary_crossentropy", true, random_samples<float>(4, 1, 22));
  run.validation = random_samples<float>(4, 1, 9, "validation");
  run.settings.epochs = 2;
  run.settings.batch_size = 8;
  run.settings.diagnostics = {.every = 1};
  run.take_optimizer(make_optimizer("adam"));
  run.settings.pretraining = {.kind = kind, .epochs = 2, .learning_rate = 0.02, .corruption = 0.3};
  run.threads = threads;
  return run;
}

/// All that a run leaves behind but the seconds, as numbers.
struct Bits {
  TrainState<float> state;
  std::vector<HistoryRow> pretraining, history, layers;

  void take(const Recorder<float>& recorder) {
    const auto without_seconds = [](HistoryRow row) {
      row[2] = 0;
      return row;
    };
    for (const auto& [stage, row] : recorder.pretraining_rows) pretraining.push_back(without_seconds(row));
    for (const HistoryRow& row : recorder.rows) history.push_back(without_seconds(row));
    for (const auto& rows : recorder.layers)
      for (const LayerRow& row : rows) layers.push_back(row.values);
  }
};

/// Pretrains and trains, interrupted after each of these numbers of batches; every part is on other threads.
Bits bits_of(PretrainingKind kind, const std::vector<std::int64_t>& interruptions, int threads = 1) {
  Bits bits{.state = rich_run(kind, 1).trainer().initial_state(), .pretraining = {}, .history = {}, .layers = {}};
  for (std::size_t i = 0; i <= interruptions.size(); ++i) {
    const TrainingRun<float> run = rich_run(kind, 1 + (threads - 1 + static_cast<int>(i)) % 4);
    Recorder<float> recorder;
    recorder.stop_after = i < interruptions.size() ? interruptions[i] : -1;
    const PretrainingEnd end = pretrain(run.settings, run.parts(), rich_layers<float>(), bits.state, recorder);
    const TrainingStatus status =
        end.status == TrainingStatus::completed ? run.trainer().run(bits.state, recorder) : end.status;
    EXPECT_EQ(status, i < interruptions.size() ? TrainingStatus::interrupted : TrainingStatus::completed);
    bits.take(recorder);
  }
  return bits;
}

void expect_same(const Bits& a, const Bits& b, const std::string& what) {
  EXPECT_EQ(a.state.parameters, b.state.parameters) << what;
  EXPECT_EQ(a.state.statistics, b.state.statistics) << what;
  EXPECT_EQ(a.state.moments, b.state.moments) << what;
  EXPECT_EQ(a.state.pretraining.result.parameters, b.state.pretraining.result.parameters) << what;
  EXPECT_EQ(a.pretraining, b.pretraining) << what;
  EXPECT_EQ(a.history, b.history) << what;
  EXPECT_EQ(a.layers, b.layers) << what;
}

TEST(Pretraining, GivesTheSameBitsForAnyNumberOfThreadsAndInterruptions) {
  for (const auto kind : {PretrainingKind::supervised, PretrainingKind::denoising_autoencoder}) {
    const Bits whole = bits_of(kind, {});
    EXPECT_EQ(whole.state.pretraining.steps, 12);
    ASSERT_EQ(whole.state.step, 6);
    for (const int threads : {2, 3, 4})
      expect_same(whole, bits_of(kind, {}, threads), std::to_string(threads) + " threads");
    for (std::int64_t batches = 0; batches < 18; ++batches)
      expect_same(whole, bits_of(kind, {batches}), "interrupted after " + std::to_string(batches));
    expect_same(whole, bits_of(kind, {1, 1, 5, 0, 2}), "interrupted five times");
  }
}

// Row 0 and the first diagnostics are those of the pretrained net, also when they are told again.
TEST(Pretraining, ComesBeforeEpochZero) {
  const TrainingRun<float> run = rich_run(PretrainingKind::autoencoder, 1);
  TrainState<float> state = run.trainer().initial_state();
  Recorder<float> first, second;
  first.stop_after = 14;  // two batches after pretraining
  pretrain(run.settings, run.parts(), rich_layers<float>(), state, first);
  Evaluator<float> evaluator(run.model, *run.loss, run.metrics, 0);
  Execution<float> at;
  Buffer<float> parameters = state.parameters, statistics = state.statistics;
  at.parameters = parameters.data();
  at.statistics = statistics.data();
  const double loss = evaluator.evaluate(run.training, at).loss;
  run.trainer().run(state, first);
  EXPECT_EQ(first.rows.at(0)[4], loss);
  EXPECT_GT(*first.rows.at(0)[2], 0);  // seconds
  run.trainer().run(state, second);
  ASSERT_EQ(second.initial_layers.size(), 1u);
  for (std::size_t i = 0; i < first.layers[0].size(); ++i)
    EXPECT_EQ(second.initial_layers[0][i].values, first.layers[0][i].values);
}

TEST(Pretraining, IsPartOfTheTimeThatIsAllowed) {
  TrainingRun<float> run = rich_run(PretrainingKind::autoencoder, 1);
  run.settings.stop_after = 5;
  TrainState<float> state = run.trainer().initial_state();
  Recorder<float> recorder;
  EXPECT_EQ(pretrain(run.settings, run.parts(), rich_layers<float>(), state, recorder).status,
            TrainingStatus::completed);
  EXPECT_EQ(state.pretraining.steps, 5);
  Trainer<float> trainer = run.trainer();
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::stopped_early);
  EXPECT_EQ(trainer.stop_cause(), StopCause::time_limit);
  EXPECT_EQ(state.step, 0);
  EXPECT_EQ(recorder.rows.size(), 1u);
}

TEST(Pretraining, ThatDivergesNamesTheLayer) {
  TrainingRun<double> run = small_run(PretrainingKind::autoencoder);
  run.settings.pretraining->learning_rate = 1e200;
  TrainState<double> state = run.trainer().initial_state();
  Recorder<double> recorder;
  const PretrainingEnd end = pretrain(run.settings, run.parts(), two_hidden(), state, recorder);
  EXPECT_EQ(end.status, TrainingStatus::diverged);
  EXPECT_TRUE(end.problem.starts_with("pretraining of layer \"a\": epoch ")) << end.problem;
}

std::string refusal(std::vector<LayerDescription<float>> layers) {
  const Model<float> model(std::move(layers), 3, false);
  try {
    pretraining_stages(model);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(PretrainingStages, AreLayersWithAKernelAndWhatFollows) {
  const Model<float> model(rich_layers<float>(), 4, false);
  const std::vector<PretrainedLayers> stages = pretraining_stages(model);
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_EQ(stages[0].name, "a");
  EXPECT_EQ(stages[0].first, 1u);
  EXPECT_EQ(stages[0].last, 3u);
  EXPECT_EQ(stages[1].name, "b");
  EXPECT_EQ(stages[1].last, 5u);
}

TEST(PretrainingStages, NeedAChainWithHiddenLayersThatLearn) {
  EXPECT_EQ(refusal({dense<float>("a", 2), dense<float>("b", 2, {.inputs = {"input"}}), add<float>("sum", {"a", "b"}),
                     dense<float>("c", 1)}),
            "pretraining goes from layer to layer along a chain, but layer \"b\" (dense) reads input; leave "
            "\"pretraining\" out");
  const std::string nothing =
      "there is no hidden layer with weights that learn, and so nothing to pretrain; leave \"pretraining\" out";
  EXPECT_EQ(refusal({dense<float>("a", 2)}), nothing);
  EXPECT_EQ(refusal({layer<float>("a", R"({"type": "dense", "units": 2, "trainable": false})"), dense<float>("b", 1)}),
            nothing);
  EXPECT_EQ(refusal({dense<float>("a", 2), dense<float>("b", 1)}), "");
}

}  // namespace
}  // namespace mlp::test
