#pragma once
// The few types that the whole program speaks in.
//
// Convention, everywhere: features are rows and one sample is one column, so a batch x is (features × samples) and a
// layer reads as on paper, y = W·x + b with W: (outputs × inputs). All matrices are column-major: a sample is
// contiguous in memory, and W is byte for byte the row-major `kernel` [inputs, outputs] of Keras.

#include <Eigen/Core>
#include <cstddef>
#include <new>
#include <vector>

#include "mlp/core/memory.h"

namespace mlp {

// Eigen's memory layout depends on the vector width, so a program must be compiled for the same one as the library.
static_assert(MLP_VECTOR_BYTES == EIGEN_MAX_ALIGN_BYTES,
              "mlp was built for another vector width than this file: compile with the flags of the CMake target "
              "mlp::mlp, or build mlp with -DMLP_NATIVE=OFF");

using Index = Eigen::Index;

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;

/// Views of (rows × samples) arrays that somebody else owns; operations on them are element by element.
template <class T>
using In = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic>>;
template <class T>
using Out = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic>>;

/// Views of a stretch of one of the flat vectors (parameters, gradient, moments).
template <class T>
using ConstSlice = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>>;
template <class T>
using Slice = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>>;

/// Bytes of a cache line and of the widest vector register; every buffer starts on such a boundary.
inline constexpr std::size_t alignment = 64;

/// Buffers are padded to whole registers, so that element-wise passes need no scalar remainder: a value then never
/// depends on where in the buffer it stands.
inline constexpr Index padding = 16;
constexpr Index padded(Index count) { return (count + padding - 1) / padding * padding; }

template <class T>
struct AlignedAllocator {
  using value_type = T;
  AlignedAllocator() = default;
  template <class U>
  explicit AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t count) {
    void* const memory = ::operator new (count * sizeof(T), std::align_val_t{alignment});
    prefer_large_pages(memory, count * sizeof(T));
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t) { ::operator delete (memory, std::align_val_t{alignment}); }
  bool operator==(const AlignedAllocator&) const { return true; }
};

/// A vector whose memory starts on a cache line, and lies in large pages where it has room for some.
template <class T>
using Buffer = std::vector<T, AlignedAllocator<T>>;

}  // namespace mlp
