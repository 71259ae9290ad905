#include "data_export.h"

#include "mlp/core/csv.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/npy.h"
#include "mlp/core/numbers.h"
#include "mlp/data/describe_parts.h"

namespace mlp {
namespace {

/// A (rows × samples) matrix is byte for byte the row-major array (samples × rows).
template <class T>
Tensor array_of(const std::string& name, const Matrix<T>& matrix) {
  return tensor_of(name, {matrix.cols(), matrix.rows()},
                   std::span<const T>(matrix.data(), static_cast<std::size_t>(matrix.size())));
}

template <class T>
void export_npz(const std::filesystem::path& path, const Dataset<T>& data) {
  constexpr std::array suffixes{"train", "val", "test"};
  std::vector<Tensor> arrays;
  for (std::size_t i = 0; i < suffixes.size(); ++i) {
    const Part<T>& part = data.part(part_names[i]);
    arrays.push_back(
        array_of<T>(std::string("x_") + suffixes[i], part.empty() ? Matrix<T>(data.inputs(), 0) : part.all_inputs()));
    arrays.push_back(
        array_of<T>(std::string("y_") + suffixes[i], part.empty() ? Matrix<T>(data.outputs(), 0) : part.all_targets()));
  }
  write_npz(path, arrays);
}

/// The columns of the targets: classes have one column, whatever their encoding; an auto-encoder's are its inputs.
std::vector<std::string> target_columns(const DataInfo& info) {
  if (info.task == Task::autoencoder) return {};
  return info.target_names.empty() ? std::vector<std::string>{"target"} : info.target_names;
}

template <class T>
void export_csv(const std::filesystem::path& path, const Dataset<T>& data) {
  constexpr std::array parts{"training", "validation", "test"};
  const DataInfo& info = data.info();
  std::vector<std::string> head{"part"};
  head.insert(head.end(), info.feature_names.begin(), info.feature_names.end());
  const std::vector<std::string> targets = target_columns(info);
  head.insert(head.end(), targets.begin(), targets.end());
  FileWriter file(path);
  file.write(csv_line(head));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part<T>& part = data.part(part_names[i]);
    for_each_sample(part, data.inputs(), data.outputs(), [&](const T* x, const T* y, Index sample) {
      std::vector<std::string> cells{parts[i]};
      for (Index k = 0; k < data.inputs(); ++k) cells.push_back(shortest(x[k]));
      if (is_classification(info.task)) cells.push_back(info.class_names[static_cast<std::size_t>(part.label(sample))]);
      if (info.task == Task::regression)
        for (Index k = 0; k < data.outputs(); ++k) cells.push_back(shortest(y[k]));
      file.write(csv_line(cells));
    });
  }
  file.commit();
}

}  // namespace

void check_export_name(const std::filesystem::path& path) {
  if (path.extension() != ".csv" && path.extension() != ".npz")
    throw InputError(path.string() + ": the name must end in .csv or .npz, which tells what to write");
}

template <class T>
void export_dataset(const std::filesystem::path& path, const Dataset<T>& data) {
  check_export_name(path);
  if (path.extension() == ".npz")
    export_npz(path, data);
  else
    export_csv(path, data);
}

template void export_dataset(const std::filesystem::path&, const Dataset<float>&);
template void export_dataset(const std::filesystem::path&, const Dataset<double>&);

}  // namespace mlp
