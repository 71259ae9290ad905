#include "predictions.h"

#include "mlp/core/csv.h"
#include "mlp/core/numbers.h"

namespace mlp {

std::string prediction_head(const DataInfo& data, double decision) {
  if (data.task == Task::autoencoder) return csv_line(data.feature_names);
  if (!is_classification(data.task)) return csv_line(data.target_names);
  std::vector<std::string> names{"predicted"};
  const std::string what = decision == 0 ? "score_" : "p_";
  for (const std::string& name : data.class_names) names.push_back(what + name);
  return csv_line(names);
}

template <class T>
std::string prediction_line(const DataInfo& data, std::span<const T> output, Index predicted, T decision) {
  std::vector<std::string> cells;
  if (is_classification(data.task)) {
    std::vector<T> shares(output.begin(), output.end());
    if (shares.size() == 1) shares.insert(shares.begin(), 2 * decision - shares[0]);
    cells.push_back(data.class_names[static_cast<std::size_t>(predicted)]);
    for (const T share : shares) cells.push_back(shortest(share));
  } else {
    for (const T value : output) cells.push_back(shortest(value));
  }
  return csv_line(cells);
}

template std::string prediction_line(const DataInfo&, std::span<const float>, Index, float);
template std::string prediction_line(const DataInfo&, std::span<const double>, Index, double);

}  // namespace mlp
