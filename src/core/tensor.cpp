#include "mlp/core/tensor.h"

#include <algorithm>
#include <array>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"

namespace mlp {
namespace {

constexpr std::array type_names{"float64", "float32", "int64", "uint64", "int32", "uint32",
                                "int16",   "uint16",  "int8",  "uint8",  "bool",  "float16"};

}  // namespace

const char* name_of(ElementType type) { return type_names.at(static_cast<std::size_t>(type)); }

std::size_t size_of(ElementType type) {
  return with_type(type, [](auto example) { return sizeof(example); });
}

std::uint64_t count_of(const Shape& shape) {
  // A size of 0 makes everything 0, however large the others are.
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::uint64_t count = 1;
  for (const Index size : shape) count = saturating_product(count, static_cast<std::uint64_t>(size));
  return count;
}

std::string text_of(const Shape& shape) {
  std::string text = "[";
  for (const Index size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

void Tensor::require_type(ElementType wanted) const {
  if (type == wanted) return;
  throw InputError("tensor \"" + name + "\" has elements of type " + name_of(type) + ", not " + name_of(wanted));
}

const Tensor* find_tensor(std::span<const Tensor> tensors, std::string_view name) {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const Tensor& tensor) { return tensor.name == name; });
  return found == tensors.end() ? nullptr : &*found;
}

}  // namespace mlp
