// The table of layers.

#include "mlp/config/catalog.h"
#include "mlp/model/layers/activate.h"
#include "mlp/model/layers/alpha_dropout.h"
#include "mlp/model/layers/batch_normalization.h"
#include "mlp/model/layers/dense.h"
#include "mlp/model/layers/dropout.h"
#include "mlp/model/layers/gaussian_noise.h"
#include "mlp/model/layers/layer_normalization.h"
#include "mlp/model/layers/maxout.h"
#include "mlp/model/layers/merge.h"

namespace mlp {
namespace {

// More units than this cannot be meant: their kernel alone would not fit into any machine.
constexpr std::int64_t most_units = std::int64_t{1} << 31;

// More pieces than this cannot be meant either: Goodfellow et al. have five at most.
constexpr std::int64_t most_pieces = std::int64_t{1} << 16;

/// The keys that layers with a kernel W and a bias b share. Returns the penalty of the activities.
template <class Settings>
Penalty read_kernel_and_bias(Section& s, Settings& settings) {
  settings.use_bias = s.boolean("use_bias", true, "add a bias b to each unit");
  settings.kernel.initializer = read_initializer(s, "kernel_initializer", "glorot_uniform", true, "first values of W");
  settings.bias.initializer = read_initializer(s, "bias_initializer", "zeros", false, "first values of b");
  settings.kernel.penalty = read_penalty(s, "kernel_regularizer", "W");
  settings.bias.penalty = read_penalty(s, "bias_regularizer", "b");
  settings.kernel.constraint = read_constraint(s, "kernel_constraint");
  return read_penalty(s, "activity_regularizer", "the outputs, divided by the batch size");
}

/// A dense layer of the settings, with the activation inside it.
template <class T>
std::shared_ptr<Layer<T>> make_dense(const DenseSettings& settings, const ActivationChoice& activation) {
  const bool inside = activation && !activation.make_layer;
  return std::make_shared<Dense<T>>(settings, inside ? activation.function.get<T>() : nullptr);
}

LayerChoice read_dense(Section& s) {
  const Catalog& catalog = s.catalog();
  DenseSettings d;
  d.units = s.integer("units", "number of outputs").at_least(1).at_most(most_units);
  const ActivationChoice activation = s.component("activation", catalog.activations, "linear", "g in y = g(W x + b)");
  LayerChoice layer;
  layer.activity = read_kernel_and_bias(s, d);
  layer.constrained = static_cast<bool>(d.kernel.constraint);
  layer.stages.push_back({make_dense<float>(d, activation), make_dense<double>(d, activation)});
  layer.learning = read_learning(s);
  if (activation.make_layer) layer.stages.push_back(activation.make_layer());
  return layer;
}

LayerChoice read_maxout(Section& s) {
  MaxoutSettings m;
  m.units = s.integer("units", "number of outputs").at_least(1).at_most(most_units);
  m.pieces = s.integer("pieces", "affine functions of each unit, of which the largest counts")
                 .at_least(1)
                 .at_most(most_pieces);
  const Penalty activity = read_kernel_and_bias(s, m);
  return {.stages = {both<Layer, Maxout>(m)},
          .activity = activity,
          .constrained = static_cast<bool>(m.kernel.constraint),
          .learning = read_learning(s)};
}

LayerChoice read_activation(Section& s) {
  const ActivationChoice activation = s.component("activation", s.catalog().activations, "", "g in y = g(x)");
  // Only an activation that learns (prelu) has a use for the keys of learning.
  const bool learns = activation.make_layer || s.context().describing;
  const Learning learning = learns ? read_learning(s) : Learning{};
  if (!activation) return {};
  if (activation.make_layer) return {.stages = {activation.make_layer()}, .learning = learning};
  return {.stages = {{std::make_shared<Activate<float>>(activation.function.get<float>()),
                      std::make_shared<Activate<double>>(activation.function.get<double>())}}};
}

LayerChoice read_dropout(Section& s) {
  const double rate = s.number("rate", "the share of values set to 0 in training").at_least(0).below(1);
  return {.stages = {both<Layer, Dropout>(rate)}};
}

LayerChoice read_alpha_dropout(Section& s) {
  const double rate = s.number("rate", "the share of values set to -1.7581 in training").at_least(0).below(1);
  return {.stages = {both<Layer, AlphaDropout>(rate)}};
}

LayerChoice read_gaussian_noise(Section& s) {
  const double stddev = s.number("stddev", "standard deviation of what is added in training").at_least(0);
  return {.stages = {both<Layer, GaussianNoise>(stddev)}};
}

double read_epsilon(Section& s) { return s.number("epsilon", 1e-5, "added to the variance, lest it be 0").above(0); }

LayerChoice read_batch_normalization(Section& s) {
  const double epsilon = read_epsilon(s);
  const double momentum =
      s.number("momentum", 0.1, "running statistics r become (1 - momentum) r + momentum (the batch's)")
          .at_least(0)
          .at_most(1);
  return {.stages = {both<Layer, BatchNormalization>(epsilon, momentum)}, .learning = read_learning(s)};
}

LayerChoice read_layer_normalization(Section& s) {
  const double epsilon = read_epsilon(s);
  return {.stages = {both<Layer, LayerNormalization>(epsilon)}, .learning = read_learning(s)};
}

}  // namespace

void add_layers(Registry<LayerChoice>& table) {
  table.add("dense", "y = g(W x + b)", read_dense);
  table.add("activation", "y = g(x)", read_activation);
  table.add("dropout", "in training, sets a share of the values to 0 and scales up the others (Srivastava et al. 2014)",
            read_dropout);
  table.add("maxout", "of each unit the largest of several W x + b (Goodfellow et al. 2013)", read_maxout);
  table.add("alpha_dropout",
            "dropout for selu: sets a share of the values to selu's limit, keeps mean and variance (Klambauer et al. "
            "2017)",
            read_alpha_dropout);
  table.add("gaussian_noise", "in training, adds normal numbers", read_gaussian_noise);
  table.add("batch_normalization",
            "gamma (x - mean)/sqrt(variance + epsilon) + beta, over the samples of a batch (Ioffe & Szegedy 2015)",
            read_batch_normalization);
  table.add("layer_normalization",
            "gamma (x - mean)/sqrt(variance + epsilon) + beta, over the units of a sample (Ba, Kiros & Hinton 2016)",
            read_layer_normalization);
  table.add("add", "the sum of its inputs",
            [](Section&) { return LayerChoice{.stages = {both<Layer, Add>()}, .needs_inputs = true}; });
  table.add("concatenate", "its inputs, one below the other",
            [](Section&) { return LayerChoice{.stages = {both<Layer, Concatenate>()}, .needs_inputs = true}; });
}

Learning read_learning(Section& s) {
  Learning learning;
  learning.trainable = s.boolean("trainable", true, "false: the parameters are frozen at their first values");
  learning.rate_multiplier =
      s.number("learning_rate_multiplier", 1, "of these parameters: a factor of the learning rate").at_least(0);
  return learning;
}

Penalty read_penalty(Section& s, std::string_view key, std::string_view of_what) {
  Section part = s.section(key, "penalty l1 sum|v| + l2 sum v^2 of " + std::string(of_what));
  const double l1 = part.number("l1", 0, "factor of the sum of absolute values").at_least(0);
  const double l2 = part.number("l2", 0, "factor of the sum of squares").at_least(0);
  part.finish("\"" + std::string(key) + "\"");
  return {l1, l2};
}

Constraint read_constraint(Section& s, std::string_view key) {
  Section part = s.section(key, "kept after each step, for the weights of each unit");
  const auto longest = part.optional_number("max_norm", "their largest norm ||w||", Range::above(0));
  part.finish("\"" + std::string(key) + "\"");
  return longest ? Constraint{*longest} : Constraint{};
}

}  // namespace mlp
