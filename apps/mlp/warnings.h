#pragma once
// What is probably not meant, though nothing is wrong with it: the warnings of `mlp validate`.

#include <string>
#include <vector>

#include "mlp/config/build.h"
#include "mlp/data/describe.h"

namespace mlp {

/// Of keys that have no effect beside others: a bias_initializer without bias, nesterov without momentum.
std::vector<std::string> idle_key_warnings(const RunConfig& config);

/// Of the net alone: a dense layer without activation before another, weights much too small or too large for their
/// activation, weights with a mean, or all alike.
template <class T>
std::vector<std::string> net_warnings(const Model<T>& model, const Catalog& catalog);

/// Of the way in which net, data and training fit: an output that cannot reach the targets, dropout at the output, no
/// data to validate with.
template <class T>
std::vector<std::string> fit_warnings(const RunConfig& config, const BuiltRun<T>& run, const DataDescription& data,
                                      const Catalog& catalog);

}  // namespace mlp
