#include "mlp/model/parameters.h"

#include <numeric>

namespace mlp {

Index ParameterLayout::add(std::string name, std::vector<Index> shape, const TensorShape& fans,
                           TensorSettings settings) {
  const Index size = std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>());
  blocks_.push_back({std::move(name), std::move(shape), size_, size, fans, std::move(settings)});
  size_ += size;
  return blocks_.back().offset;
}

const ParameterBlock* ParameterLayout::find(std::string_view name) const {
  for (const ParameterBlock& block : blocks_)
    if (block.name == name) return &block;
  return nullptr;
}

template <class T>
void ParameterLayout::initialize(std::uint64_t seed, T* values) const {
  std::vector<double> tensor;
  for (const ParameterBlock& block : blocks_) {
    tensor.assign(static_cast<std::size_t>(block.size), 0);
    const RandomStream random(seed, Purpose::initial_weights, place_of(block.name));
    block.settings.initializer->fill(random, block.fans, tensor);
    std::transform(tensor.begin(), tensor.end(), values + block.offset, [](double v) { return static_cast<T>(v); });
  }
}

template void ParameterLayout::initialize(std::uint64_t, float*) const;
template void ParameterLayout::initialize(std::uint64_t, double*) const;

}  // namespace mlp
