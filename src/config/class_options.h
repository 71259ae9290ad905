#pragma once
// From "label_smoothing" and "class_weight" of a loss to what training needs, once the classes of the data are known.

#include "mlp/config/catalog.h"
#include "mlp/data/dataset.h"
#include "mlp/training/criterion.h"

namespace mlp {

/// The weight of each class by its number: 1 where none is given; where balanced, n/(K·nₖ) for nₖ of n training samples
/// in class k, over the K classes that have any. `origin` names the data in messages. Throws InputError, with the place
/// in the config, for a class that the data do not have, and for a weight above `largest`, the run's largest number.
ClassTargets class_targets(const ClassOptions& options, const DataInfo& data, const std::vector<Index>& training_counts,
                           const std::string& origin, double largest);

}  // namespace mlp
