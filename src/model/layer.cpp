#include "mlp/model/layer.h"

#include "mlp/core/error.h"

namespace mlp {

Index only_input(std::span<const Index> input_rows, const BuildContext& context) {
  if (input_rows.size() != 1)
    throw InputError("layer \"" + context.name + "\" takes one input, but " + std::to_string(input_rows.size()) +
                     " are named; join them first with a layer of type add or concatenate");
  return input_rows[0];
}

}  // namespace mlp
