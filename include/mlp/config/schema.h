#pragma once
// The JSON Schema (draft-07) of the configuration, for completion and checks in editors.

#include <string>
#include <vector>

#include "mlp/config/describe.h"

namespace mlp {

/// The schema of a config whose root has these keys; `kinds` are all the tables that keys refer to.
///
/// Unknown keys, wrong types, ranges, choices and the parameters of components are checked. A file that extends another
/// may be incomplete at any depth, so only the names of its root keys are checked; required keys outside of components
/// are asked for only where neither variants nor a sweep may bring them. Throws std::logic_error for a description
/// whose type is none that KeyDescription allows, or that refers to a kind that is not there.
Tree json_schema(const std::vector<KeyDescription>& root, const std::vector<KindDescription>& kinds);

}  // namespace mlp
