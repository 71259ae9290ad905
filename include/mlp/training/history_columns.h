#pragma once
// The columns of history.csv and the rows that fill them. The columns are fixed before the first row: counters, then
// what is measured of the training part, then, with a validation part, of that.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlp/training/evaluate.h"

namespace mlp {

/// One row of history.csv, in the order of its columns; an absent number was not measured.
using HistoryRow = std::vector<std::optional<double>>;

/// Columns that count, before those that measure: epoch, step, seconds, learning_rate.
inline constexpr std::size_t counter_columns = 4;

/// What a row is made of.
struct EpochNumbers {
  std::int64_t epoch = 0, step = 0;
  double seconds = 0, learning_rate = 0;
  double train_loss = 0, train_penalty = 0;
  std::vector<double> train_metrics;
  std::optional<Evaluation> validation = std::nullopt;  // nothing where it was not due
};

class HistoryColumns {
 public:
  HistoryColumns(const std::vector<std::string>& metrics, bool has_validation);

  const std::vector<std::string>& names() const { return names_; }
  /// Those that may be watched.
  std::vector<std::string> measured() const { return {names_.begin() + counter_columns, names_.end()}; }

  HistoryRow row(const EpochNumbers& numbers) const;
  /// The number of a row in one of the columns.
  std::optional<double> cell(const HistoryRow& row, const std::string& column) const;

 private:
  std::vector<std::string> names_;
};

/// What is wrong with watching `column` in a run that measures these ("is not measured in this run; did you mean …"),
/// to be put behind its name; empty where it is one of them.
std::string column_problem(const std::string& column, const std::vector<std::string>& measured);

}  // namespace mlp
