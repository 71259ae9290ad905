#include "mlp/config/reconstruction.h"

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/describe_parts.h"
#include "mlp/math/losses/binary_crossentropy.h"

namespace mlp {

bool is_of_shares(const Loss<double>& loss) {
  return dynamic_cast<const BinaryCrossentropy<double>*>(&loss) != nullptr;
}

template <class T>
void check_reconstruction(const RunConfig& config, const Dataset<T>& data) {
  if (data.info().task != Task::autoencoder || !is_of_shares(*config.loss.double_precision)) return;
  for (const PartName name : part_names)
    for_each_sample(data.part(name), data.inputs(), data.outputs(), [&](const T* x, const T*, Index) {
      for (Index i = 0; i < data.inputs(); ++i)
        if (!(x[i] >= T(0) && x[i] <= T(1)))
          throw InputError(
              data.origin + ": an auto-encoder with " + config.loss_name + " needs inputs from 0 to 1, but \"" +
              data.info().feature_names[static_cast<std::size_t>(i)] + "\" is " + shortest(x[i]) +
              " somewhere; \"scaling\": {\"type\": \"minmax\", \"fit_on\": \"all\"} brings all of them there, "
              "and mean_squared_error takes any");
    });
}

template void check_reconstruction(const RunConfig&, const Dataset<float>&);
template void check_reconstruction(const RunConfig&, const Dataset<double>&);

}  // namespace mlp
