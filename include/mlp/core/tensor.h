#pragma once
// An array with a name, a type and a shape, as files of arrays (.npy, .npz, .safetensors) hold it: row-major (the last
// index runs fastest), little-endian.

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

static_assert(std::endian::native == std::endian::little, "the files' byte order is that of the memory");

/// The types of elements that the file formats share.
enum class ElementType { f64, f32, i64, u64, i32, u32, i16, u16, i8, u8, boolean, f16 };

/// "float64"
const char* name_of(ElementType type);

/// Bytes of one element.
std::size_t size_of(ElementType type);

template <class T>
constexpr ElementType element_type_of() {
  if constexpr (std::same_as<T, bool>) return ElementType::boolean;
  if constexpr (std::same_as<T, double>) return ElementType::f64;
  if constexpr (std::same_as<T, float>) return ElementType::f32;
  if constexpr (std::same_as<T, Eigen::half>) return ElementType::f16;
  if constexpr (std::same_as<T, std::int64_t>) return ElementType::i64;
  if constexpr (std::same_as<T, std::uint64_t>) return ElementType::u64;
  if constexpr (std::same_as<T, std::int32_t>) return ElementType::i32;
  if constexpr (std::same_as<T, std::uint32_t>) return ElementType::u32;
  if constexpr (std::same_as<T, std::int16_t>) return ElementType::i16;
  if constexpr (std::same_as<T, std::uint16_t>) return ElementType::u16;
  if constexpr (std::same_as<T, std::int8_t>) return ElementType::i8;
  if constexpr (std::same_as<T, std::uint8_t>) return ElementType::u8;
}

using Shape = std::vector<Index>;

/// Elements of a shape (1 for the empty shape, a scalar); the largest 64-bit number where that overflows.
std::uint64_t count_of(const Shape& shape);

/// "[784, 128]"
std::string text_of(const Shape& shape);

struct Tensor {
  std::string name;
  ElementType type = ElementType::f32;
  Shape shape;
  Buffer<std::byte> data;  // count_of(shape) · size_of(type) bytes

  /// The elements, where T is their type: otherwise an InputError that names the tensor.
  template <class T>
  std::span<const T> values() const {
    require_type(element_type_of<T>());
    return {reinterpret_cast<const T*>(data.data()), data.size() / sizeof(T)};
  }

  /// The elements, converted from whatever type they have (a large integer or a double may be rounded).
  template <std::floating_point T>
  std::vector<T> converted() const;

 private:
  void require_type(ElementType wanted) const;
};

/// A tensor with a copy of the values; there must be as many as the shape says.
template <class T>
Tensor tensor_of(std::string name, Shape shape, std::span<const T> values) {
  Tensor tensor{std::move(name), element_type_of<std::remove_cv_t<T>>(), std::move(shape), {}};
  tensor.data.resize(values.size_bytes());
  if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), values.size_bytes());
  return tensor;
}

/// Calls act(T{}) with the C++ type of the elements.
template <class Act>
decltype(auto) with_type(ElementType type, const Act& act) {
  switch (type) {
    case ElementType::f64:
      return act(double{});
    case ElementType::f32:
      return act(float{});
    case ElementType::i64:
      return act(std::int64_t{});
    case ElementType::u64:
      return act(std::uint64_t{});
    case ElementType::i32:
      return act(std::int32_t{});
    case ElementType::u32:
      return act(std::uint32_t{});
    case ElementType::i16:
      return act(std::int16_t{});
    case ElementType::u16:
      return act(std::uint16_t{});
    case ElementType::i8:
      return act(std::int8_t{});
    case ElementType::u8:
      return act(std::uint8_t{});
    case ElementType::f16:
      return act(Eigen::half{});
    case ElementType::boolean:
      break;
  }
  return act(bool{});
}

template <std::floating_point T>
std::vector<T> Tensor::converted() const {
  std::vector<T> result(data.size() / size_of(type));
  with_type(type, [&](auto example) {
    using Stored = decltype(example);
    // A byte of a bool array may hold anything; only as a number is it well-defined in C++.
    using Read = std::conditional_t<std::same_as<Stored, bool>, std::uint8_t, Stored>;
    const auto* from = reinterpret_cast<const Read*>(data.data());
    for (std::size_t i = 0; i < result.size(); ++i)
      if constexpr (std::same_as<Stored, bool>)
        result[i] = T(from[i] != 0);
      else
        result[i] = static_cast<T>(from[i]);
  });
  return result;
}

/// The tensor of this name, or nullptr.
const Tensor* find_tensor(std::span<const Tensor> tensors, std::string_view name);

}  // namespace mlp
