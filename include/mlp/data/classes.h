#pragma once
// Classes and their numbers. They are numbered in sorted order (numbers by value, names by code point) over all rows,
// so that neither the split nor the order of a file matters; of two, the second is the positive class.

#include <cstdint>
#include <string>
#include <vector>

#include "mlp/data/source.h"
#include "mlp/data/task.h"

namespace mlp {

struct Classes {
  std::vector<std::string> names;    // of a numeric label, the shortest decimal
  std::vector<std::int32_t> labels;  // one per sample: the number of its class

  Index count() const { return static_cast<Index>(names.size()); }
};

/// The classes of a table's target column. Throws InputError where there is none or more than one, and where its values
/// look continuous: more than 20 different ones of which some are not whole, or most occur only once; or where a number
/// among them was rounded.
Classes find_classes(const Table& table);

/// The labels of a table by the classes that a trained net knows. Throws InputError for one that it does not know.
Classes known_classes(const Table& table, const std::vector<std::string>& names);

/// The kind of classification that so many classes are. Throws InputError for fewer than two, and where `wanted` is
/// binary but there are more.
Task classification_task(const Table& table, const Classes& classes, std::optional<Task> wanted);

}  // namespace mlp
