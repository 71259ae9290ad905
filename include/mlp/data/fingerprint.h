#pragma once
// A digest of data, to tell whether a file has changed since a net was trained on it.

#include <string>

#include "mlp/data/source.h"

namespace mlp {

/// SHA-256, in hexadecimal, of a table's names and shape and of the XXH64 digest of its values: the same data give the
/// same digest, whatever is done with them later.
std::string fingerprint(const Table& table);

}  // namespace mlp
