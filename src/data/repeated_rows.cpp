// Samples with the inputs of an earlier one: within the training part, and in the test part, where a net may know them
// by heart.

#include <algorithm>
#include <unordered_map>

#include "mlp/core/random.h"
#include "mlp/data/describe_parts.h"

namespace mlp {
namespace {

// Training samples by a hash of their inputs; equal hashes are compared in full.
template <class T>
class SeenSamples {
 public:
  explicit SeenSamples(const Dataset<T>& data) : data_(data), other_(static_cast<std::size_t>(data.inputs())) {
    first_.reserve(static_cast<std::size_t>(data.train().samples()));
  }

  bool contains(const T* x) { return find(x) != first_.end(); }
  /// False where an equal sample is there already.
  bool insert(const T* x, Index i) {
    if (contains(x)) return false;
    first_.emplace(hash(x), i);
    return true;
  }

 private:
  using Map = std::unordered_multimap<std::uint64_t, Index>;

  typename Map::iterator find(const T* x) {
    const auto [begin, end] = first_.equal_range(hash(x));
    for (auto candidate = begin; candidate != end; ++candidate) {
      data_.train().gather({&candidate->second, 1}, other_.data(), nullptr);
      if (std::equal(other_.begin(), other_.end(), x)) return candidate;
    }
    return first_.end();
  }

  std::uint64_t hash(const T* x) const {
    return place_of({reinterpret_cast<const char*>(x), other_.size() * sizeof(T)});
  }

  const Dataset<T>& data_;
  std::vector<T> other_;
  Map first_;
};

}  // namespace

template <class T>
void count_repeated_rows(const Dataset<T>& data, DataDescription& text) {
  SeenSamples<T> seen(data);
  for_each_sample(data.train(), data.inputs(), data.outputs(),
                  [&](const T* x, const T*, Index i) { text.repeated_rows += seen.insert(x, i) ? 0 : 1; });
  for_each_sample(data.test(), data.inputs(), data.outputs(),
                  [&](const T* x, const T*, Index) { text.leaked_rows += seen.contains(x) ? 1 : 0; });
}

template void count_repeated_rows(const Dataset<float>&, DataDescription&);
template void count_repeated_rows(const Dataset<double>&, DataDescription&);

}  // namespace mlp
