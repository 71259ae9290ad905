#pragma once
// Which samples train the net, which validate it while it trains, and which test it at the end.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

struct SplitOptions {
  // A share of all rows (below 1) or a number of rows, rounded to the nearest (halves up). "All rows" are those to be
  // split: a part of its own (MNIST's test images, the rows of "validation_source") is apart from them.
  double validation = 0;
  double test = 0;
  bool shuffle = true;              // false: training, validation and test in the file's order
  bool stratify = false;            // every class has its share in every part
  bool validation_is_test = false;  // "validation_source": "test"
};

/// Row numbers of the three parts, each in the order in which batches are cut when they are not shuffled.
struct Split {
  std::vector<Index> train, validation, test;
};

struct SplitInput {
  Index samples = 0;                     // all rows of the table
  Index own_test = 0;                    // so many of them are a test part of its own, …
  std::span<const std::int32_t> labels;  // the class of each row; empty where there are no classes
  std::span<const std::string> class_names;
  std::string origin;        // for messages
  Index own_validation = 0;  // … and so many, after these at the end, a validation part

  Index rows_to_split() const { return samples - own_test - own_validation; }
};

/// A pure function of its arguments. With stratify, the rows of each class go to the parts in proportion (by largest
/// remainder), and the sizes of the parts stay what they are without. Throws a Misfit (misfit.h) where nothing is left
/// to train on, a share rounds to no row at all, or a class is too small to be in every part.
Split split_rows(const SplitInput& input, const SplitOptions& options, std::uint64_t seed);

}  // namespace mlp
