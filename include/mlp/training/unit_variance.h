#pragma once
// Layer-sequential unit variance (Mishkin & Matas 2016, "All you need is a good init"): initial weights that are fitted
// to the data. From the input on, each kernel whose initializer is lsuv is divided by the standard deviation of the
// layer's pre-activations, so that these have variance 1 (gain², with a gain), and the next layer sees them so.

#include "mlp/core/parallel.h"
#include "mlp/data/sample_reader.h"
#include "mlp/model/model.h"
#include "mlp/training/train_state.h"

namespace mlp {

/// The batch that kernels are scaled by: the first samples of the training set, or all where there are fewer.
inline constexpr Index unit_variance_samples = 300;

/// Scales the kernels of state.parameters whose initializer says so; biases stay. The variance is that over all units
/// and samples, in inference mode. Throws InputError where a layer's pre-activations do not vary, or cannot be scaled
/// to the variance wanted because the biases alone have more.
template <class T>
void scale_to_unit_variance(const Model<T>& model, const SampleReader<T>& training_set, const Threads& threads,
                            TrainState<T>& state);

}  // namespace mlp
