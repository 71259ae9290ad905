#include "mlp/core/memory.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// The bytes of a line "NAME: 123 kB"; none where there is no such line.
std::optional<std::uint64_t> bytes_in(const char* path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(name + ":")) return std::strtoull(line.c_str() + name.size() + 1, nullptr, 10) * 1024;
  return std::nullopt;
}

std::uint64_t available_on_machine() { return bytes_in("/proc/meminfo", "MemAvailable").value_or(unlimited); }

std::uint64_t number_in(const char* path) {
  std::ifstream file(path);
  std::uint64_t value = 0;
  return file >> value ? value : unlimited;  // the file says "max", or is not there
}

std::uint64_t available_in_group() {
  const std::uint64_t limit = number_in("/sys/fs/cgroup/memory.max");
  const std::uint64_t used = number_in("/sys/fs/cgroup/memory.current");
  if (limit == unlimited || used == unlimited) return limit;
  return limit > used ? limit - used : 0;
}

/// What `ulimit -v` leaves of the process's addresses.
std::uint64_t available_addresses() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  const std::uint64_t pages = number_in("/proc/self/statm");
  const std::uint64_t used = saturating_product(pages, static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)));
  return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

}  // namespace

std::uint64_t available_memory() {
  return std::min({available_on_machine(), available_in_group(), available_addresses()});
}

std::uint64_t peak_memory() {
  // getrusage() would begin with the peak of the program that started this one.
  if (const auto peak = bytes_in("/proc/self/status", "VmHWM")) return *peak;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

std::uint64_t saturating_product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? unlimited : product;
}

std::uint64_t saturating_sum(std::uint64_t a, std::uint64_t b) {
  std::uint64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? unlimited : sum;
}

void prefer_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE  // not all systems have them
  constexpr std::uintptr_t page = std::uintptr_t{2} << 20;
  const auto start = reinterpret_cast<std::uintptr_t>(memory);
  const std::uintptr_t first = (start + page - 1) / page * page, end = (start + bytes) / page * page;
  if (first < end)
    ::madvise(static_cast<char*>(memory) + (first - start), end - first, MADV_HUGEPAGE);  // refused: slower, no more
#endif
}

void resize_in_large_pages(std::string& bytes, std::size_t size) {
  bytes.reserve(size);
  prefer_large_pages(bytes.data(), size);
  bytes.resize(size);
}

std::string readable_bytes(std::uint64_t bytes) {
  static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double amount = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; amount >= 1024 && unit + 1 < units.size(); ++unit) amount /= 1024;
  return rounded(amount, amount >= 1000 ? 4 : 3) + " " + units[unit];
}

void require_memory(std::uint64_t bytes, const std::string& what, const std::string& remedy) {
  constexpr std::uint64_t little = std::uint64_t{1} << 20;  // to ask the system would take longer than to fill it
  if (bytes <= little) return;
  const std::uint64_t available = available_memory();
  if (bytes <= available) return;
  throw InputError(what + " would need " + readable_bytes(bytes) + "; " + readable_bytes(available) +
                   " are available. " + remedy);
}

}  // namespace mlp
