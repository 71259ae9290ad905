#pragma once
// Greedy layer-wise pretraining: before the whole net is trained, its hidden layers are, one after the other from the
// input on, each on what the layers below make of the samples (computed in inference mode; they no longer change). It
// was what made deep sigmoid nets trainable before rectifiers and better initial weights.
//
// supervised (Bengio, Lamblin, Popovici & Larochelle 2007, "Greedy layer-wise training of deep networks"): the layer
//   and a fresh output layer on top of it are trained on the task's own loss.
// autoencoder (the same paper): the layer and a fresh linear decoder on top of it are trained to give back the layer's
//   input, by the mean squared error.
// denoising_autoencoder (Vincent, Larochelle, Bengio & Manzagol 2008): the same, but the layer sees its input with a
//   share of the values set to 0, and has to give back the whole one.
//
// Output layer and decoder are dense layers with glorot_uniform weights and biases 0, and are then thrown away. A
// "layer" is one with a kernel together with what follows it up to the next one (activations, normalization, dropout);
// the last one, which makes the output, is not pretrained, and neither is one that is frozen. Each stage is a training
// of its own, by the run's optimizer, batch size and clipping, at a constant learning rate.

#include <string>
#include <vector>

#include "mlp/training/trainer.h"

namespace mlp {

/// Layers of a model that are pretrained together: first … last, numbers in model.layers().
struct PretrainedLayers {
  std::string name;  // of the first, which has the kernel
  std::size_t first = 0, last = 0;
};

/// The stages of pretraining, from the input on. Throws InputError where the layers are no chain, naming the first that
/// is not a link of it, or where there is nothing to pretrain.
template <class T>
std::vector<PretrainedLayers> pretraining_stages(const Model<T>& model);

struct PretrainingEnd {
  TrainingStatus status = TrainingStatus::completed;
  std::string problem;  // where it diverged
};

/// Pretrains the net of a state that has not begun its training proper, from where the state stands; does nothing where
/// the settings do not ask for it, or it is over. `layers` are descriptions of the same layers as the model's once
/// more, in order, which are used up. A time limit that is reached ends pretraining as if it were completed.
template <class T>
PretrainingEnd pretrain(const TrainingSettings& settings, const TrainingParts<T>& parts,
                        const std::vector<LayerDescription<T>>& layers, TrainState<T>& state,
                        TrainingListener<T>& listener);

}  // namespace mlp
