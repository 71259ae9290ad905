#pragma once
// What the net sees, for a person to look over before training.

#include <array>
#include <string>
#include <vector>

#include "mlp/data/dataset.h"

namespace mlp {

struct DataDescription {
  std::string origin;
  std::string validation_origin, test_origin;  // of parts that come from other sources; else empty
  Task task = Task::regression;
  Index inputs = 0, outputs = 0;
  std::vector<Index> sample_shape;                   // {28, 28} for images, else empty
  std::array<Index, 3> samples{};                    // of training, validation, test
  std::vector<std::string> class_names;              // empty for a task without classes
  std::array<std::vector<Index>, 3> class_counts{};  // of each part, by class

  // Of the training part as the net sees it, scaled: one entry per input, and (of a regression) one per target.
  std::vector<std::string> feature_names, target_names;
  FeatureStatistics features, targets;

  Index repeated_rows = 0;  // training samples whose inputs an earlier training sample has, too
  Index leaked_rows = 0;    // test samples whose inputs a training sample has, too
  std::vector<std::string> warnings;
};

/// Measures a dataset that has a training part. Warns of constant and unscaled inputs (|mean| or standard deviation
/// above 3, or all deviations below 0.01), repeated rows, test samples that were trained on, a class ten times rarer
/// than another or missing in the training part, and what the source warned of.
template <class T>
DataDescription describe(const Dataset<T>& data);

}  // namespace mlp
