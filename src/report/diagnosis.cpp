#include "mlp/report/diagnosis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <span>

#include "mlp/core/numbers.h"
#include "mlp/training/gradient_flow.h"

namespace mlp {
namespace {

/// From where on a cause is named.
constexpr double many_saturated = 0.3, many_dead = 0.25, one_direction = 1.1, shrunk = 0.5, grown = 2;

std::span<const LayerRow> hidden_rows(const std::vector<LayerRow>& rows) {
  for (std::size_t i = rows.size(); i-- > 0;)
    if (rows[i].value("kernel_grad_norm")) return std::span(rows).first(i);
  return {};
}

std::string share_text(double share) { return rounded(100 * share, 3) + " %"; }

/// The hidden layer with the largest number in a column; null where none has one.
const LayerRow* largest_in(std::span<const LayerRow> rows, std::string_view column) {
  const LayerRow* found = nullptr;
  for (const LayerRow& row : rows)
    if (const auto value = row.value(column); value && (found == nullptr || *value > *found->value(column)))
      found = &row;
  return found;
}

const LayerRow* smallest_in(std::span<const LayerRow> rows, std::string_view column) {
  const LayerRow* found = nullptr;
  for (const LayerRow& row : rows)
    if (const auto value = row.value(column); value && (found == nullptr || *value < *found->value(column)))
      found = &row;
  return found;
}

/// The weight norm of a layer over that before training, where both are known and not 0.
double growth(const LayerRow& row, const std::vector<LayerRow>& first_rows) {
  for (const LayerRow& first : first_rows)
    if (first.name == row.name) {
      const double before = first.value("weight_norm").value_or(0), now = row.value("weight_norm").value_or(0);
      if (before > 0 && now > 0) return now / before;
    }
  return 1;
}

/// The hidden layer whose weights changed most in one direction.
const LayerRow* most_changed(std::span<const LayerRow> rows, const std::vector<LayerRow>& first_rows, bool upwards) {
  const LayerRow* found = nullptr;
  for (const LayerRow& row : rows)
    if (const double change = growth(row, first_rows);
        found == nullptr || (upwards ? change > growth(*found, first_rows) : change < growth(*found, first_rows)))
      found = &row;
  return found;
}

/// "dense_1 to dense_5 (5 of 5 hidden layers)" of those with a column at or above a limit; empty where there are none.
std::string layers_above(std::span<const LayerRow> rows, std::string_view column, double limit) {
  std::vector<std::string> names;
  for (const LayerRow& row : rows)
    if (row.value(column).value_or(0) >= limit) names.push_back(row.name);
  if (names.empty()) return "";
  return (names.size() == 1 ? names[0] : names.front() + " … " + names.back()) + " (" + std::to_string(names.size()) +
         " of " + std::to_string(rows.size()) + " hidden layers)";
}

/// Where a gradient shrinks: saturation, dead units, one direction, small weights, or simply the start.
std::string cause_of_vanishing(std::span<const LayerRow> hidden, const std::vector<LayerRow>& rows,
                               const std::vector<LayerRow>& first_rows) {
  if (const LayerRow* row = largest_in(hidden, "saturated"); row && *row->value("saturated") >= many_saturated)
    return "Saturation: " + share_text(*row->value("saturated")) + " of the outputs of " + row->name +
           " lie where the activation is nearly flat, and each such unit passes on almost nothing.";
  if (const LayerRow* row = largest_in(hidden, "dead"); row && *row->value("dead") >= many_dead)
    return "Dead units: " + share_text(*row->value("dead")) + " of " + row->name +
           " are 0 for every sample and pass no gradient on.";
  if (const LayerRow* row = most_changed(hidden, first_rows, false); row && growth(*row, first_rows) <= shrunk)
    return "Shrinking weights: the weight norm of " + row->name + " has become " +
           rounded(growth(*row, first_rows), 3) + " times what it was before training.";
  const GradientFlow flow = gradient_flow(rows);
  const std::string factor = flow.slope ? " From layer to layer towards the input only " +
                                              rounded(std::pow(10, -*flow.slope), 3) + " of the gradient is left."
                                        : "";
  return "Small slopes and weights, not saturation or dead units: each layer multiplies the gradient by its weights "
         "and "
         "the slope of its activation, and their product is below 1." +
         factor;
}

std::string cause_of_dead(std::span<const LayerRow> hidden) {
  const std::string layers = layers_above(hidden, "dead", many_dead);
  if (layers.empty()) return "The gradient is lost before it gets there: every path to the layer is multiplied by 0.";
  return "Dead units in " + layers +
         ": they are 0 for every sample, so their slope is 0, too, and no update can wake "
         "them.";
}

std::string cause_of_saturation(std::span<const LayerRow> hidden, const std::vector<LayerRow>& first_rows) {
  const std::string layers = layers_above(hidden, "saturated", FlowThresholds::saturated_share);
  const LayerRow* row = most_changed(hidden, first_rows, true);
  const std::string weights = row && growth(*row, first_rows) >= grown
                                  ? " Its weights have grown: the weight norm of " + row->name + " is " +
                                        rounded(growth(*row, first_rows), 3) + " times what it was before training."
                                  : " Sums of many weights of one sign, or of large ones, drive the units there.";
  return "Saturation in " + layers + ": the units sit on the flat ends of their activation." + weights;
}

std::string cause_of_collapse(std::span<const LayerRow> hidden) {
  const std::string rank = "Rank collapse: ";
  std::size_t count = 0;
  for (const LayerRow& row : hidden) count += row.value("effective_rank").value_or(2) < one_direction ? 1 : 0;
  return rank + "the outputs of " + std::to_string(count) + " of " + std::to_string(hidden.size()) +
         " hidden layers vary along a single direction, so all units of a layer say the same, and get the same "
         "gradient.";
}

std::string cause_of_exploding(std::span<const LayerRow> hidden, const std::vector<LayerRow>& first_rows) {
  const LayerRow* row = most_changed(hidden, first_rows, true);
  if (row && growth(*row, first_rows) >= grown)
    return "Growing weights: the weight norm of " + row->name + " is " + rounded(growth(*row, first_rows), 3) +
           " times what it was before training.";
  return "Large weights: each layer multiplies the gradient by more than it gets.";
}

/// Since when the verdict of the judged epoch holds without a break.
std::int64_t since(const RunFolder& run, const std::string& verdict, std::int64_t judged) {
  std::int64_t first = judged;
  const std::vector<std::int64_t> epochs = measured_epochs(run);
  for (std::size_t i = epochs.size(); i-- > 0;) {
    if (epochs[i] > judged) continue;
    if (verdict_name(gradient_flow(rows_at(run, epochs[i])).verdict) != verdict) break;
    first = epochs[i];
  }
  return first;
}

/// The first measured epoch after the judged one whose verdict is another.
std::optional<std::int64_t> over(const RunFolder& run, const std::string& verdict, std::int64_t judged) {
  for (const std::int64_t epoch : measured_epochs(run))
    if (epoch > judged && verdict_name(gradient_flow(rows_at(run, epoch)).verdict) != verdict) return epoch;
  return std::nullopt;
}

std::size_t severity(const std::string& verdict) {
  constexpr std::array order{"diverged", "dead", "vanishing", "exploding", "saturated", "collapsed"};
  return static_cast<std::size_t>(std::ranges::find(order, verdict) - order.begin());
}

}  // namespace

std::vector<LayerRow> rows_at(const RunFolder& run, std::int64_t epoch) {
  std::vector<LayerRow> rows;
  for (const LayerRow& row : run.layers)
    if (row.epoch == epoch) rows.push_back(row);
  return rows;
}

std::vector<std::int64_t> measured_epochs(const RunFolder& run) {
  std::set<std::int64_t> epochs;
  for (const LayerRow& row : run.layers) epochs.insert(row.epoch);
  return {epochs.begin(), epochs.end()};
}

std::string cause_of(const std::string& verdict, const std::vector<LayerRow>& rows,
                     const std::vector<LayerRow>& first_rows) {
  const std::span<const LayerRow> hidden = hidden_rows(rows);
  if (verdict == "dead") return cause_of_dead(hidden);
  if (verdict == "vanishing") return cause_of_vanishing(hidden, rows, first_rows);
  if (verdict == "exploding") return cause_of_exploding(hidden, first_rows);
  if (verdict == "saturated") return cause_of_saturation(hidden, first_rows);
  if (verdict == "collapsed") return cause_of_collapse(hidden);
  if (verdict == "diverged")
    return "As long as it was measured, the gradient reached every layer: the steps were too large for it, or the data "
           "are not scaled. A smaller learning_rate, \"clip_norm\" or \"scaling\" helps.";
  const GradientFlow flow = gradient_flow(rows);
  if (!flow.ratio) return "With fewer than two hidden layers there is no way for a gradient to get lost.";
  const LayerRow* narrowest = smallest_in(hidden, "kernel_grad_norm");
  return "The last hidden layer's gradient is " + rounded(*flow.ratio, 3) + " times the first's" +
         (narrowest ? ", and the smallest is that of " + narrowest->name + "." : ".");
}

std::vector<Diagnosis> diagnose(const RunGroup& group) {
  std::vector<Diagnosis> found;
  std::size_t judged = 0;
  for (const RunFolder& run : group.runs) {
    if (!run.summary || run.summary->verdict.empty()) continue;
    ++judged;
    const std::string& verdict = run.summary->verdict;
    const auto known = std::ranges::find(found, verdict, &Diagnosis::verdict);
    if (known != found.end()) {
      ++known->count;
      continue;
    }
    const auto epoch = static_cast<std::int64_t>(run.summary->judged_at_epoch.value_or(0));
    const std::vector<std::int64_t> epochs = measured_epochs(run);
    found.push_back({verdict, 1, 0, run.folder, run.summary->reason, epoch, since(run, verdict, epoch),
                     over(run, verdict, epoch), epochs.empty() ? epoch : epochs.back(),
                     cause_of(verdict, rows_at(run, epoch), rows_at(run, 0))});
  }
  for (Diagnosis& diagnosis : found) diagnosis.runs = judged;
  std::ranges::sort(found, [](const Diagnosis& a, const Diagnosis& b) {
    return a.count != b.count ? a.count > b.count : severity(a.verdict) < severity(b.verdict);
  });
  return found;
}

}  // namespace mlp
