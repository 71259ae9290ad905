#pragma once
// model.safetensors: the parameters under Keras's names and shapes, and in its metadata all that is needed to use the
// net elsewhere: the resolved config, the fitted scaling, the names of features and classes.

#include <filesystem>
#include <string>
#include <vector>

#include "mlp/core/tensor.h"
#include "mlp/data/dataset.h"
#include "mlp/model/parameters.h"

namespace mlp {

/// What a model file holds besides its tensors.
struct ModelFile {
  std::string config;  // the resolved config, as JSON text
  DataInfo data;
  std::vector<Tensor> tensors;  // parameters, then running statistics
};

/// The tensors of a flat vector, as the layout names them.
template <class T>
std::vector<Tensor> tensors_of(const ParameterLayout& layout, const T* values);

/// A flat vector, and what stands where in it.
template <class T>
struct LayoutValues {
  const ParameterLayout& layout;
  T* values;
};

/// Sets the flat vector of each layout from the tensors, converted where their precision differs. `origin` is the file,
/// for messages. Throws InputError that names a tensor which is missing, of another shape, neither float32 nor float64,
/// or not asked for by any layout.
template <class T>
void fill_from_tensors(const std::vector<Tensor>& tensors, const std::string& origin,
                       const std::vector<LayoutValues<T>>& targets);

void write_model_file(const std::filesystem::path& path, const ModelFile& model);

/// Throws InputError where the file is damaged, or not a model of this program.
ModelFile read_model_file(const std::filesystem::path& path);

}  // namespace mlp
