// Data from their files: a table of numbers in CSV to columns in memory, and images to a float32 data set. The files
// (about 10 MB each) are made anew, in the system's folder for such files, and lie in its cache.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include <unistd.h>

#include "mlp/data/load.h"
#include "mlp/data/sources/csv.h"
#include "mlp/data/sources/idx.h"

namespace mlp::bench {
namespace {

namespace fs = std::filesystem;

/// A file that is gone with the object.
class ScratchFile {
 public:
  ScratchFile(const std::string& name, const std::string& content)
      : path_(fs::temp_directory_path() / ("mlp_micro_" + std::to_string(getpid()) + name)) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    std::error_code none;
    fs::remove(path_, none);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string table_of_numbers() {
  constexpr int rows = 50'000, columns = 20;
  std::minstd_rand random(1);
  std::normal_distribution<double> normal;
  std::string text;
  for (int column = 0; column < columns; ++column) text += (column == 0 ? "x" : ",x") + std::to_string(column);
  char cell[32];
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      std::snprintf(cell, sizeof cell, "%c%.6g", column == 0 ? '\n' : ',', normal(random));
      text += cell;
    }
  return text + "\n";
}

constexpr int image_count = 12'000;

/// The format of MNIST: two zeros, the type (8: bytes), the dimensions, the size of each in four bytes, then the
/// values.
std::string images() {
  std::string text{0, 0, 8, 3, 0, 0, char(image_count >> 8), char(image_count & 255), 0, 0, 0, 28, 0, 0, 0, 28};
  std::minstd_rand random(1);
  for (int i = 0; i < image_count * 28 * 28; ++i) text += static_cast<char>(random() % 5 == 0 ? random() & 255 : 0);
  return text;
}

std::string labels() {
  std::string text{0, 0, 8, 1, 0, 0, char(image_count >> 8), char(image_count & 255)};
  for (int i = 0; i < image_count; ++i) text += static_cast<char>(i % 10);
  return text;
}

void csv(benchmark::State& timing) {
  const ScratchFile file(".csv", table_of_numbers());
  CsvOptions options;
  options.path = file.path();
  for ([[maybe_unused]] const auto& again : timing) benchmark::DoNotOptimize(Csv(options).load(0));
  timing.SetBytesProcessed(timing.iterations() * static_cast<std::int64_t>(fs::file_size(file.path())));
}

void idx(benchmark::State& timing) {
  const ScratchFile file("-images", images()), classes("-labels", labels());
  IdxOptions options;
  options.images = file.path();
  options.labels = classes.path();
  for ([[maybe_unused]] const auto& again : timing) benchmark::DoNotOptimize(load_dataset<float>(Idx(options), {}));
  timing.SetBytesProcessed(timing.iterations() * static_cast<std::int64_t>(fs::file_size(file.path())));
}

BENCHMARK(csv)->Name("loading/csv")->Unit(benchmark::kMillisecond);
BENCHMARK(idx)->Name("loading/idx")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mlp::bench
