// Collecting a batch is part of every training step, and a training step allocates nothing.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "mlp/core/npy.h"
#include "mlp/data/load.h"
#include "mlp/data/sources/npy.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace {
std::atomic<int> allocations{0};
std::atomic<std::size_t> allocated_bytes{0};
}  // namespace

// The program's own operators, which count. The array forms end up here, too.
void* operator new(std::size_t size) {
  ++allocations;
  allocated_bytes += size;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  allocated_bytes += size;
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

/// A .npy file of zeros, which takes no place on the disk.
void write_zeros(const std::filesystem::path& path, Index samples, Index features) {
  write_npy(path, tensor_of<float>("", {0, features}, std::span<const float>()));
  std::string header = bytes_of(path);
  std::string shape = "(" + std::to_string(samples) + ", " + std::to_string(features) + "), }";
  shape.resize(header.size() - 1 - header.find("(0, "), ' ');
  put_bytes(path, header.substr(0, header.find("(0, ")) + shape + "\n");
  std::filesystem::resize_file(path, header.size() + 4 * static_cast<std::size_t>(samples * features));
}

/// What is ever allocated, freed or not, from opening a file of so many samples to the last batch of an epoch.
std::size_t bytes_for_streaming(Index samples) {
  constexpr Index features = 2048;
  const TemporaryFolder folder;
  write_zeros(folder / "x.npy", samples, features);
  std::vector<float> x(10 * features), y(10 * features);
  std::vector<Index> which(10);
  const std::size_t before = allocated_bytes;
  DataOptions options;
  options.task = Task::autoencoder;
  options.scaling.kind = ScalingKind::standardize;
  const auto data = load_dataset<float>(Npy({folder / "x.npy", {}, Streaming::always}), options);
  const int loaded = allocations;
  for (Index i = 0; i < samples; i += 10) {
    std::iota(which.begin(), which.end(), i);
    data.train().gather(which, x.data(), y.data());
  }
  EXPECT_EQ(allocations, loaded);  // collecting batches allocates nothing
  return allocated_bytes - before;
}

TEST(Streaming, TakesMemoryForTheNumbersOfItsRowsAlone) {
  const std::size_t some = bytes_for_streaming(500), twice = bytes_for_streaming(1000);
  EXPECT_LT(twice, 1000u * 2048);  // a quarter of the file
  EXPECT_LT(twice - some, 500u * 64);
}

}  // namespace
}  // namespace mlp
