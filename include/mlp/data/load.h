#pragma once
// From a source to a Dataset: load, number the classes, split, fit the scaling, encode.

#include <cstdint>
#include <optional>

#include "mlp/data/dataset.h"
#include "mlp/data/source.h"
#include "mlp/data/split.h"

namespace mlp {

struct DataOptions {
  std::optional<Task> task;          // nothing: a classification, binary where there are two classes
  std::optional<Encoding> encoding;  // of two classes; nothing: single_row. More are one_hot
  SplitOptions split;
  ScalingOptions scaling;         // of the inputs
  ScalingOptions target_scaling;  // of a regression's targets
  std::uint64_t seed = 0;         // of generators and split
};

/// Loads everything into memory. Throws InputError where the data do not fit the task, the split or the memory.
template <class T>
Dataset<T> load_dataset(const Source& source, const DataOptions& options);

/// The same from a table, whose categories are encoded (load_table).
template <class T>
Dataset<T> make_dataset(Table table, const DataOptions& options);

/// Further samples, all in the test part, as a trained net needs them: with its scalings, classes and encoding. The
/// table's categories are not encoded yet; it may have no targets. Throws InputError where its features or targets do
/// not fit.
template <class T>
Dataset<T> dataset_for(const DataInfo& trained, Table table);

}  // namespace mlp
