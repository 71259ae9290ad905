#pragma once
// How the files of further samples for a net are written (`predict --data`, `evaluate --data`): as the source was that
// the net was trained on.

#include <string>

#include "mlp/core/types.h"
#include "mlp/data/csv_format.h"

namespace mlp {

struct SampleFormats {
  CsvFormat csv;
  Index index_base = 1;                       // of the first feature in a libsvm file
  std::string features = "x", targets = "y";  // arrays of a .npz archive
};

}  // namespace mlp
