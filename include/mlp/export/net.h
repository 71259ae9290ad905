#pragma once
// A trained net as other programs need it: layers with what was written of them, the inputs of each by name, and its
// tensors, checked to be those that the layers ask for. What only training needs is not there.

#include <string>
#include <vector>

#include "mlp/config/run_config.h"
#include "mlp/core/tensor.h"
#include "mlp/data/dataset.h"
#include "mlp/files/model_file.h"

namespace mlp {

struct ExportedLayer {
  std::string name, type;
  std::vector<std::string> inputs;  // names of earlier layers; "input" is the net's input
  Tree settings;                    // its entry in the resolved config: every key with its value
};

struct ExportedNet {
  std::string name;  // the run's
  Precision precision = Precision::float32;
  DataInfo data;
  std::vector<ExportedLayer> layers;  // each after those that it reads; the last one's output is the net's
  std::vector<Tensor> tensors;        // parameters and running statistics, in the precision of the run
};

/// Throws InputError, which begins with `origin`, where the tensors are not those that the config's model needs. Layers
/// of the config are used up.
ExportedNet exported_net(const RunConfig& config, const ModelFile& file, const std::string& origin);

}  // namespace mlp
