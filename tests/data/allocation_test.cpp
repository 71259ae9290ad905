// Collecting a batch is part of every training step, and a training step allocates nothing.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <new>

#include "mlp/data/load.h"
#include "tests/data/tables.h"

namespace {
std::atomic<int> allocations{0};
}

// The program's own operators, which count. The array forms end up here, too.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto step = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace mlp {
namespace {

int allocations_of_a_gather(Table table, std::optional<Task> task) {
  DataOptions options;
  options.task = task;
  options.scaling.kind = ScalingKind::standardize;
  const auto data = make_dataset<float>(std::move(table), options);
  const std::array<Index, 3> which{2, 0, 1};
  std::array<float, 64> x, y;
  const int before = allocations;
  data.train().gather(which, x.data(), y.data());
  return allocations - before;
}

TEST(Gather, AllocatesNothing) {
  const int before = allocations;
  std::vector<int> counted(100);
  ASSERT_GT(allocations, before) << counted.size();

  Table bytes = numbered_table({0, 1, 2, 1});
  bytes.features = Matrix<std::uint8_t>(Matrix<std::uint8_t>::Constant(1, 4, 9));
  EXPECT_EQ(allocations_of_a_gather(std::move(bytes), std::nullopt), 0);
  EXPECT_EQ(allocations_of_a_gather(numbered_table({0, 1, 0, 1}), std::nullopt), 0);
  EXPECT_EQ(allocations_of_a_gather(numbered_table({0, 1, 2, 3}), Task::regression), 0);
  EXPECT_EQ(allocations_of_a_gather(table_of(NoTargets{}, 4), Task::autoencoder), 0);
}

}  // namespace
}  // namespace mlp
