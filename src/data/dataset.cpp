#include "mlp/data/dataset.h"

#include <algorithm>
#include <numeric>

namespace mlp {

Index DataInfo::outputs() const {
  if (task == Task::autoencoder) return inputs();
  if (task == Task::regression) return static_cast<Index>(target_names.size());
  return encoding == Encoding::single_row ? 1 : static_cast<Index>(class_names.size());
}

template <class T>
void Part<T>::gather(std::span<const Index> which, T* x, T* y) const {
  store_->features->gather(*rows_, which, x);
  if (y != nullptr) gather_targets(which, x, y);
}

template <class T>
void Part<T>::gather_targets(std::span<const Index> which, const T* x, T* y) const {
  const DataInfo& info = store_->info;
  const Index outputs = info.outputs();
  if (info.task == Task::autoencoder) {
    std::copy_n(x, outputs * static_cast<Index>(which.size()), y);
    return;
  }
  if (info.task == Task::regression) {
    for (const Index i : which) y = std::copy_n(store_->values.col(row(i)).data(), outputs, y);
    return;
  }
  if (info.encoding == Encoding::single_row) {
    for (const Index i : which) *y++ = static_cast<T>(label(i));
    return;
  }
  std::fill_n(y, outputs * static_cast<Index>(which.size()), T(0));
  for (const Index i : which) {
    y[label(i)] = 1;
    y += outputs;
  }
}

template <class T>
bool Part<T>::has_targets() const {
  if (!store_) return false;
  switch (store_->info.task) {
    case Task::autoencoder:
      return true;
    case Task::regression:
      return store_->values.cols() == store_->features->samples();
    default:
      return static_cast<Index>(store_->labels.size()) == store_->features->samples();
  }
}

template <class T>
std::vector<Index> Part<T>::class_counts() const {
  if (!store_ || store_->labels.empty()) return {};
  std::vector<Index> counts(store_->info.class_names.size());
  for (Index i = 0; i < samples(); ++i) ++counts[static_cast<std::size_t>(label(i))];
  return counts;
}

template <class T>
Matrix<T> Part<T>::all_inputs() const {
  if (!store_) return {};
  std::vector<Index> all(static_cast<std::size_t>(samples()));
  std::iota(all.begin(), all.end(), Index{0});
  Matrix<T> x(store_->info.inputs(), samples());
  gather(all, x.data(), nullptr);
  return x;
}

template <class T>
Matrix<T> Part<T>::all_targets() const {
  if (!has_targets()) return {};
  if (store_->info.task == Task::autoencoder) return all_inputs();
  std::vector<Index> all(static_cast<std::size_t>(samples()));
  std::iota(all.begin(), all.end(), Index{0});
  Matrix<T> y(store_->info.outputs(), samples());
  gather_targets(all, nullptr, y.data());
  return y;
}

template <class T>
Dataset<T>::Dataset(SampleStore<T> samples, std::array<std::vector<Index>, 3> rows)
    : store_(std::make_shared<const SampleStore<T>>(std::move(samples))) {
  for (std::size_t i = 0; i < rows.size(); ++i) parts_[i] = Part<T>(store_, std::move(rows[i]));
}

template class Part<float>;
template class Part<double>;
template class Dataset<float>;
template class Dataset<double>;

}  // namespace mlp
