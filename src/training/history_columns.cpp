#include "mlp/training/history_columns.h"

#include <algorithm>

#include "mlp/core/error.h"

namespace mlp {

HistoryColumns::HistoryColumns(const std::vector<std::string>& metrics, bool has_validation)
    : names_{"epoch", "step", "seconds", "learning_rate", "train_loss", "train_penalty"} {
  for (const std::string& metric : metrics) names_.push_back("train_" + metric);
  if (!has_validation) return;
  names_.emplace_back("val_loss");
  for (const std::string& metric : metrics) names_.push_back("val_" + metric);
}

HistoryRow HistoryColumns::row(const EpochNumbers& n) const {
  HistoryRow row{static_cast<double>(n.epoch),
                 static_cast<double>(n.step),
                 n.seconds,
                 n.learning_rate,
                 n.train_loss,
                 n.train_penalty};
  row.insert(row.end(), n.train_metrics.begin(), n.train_metrics.end());
  if (n.validation) {
    row.emplace_back(n.validation->loss);
    row.insert(row.end(), n.validation->metrics.begin(), n.validation->metrics.end());
  }
  row.resize(names_.size());
  return row;
}

std::optional<double> HistoryColumns::cell(const HistoryRow& row, const std::string& column) const {
  return row.at(static_cast<std::size_t>(std::ranges::find(names_, column) - names_.begin()));
}

std::string column_problem(const std::string& column, const std::vector<std::string>& measured) {
  if (std::ranges::find(measured, column) != measured.end()) return "";
  const std::string hint = did_you_mean(column, measured);
  return "is not measured in this run" + (hint.empty() ? ". " : "; " + hint + " ") +
         "Measured are: " + listed(measured);
}

}  // namespace mlp
