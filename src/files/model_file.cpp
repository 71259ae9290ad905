#include "mlp/files/model_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "mlp/core/error.h"
#include "mlp/core/utf8.h"
#include "mlp/files/safetensors.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* model_format = "mlp model 1";

Json json_of(const Scaling& scaling) {
  return {{"type", scaling_name(scaling.kind)}, {"shift", scaling.shift}, {"scale", scaling.scale}};
}

Scaling scaling_of(const Json& json) {
  Scaling scaling;
  scaling.kind = scaling_of_name(json.at("type").get<std::string>()).value();
  json.at("shift").get_to(scaling.shift);
  json.at("scale").get_to(scaling.scale);
  return scaling;
}

Json json_of(const std::vector<CategoricalColumn>& columns) {
  Json list = Json::array();
  for (const CategoricalColumn& column : columns)
    list.push_back({{"column", column.name}, {"first_input", column.first}, {"categories", column.values}});
  return list;
}

std::vector<CategoricalColumn> categorical_of(const Json& list) {
  std::vector<CategoricalColumn> columns;
  for (const Json& json : list)
    columns.push_back({json.at("column"), json.at("first_input"), json.at("categories"), {}});
  return columns;
}

Json json_of(const DataInfo& data) {
  return {{"task", task_name(data.task)},
          {"encoding", data.encoding == Encoding::one_hot ? "one_hot" : "single_row"},
          {"feature_names", data.feature_names},
          {"target_names", data.target_names},
          {"class_names", data.class_names},
          {"sample_shape", data.sample_shape},
          {"categorical", json_of(data.categorical)},
          {"replacements", data.replacements},
          {"scaling", json_of(data.scaling)},
          {"target_scaling", json_of(data.target_scaling)}};
}

DataInfo data_info_of(const Json& json) {
  DataInfo data;
  data.task = task_of_name(json.at("task").get<std::string>()).value();
  data.encoding = json.at("encoding") == "one_hot" ? Encoding::one_hot : Encoding::single_row;
  json.at("feature_names").get_to(data.feature_names);
  json.at("target_names").get_to(data.target_names);
  json.at("class_names").get_to(data.class_names);
  json.at("sample_shape").get_to(data.sample_shape);
  if (json.contains("categorical")) data.categorical = categorical_of(json.at("categorical"));
  if (json.contains("replacements")) json.at("replacements").get_to(data.replacements);
  data.scaling = scaling_of(json.at("scaling"));
  if (json.contains("target_scaling")) data.target_scaling = scaling_of(json.at("target_scaling"));
  return data;
}

std::string remedy_for_missing(const ParameterBlock& block, const std::vector<Tensor>& tensors) {
  std::vector<std::string> names;
  for (const Tensor& tensor : tensors) names.push_back(printable(tensor.name));
  const std::string hint = did_you_mean(block.name, names);
  return "the model needs it, of shape " + mlp::text_of(block.shape) + (hint.empty() ? "" : "; " + hint);
}

// As PyTorch has its weights.
bool is_transposed(const Tensor& tensor, const ParameterBlock& block) {
  return block.shape.size() == 2 && tensor.shape == Shape{block.shape[1], block.shape[0]};
}

// A name that is not UTF-8 is written with the replacement character: a run must not fail at its end for it.
std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

template <class T>
std::vector<Tensor> tensors_of(const ParameterLayout& layout, const T* values) {
  std::vector<Tensor> tensors;
  for (const ParameterBlock& block : layout.blocks())
    tensors.push_back(tensor_of(block.name, block.shape,
                                std::span<const T>(values + block.offset, static_cast<std::size_t>(block.size))));
  return tensors;
}

template <class T>
void fill_from_tensors(const std::vector<Tensor>& tensors, const std::string& origin,
                       const std::vector<LayoutValues<T>>& targets) {
  std::set<std::string> wanted;
  for (const auto& [layout, values] : targets) {
    for (const ParameterBlock& block : layout.blocks()) {
      wanted.insert(block.name);
      const Tensor* tensor = find_tensor(tensors, block.name);
      if (tensor == nullptr)
        throw InputError(origin + ": tensor \"" + block.name + "\" is missing; " + remedy_for_missing(block, tensors));
      if (tensor->shape != block.shape)
        throw InputError(origin + ": tensor \"" + block.name + "\" has shape " + mlp::text_of(tensor->shape) +
                         "; the model needs " + mlp::text_of(block.shape) +
                         (is_transposed(*tensor, block) ? " (a kernel is [inputs, units]: transpose it)" : ""));
      if (tensor->type != ElementType::f32 && tensor->type != ElementType::f64)
        throw InputError(origin + ": tensor \"" + block.name + "\" has elements of type " + name_of(tensor->type) +
                         "; save it as float32 or float64");
      const std::vector<T> converted = tensor->converted<T>();
      std::copy(converted.begin(), converted.end(), values + block.offset);
    }
  }
  for (const Tensor& tensor : tensors)
    if (!wanted.contains(tensor.name))
      throw InputError(origin + ": tensor \"" + printable(tensor.name) + "\" belongs to no layer of the model");
}

void write_model_file(const std::filesystem::path& path, const ModelFile& model) {
  write_safetensors(path, model.tensors,
                    {{"format", model_format}, {"config", model.config}, {"data", text_of(json_of(model.data))}});
}

ModelFile read_model_file(const std::filesystem::path& path) {
  Safetensors file = read_safetensors(path);
  if (file.metadata["format"] != model_format)
    throw InputError(path.string() + ": not a model of this program (its metadata lack \"format\": \"" + model_format +
                     "\"); expected the model.safetensors of a run");
  try {
    return {file.metadata["config"], data_info_of(Json::parse(file.metadata["data"])), std::move(file.tensors)};
  } catch (const std::exception&) {
    throw InputError(path.string() + ": the description of the data in its metadata is damaged");
  }
}

#define MLP_INSTANTIATE(T)                                                   \
  template std::vector<Tensor> tensors_of(const ParameterLayout&, const T*); \
  template void fill_from_tensors(const std::vector<Tensor>&, const std::string&, const std::vector<LayoutValues<T>>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
