#pragma once
// What a net sees of its data: scaled inputs, encoded targets, and three parts that hand out batches. Nothing below
// this level knows where samples come from.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mlp/core/types.h"
#include "mlp/data/feature_store.h"
#include "mlp/data/sample_reader.h"
#include "mlp/data/scaling.h"
#include "mlp/data/task.h"

namespace mlp {

/// What a net must know of its data to be used elsewhere; it is saved with a model.
struct DataInfo {
  Task task = Task::regression;
  Encoding encoding = Encoding::single_row;    // of classes
  std::vector<std::string> feature_names;      // one per input
  std::vector<std::string> target_names;       // the target columns of the source
  std::vector<std::string> class_names;        // by class number; empty for a task without classes
  std::vector<Index> sample_shape;             // {28, 28} for images; empty where a sample is a list of features
  std::vector<CategoricalColumn> categorical;  // columns of which the features are categories
  std::vector<double> replacements;            // of missing features, one each; empty where these are errors
  Scaling scaling;                             // of the inputs
  Scaling target_scaling;                      // of a regression's targets

  /// What leads from the user's units to those of the net's outputs and targets.
  const Scaling& output_scaling() const { return task == Task::autoencoder ? scaling : target_scaling; }

  /// Rows of x and of y.
  Index inputs() const { return static_cast<Index>(feature_names.size()); }
  Index outputs() const;
};

enum class PartName { train, validation, test };
inline constexpr std::array part_names{PartName::train, PartName::validation, PartName::test};

/// All samples, in the source's order, and the rows of each part.
template <class T>
struct SampleStore {
  DataInfo info;
  std::unique_ptr<FeatureStore<T>> features;
  std::vector<std::int32_t> labels;  // of a classification: the class of each sample
  Matrix<T> values;                  // of a regression: (targets × samples), scaled
};

/// Some of the samples, in a fixed order. A light view: copies share the samples and keep them alive.
template <class T>
class Part final : public SampleReader<T> {
 public:
  Part() = default;
  Part(std::shared_ptr<const SampleStore<T>> store, std::vector<Index> rows)
      : store_(std::move(store)), rows_(std::make_shared<const std::vector<Index>>(std::move(rows))) {}

  Index samples() const override { return rows_ ? static_cast<Index>(rows_->size()) : 0; }
  bool empty() const { return rows_ == nullptr || rows_->empty(); }

  /// Collects the samples which[0], which[1], … (each in 0 … samples()-1) as columns: inputs into x, (inputs ×
  /// which.size()), targets into y, (outputs × which.size()); y may be null. An auto-encoder's targets are its inputs.
  /// Allocates nothing, and may be called by several threads at once.
  void gather(std::span<const Index> which, T* x, T* y) const override;
  bool may_be_shared() const override { return true; }

  /// False for samples to predict, which have no targets; then y above must be null.
  bool has_targets() const;

  /// The number of sample i's class (classification only).
  Index label(Index i) const { return store_->labels[static_cast<std::size_t>(row(i))]; }

  /// Samples of each class.
  std::vector<Index> class_counts() const;

  /// Where sample i stands in the source, from 0.
  Index row(Index i) const { return (*rows_)[static_cast<std::size_t>(i)]; }

  /// All inputs or targets at once, for files and tests.
  Matrix<T> all_inputs() const;
  Matrix<T> all_targets() const;

 private:
  void gather_targets(std::span<const Index> which, const T* x, T* y) const;

  std::shared_ptr<const SampleStore<T>> store_;
  std::shared_ptr<const std::vector<Index>> rows_;
};

template <class T>
class Dataset {
 public:
  /// `rows` are the rows of the three parts.
  Dataset(SampleStore<T> samples, std::array<std::vector<Index>, 3> rows);

  const DataInfo& info() const { return store_->info; }
  Index inputs() const { return info().inputs(); }
  Index outputs() const { return info().outputs(); }

  const Part<T>& part(PartName name) const { return parts_[static_cast<std::size_t>(name)]; }
  const Part<T>& train() const { return part(PartName::train); }
  const Part<T>& validation() const { return part(PartName::validation); }
  const Part<T>& test() const { return part(PartName::test); }

  std::string origin;                          // the source, for messages
  std::string validation_origin, test_origin;  // of parts that come from other sources; else empty
  std::string fingerprint;                     // of the table as it was loaded, before split and scaling
  std::vector<std::string> warnings;           // of the sources

 private:
  std::shared_ptr<const SampleStore<T>> store_;
  std::array<Part<T>, 3> parts_;
};

}  // namespace mlp
