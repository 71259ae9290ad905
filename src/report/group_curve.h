#pragma once
// A column of history.csv over the repeats of a group: its mean and the band between its quartiles, epoch by epoch.

#include <span>
#include <string>
#include <vector>

#include "mlp/report/line_chart.h"
#include "mlp/report/run_group.h"

namespace mlp {

/// At each epoch that any run of the group has, the mean and the quartiles of those that have a value there. Without
/// quartiles where the group is a single run.
Series group_curve(const RunGroup& group, const std::string& column);

/// The finite values of a column of one run, by epoch.
Series run_curve(const RunFolder& run, const std::string& column);

/// The quantities that a history follows: "loss", "accuracy", … (in training, in validation or in both).
std::vector<std::string> quantities_of(const History& history);

/// The quantities of all runs, in the order in which they appear.
std::vector<std::string> quantities_of(std::span<const RunGroup> groups);

/// "train_mean_absolute_error" as people write it: "mean absolute error".
std::string spoken(std::string name);

/// What its axis says: "loss per sample", "accuracy".
std::string y_label_of(const std::string& quantity);

/// Gives the panels of the loss one axis: logarithmic where all values are positive and span two decades; else linear,
/// and not stretched by a high start.
void choose_loss_axis(const std::vector<Panel*>& panels);

}  // namespace mlp
