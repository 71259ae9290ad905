#pragma once
// A batch, collected by several threads.

#include <algorithm>
#include <exception>
#include <mutex>
#include <span>

#include "mlp/core/fetch.h"
#include "mlp/core/parallel.h"
#include "mlp/core/types.h"
#include "mlp/data/sample_reader.h"

namespace mlp {

/// Where a batch's features or targets go: (rows × samples).
template <class T>
struct BatchRows {
  Index rows;
  T* data;
};

/// SampleReader::gather(), where a thread collects the samples that it will work on in the forward pass: then they are
/// in its cache.
template <class T>
void gather(const Threads& threads, const SampleReader<T>& from, std::span<const Index> which, const BatchRows<T>& x,
            const BatchRows<T>& y) {
  // A number that comes from main memory takes as long as so many floating-point operations.
  constexpr double fetching = 100;
  const Index samples = static_cast<Index>(which.size());
  const double work = fetching * static_cast<double>(samples) * static_cast<double>(x.rows);
  if (!from.may_be_shared() || !threads.shares(work)) return from.gather(which, x.data, y.data);
  const Index width = padded((samples + threads.count() - 1) / threads.count());
  std::mutex mutex;
  std::exception_ptr problem;  // of the first samples that have one
  Index place = samples;
  threads.for_each((samples + width - 1) / width, work, [&](Index tile) {
    const Index first = tile * width;
    const auto part =
        which.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(width, samples - first)));
    fetch_to_write(x.data + first * x.rows, x.rows * static_cast<Index>(part.size()));
    try {
      from.gather(part, x.data + first * x.rows, y.data + first * y.rows);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (first < place) place = first, problem = std::current_exception();
    }
  });
  if (problem) std::rethrow_exception(problem);
}

}  // namespace mlp
