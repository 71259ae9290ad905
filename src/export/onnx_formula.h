#pragma once
// A formula of the config in terms of ONNX's operators: one for nearly every term.

#include <string>

#include "mlp/export/onnx_graph.h"

namespace mlp {

/// Adds the operators of an expression of z behind the value z; returns the value that has the result.
std::string add_onnx_formula(OnnxGraph& graph, const std::string& expression, const std::string& z);

}  // namespace mlp
