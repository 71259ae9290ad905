#include "mlp/export/net.h"

#include "mlp/config/build.h"

namespace mlp {
namespace {

/// The tensors of the layout as the model wants them, in its order.
template <class T>
std::vector<Tensor> checked_tensors(const Model<T>& model, const ModelFile& file, const std::string& origin) {
  Buffer<T> parameters(static_cast<std::size_t>(model.parameters().size()));
  Buffer<T> statistics(static_cast<std::size_t>(model.statistics().size()));
  fill_from_tensors<T>(file.tensors, origin,
                       {{model.parameters(), parameters.data()}, {model.statistics(), statistics.data()}});
  std::vector<Tensor> tensors = tensors_of<T>(model.parameters(), parameters.data());
  for (Tensor& tensor : tensors_of<T>(model.statistics(), statistics.data())) tensors.push_back(std::move(tensor));
  return tensors;
}

template <class T>
ExportedNet net_of(const RunConfig& config, const ModelFile& file, const std::string& origin) {
  const Model<T> model = build_model<T>(config, file.data.inputs());
  ExportedNet net{.name = config.name, .precision = config.precision, .data = file.data, .layers = {}, .tensors = {}};
  const std::vector<Tree>& entries = config.resolved.find("model")->find("layers")->items;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const LayerInfo& info = model.layers()[i];
    net.layers.push_back({info.name, info.type, info.inputs, entries[i]});
  }
  net.tensors = checked_tensors<T>(model, file, origin);
  return net;
}

}  // namespace

ExportedNet exported_net(const RunConfig& config, const ModelFile& file, const std::string& origin) {
  return config.precision == Precision::float32 ? net_of<float>(config, file, origin)
                                                : net_of<double>(config, file, origin);
}

}  // namespace mlp
