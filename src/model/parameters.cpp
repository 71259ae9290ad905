#include "mlp/model/parameters.h"

#include <algorithm>
#include <limits>

#include "mlp/core/error.h"

namespace mlp {
namespace {

// Parameters of a tensor that several threads may update, each its part of it.
constexpr Index large_block = 8192;

std::string shape_text(const std::vector<Index>& shape) {
  std::string text;
  for (const Index extent : shape) text += (text.empty() ? "" : " × ") + std::to_string(extent);
  return text;
}

}  // namespace

Index ParameterLayout::add(std::string name, std::vector<Index> shape, const TensorShape& fans,
                           TensorSettings settings) {
  constexpr Index most = std::numeric_limits<Index>::max() / 64;  // elements; their bytes still have addresses
  Index size = 1;
  for (const Index extent : shape) {
    if (extent > 0 && size > (most - size_) / extent)
      throw InputError("the net would have more parameters than there are addresses: \"" + name + "\" is " +
                       shape_text(shape) + "; take fewer units");
    size *= extent;
  }
  blocks_.push_back({std::move(name), std::move(shape), size_, size, fans, std::move(settings), {}});
  size_ += size;
  return blocks_.back().offset;
}

const ParameterBlock* ParameterLayout::find(std::string_view name) const {
  for (const ParameterBlock& block : blocks_)
    if (block.name == name) return &block;
  return nullptr;
}

Index ParameterLayout::trainable_size() const {
  Index size = 0;
  for (const ParameterGroup& group : groups()) size += group.size;
  return size;
}

void ParameterLayout::set_learning(std::size_t first, const Learning& learning) {
  for (std::size_t i = first; i < blocks_.size(); ++i) blocks_[i].learning = learning;
}

std::vector<ParameterGroup> ParameterLayout::groups() const {
  std::vector<ParameterGroup> groups;
  for (const ParameterBlock& block : blocks_) {
    if (!block.learning.trainable) continue;
    const double multiplier = block.learning.rate_multiplier;
    const bool continues = !groups.empty() && block.size < large_block && groups.back().size < large_block &&
                           groups.back().rate_multiplier == multiplier &&
                           groups.back().offset + groups.back().size == block.offset;
    if (continues)
      groups.back().size += block.size;
    else
      groups.push_back({block.offset, block.size, multiplier});
  }
  return groups;
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
