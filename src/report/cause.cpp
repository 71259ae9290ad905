#include "mlp/report/cause.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

#include "mlp/core/numbers.h"
#include "mlp/training/gradient_flow.h"

namespace mlp {
namespace {

/// From where on a cause is named.
constexpr double many_saturated = 0.3, many_dead = 0.25, one_direction = 1.1, shrunk = 0.5, grown = 2;
/// More stretches of layers than these are told by their ends.
constexpr std::size_t most_stretches = 3;

using IsMeant = std::function<bool(const LayerRow&)>;

/// The layer with the largest number in a column, of those that are meant; null where none has one.
const LayerRow* largest_in(std::span<const LayerRow> rows, std::string_view column, const IsMeant& is_meant) {
  const LayerRow* found = nullptr;
  for (const LayerRow& row : rows)
    if (const auto value = row.value(column);
        value && is_meant(row) && (found == nullptr || *value > *found->value(column)))
      found = &row;
  return found;
}

bool any(const LayerRow& /*row*/) { return true; }

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

/// Of all hidden layers, which are more than one.
std::string all_hidden(std::size_t count) {
  return count == 2 ? "both hidden layers" : "all " + std::to_string(count) + " hidden layers";
}

/// "dense_1 … dense_5", "dense_1, dense_3", or the ends of many stretches; with how many of how many they are.
std::string layers_text(std::span<const LayerRow> rows, const IsMeant& is_meant) {
  std::vector<std::string> stretches;
  std::size_t count = 0, first = 0, last = 0;
  for (std::size_t begin = 0; begin < rows.size();) {
    if (!is_meant(rows[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < rows.size() && is_meant(rows[end])) ++end;
    if (count == 0) first = begin;
    count += end - begin;
    last = end - 1;
    stretches.push_back(rows[begin].name +
                        (end - begin == 1   ? ""
                         : end - begin == 2 ? ", "
                                            : " … ") +
                        (end - begin == 1 ? "" : rows[end - 1].name));
    begin = end;
  }
  if (count == 0) return "";
  if (rows.size() == 1) return rows[0].name;
  if (count == rows.size()) return all_hidden(count);
  const std::string of_all = std::to_string(count) + " of " + std::to_string(rows.size()) + " hidden layers";
  if (stretches.size() > most_stretches) return of_all + ", from " + rows[first].name + " to " + rows[last].name;
  std::string text;
  for (const std::string& stretch : stretches) text += (text.empty() ? "" : ", ") + stretch;
  return text + " (" + of_all + ")";
}

/// A cause names more layers than the verdict rests on: those near a single direction, too.
bool is_one_direction(const LayerRow& row) { return is_collapsed(row, one_direction); }

/// Where a gradient shrinks: saturation, dead units, one direction, small weights, or simply the start.
Cause cause_of_vanishing(std::span<const LayerRow> hidden, const std::vector<LayerRow>& rows,
                         const std::vector<LayerRow>& first_rows) {
  const auto saturating = [](const LayerRow& row) { return row.saturating; };
  if (const LayerRow* row = largest_in(hidden, "saturated", saturating);
      row && *row->value("saturated") >= many_saturated)
    return {CauseKind::saturation,
            percent(*row->value("saturated")) + " of the outputs of " + row->name +
                " lie where the activation is nearly flat, and each such unit passes on almost nothing."};
  if (const LayerRow* row = largest_in(hidden, "dead", any); row && *row->value("dead") >= many_dead)
    return {CauseKind::dead_units,
            percent(*row->value("dead")) + " of " + row->name + " are 0 for every sample and pass no gradient on."};
  if (const LayerRow* row = most_changed(hidden, first_rows, false); row && growth(*row, first_rows) <= shrunk)
    return {CauseKind::shrinking_weights, "the weight norm of " + row->name + " has become " +
                                              rounded(growth(*row, first_rows), 3) +
                                              " times what it was before training."};
  const GradientFlow flow = gradient_flow(rows);
  const std::string left = flow.slope ? ": from layer to layer towards the input only " +
                                            rounded(std::pow(10, -*flow.slope), 3) + " of the gradient is left."
                                      : ".";
  return {CauseKind::small_slopes,
          "each layer multiplies the gradient by its weights and the slope of its activation, and their product is "
          "below 1" +
              left};
}

Cause cause_of_dead(std::span<const LayerRow> hidden) {
  if (const LayerRow* row = largest_in(hidden, "dead", any); row && *row->value("dead") >= many_dead)
    return {CauseKind::dead_units,
            "they are 0 for every sample, so their slope is 0, too: no gradient passes through them, and no update of "
            "their own weights can wake them."};
  return {CauseKind::no_way_through, "every path from the loss to the layer is multiplied by 0."};
}

Cause cause_of_saturation(std::span<const LayerRow> hidden, const std::vector<LayerRow>& first_rows) {
  const std::string flat = "the units sit on the flat ends of their activation, where its slope is nearly 0.";
  const LayerRow* row = most_changed(hidden, first_rows, true);
  if (row && growth(*row, first_rows) >= grown)
    return {CauseKind::grown_weights, flat + " The weight norm of " + row->name + " is " +
                                          rounded(growth(*row, first_rows), 3) + " times what it was before training."};
  return {CauseKind::large_sums, flat + " Large weights, or many of one sign, drive them there."};
}

Cause cause_of_collapse(std::span<const LayerRow> hidden) {
  const auto count = static_cast<std::size_t>(std::ranges::count_if(hidden, is_one_direction));
  const std::string layers = hidden.size() == 1 ? "the hidden layer"
                             : count == hidden.size()
                                 ? all_hidden(count)
                                 : std::to_string(count) + " of " + std::to_string(hidden.size()) + " hidden layers";
  if (const LayerRow* row = largest_in(hidden, "effective_rank", is_one_direction);
      row && *row->value("effective_rank") == 0)
    return {CauseKind::constant_outputs,
            "the outputs of " + layers +
                " are the same for every sample, so nothing of the input is left for what follows."};
  return {CauseKind::rank_collapse, "the outputs of " + layers +
                                        " vary along a single direction, so all units of a layer say the same, "
                                        "and get the same gradient."};
}

Cause cause_of_exploding(std::span<const LayerRow> hidden, const std::vector<LayerRow>& first_rows) {
  const LayerRow* row = most_changed(hidden, first_rows, true);
  if (row && growth(*row, first_rows) >= grown)
    return {CauseKind::growing_weights, "the weight norm of " + row->name + " is " +
                                            rounded(growth(*row, first_rows), 3) +
                                            " times what it was before training."};
  return {CauseKind::large_weights, "each layer multiplies the gradient by more than it gets."};
}

/// Nothing is wrong: how far the gradient's norms are apart.
Cause healthy_flow(std::span<const LayerRow> hidden, const GradientFlow& flow) {
  if (!flow.ratio)
    return {CauseKind::none, "With fewer than two hidden layers there is no way for a gradient to get lost."};
  const LayerRow* smallest = smallest_in(hidden, "kernel_grad_norm");
  return {CauseKind::none, "The last hidden layer's gradient is " + rounded(*flow.ratio, 3) + " times the first's" +
                               (smallest ? ", and the smallest is that of " + smallest->name + "." : ".")};
}

/// The layers of dead units or, where there are none, those that no gradient reaches.
std::string dead_layers(std::span<const LayerRow> hidden) {
  std::string dead = layers_text(
      hidden, [](const LayerRow& row) { return row.value("dead").value_or(0) >= FlowThresholds::dead_share; });
  if (!dead.empty()) return dead;
  return layers_text(hidden, [](const LayerRow& row) { return row.value("kernel_grad_norm") == 0.0; });
}

std::string norm_text(const LayerRow* row, const std::string& which) {
  if (row == nullptr) return "";
  return row->name + " (" + which + " gradient: " + rounded(*row->value("kernel_grad_norm"), 3) + ")";
}

}  // namespace

std::string_view cause_name(CauseKind kind) {
  switch (kind) {
    case CauseKind::none:
      break;
    case CauseKind::saturation:
      return "Saturation";
    case CauseKind::dead_units:
      return "Dead units";
    case CauseKind::shrinking_weights:
      return "Shrinking weights";
    case CauseKind::small_slopes:
      return "Small slopes and weights, not saturation or dead units";
    case CauseKind::no_way_through:
      return "No way through";
    case CauseKind::grown_weights:
      return "Grown weights";
    case CauseKind::large_sums:
      return "Large sums";
    case CauseKind::weights_of_one_sign:
      return "Weights of one sign";
    case CauseKind::constant_outputs:
      return "Constant outputs";
    case CauseKind::rank_collapse:
      return "Rank collapse";
    case CauseKind::growing_weights:
      return "Growing weights";
    case CauseKind::large_weights:
      return "Large weights";
    case CauseKind::large_steps:
      return "Too large steps";
  }
  return "";
}

Cause cause_of(FlowVerdict verdict, const std::vector<LayerRow>& rows, const std::vector<LayerRow>& first_rows) {
  const std::span<const LayerRow> hidden = hidden_layers(rows);
  switch (verdict) {
    case FlowVerdict::dead:
      return cause_of_dead(hidden);
    case FlowVerdict::vanishing:
      return cause_of_vanishing(hidden, rows, first_rows);
    case FlowVerdict::exploding:
      return cause_of_exploding(hidden, first_rows);
    case FlowVerdict::saturated:
      return cause_of_saturation(hidden, first_rows);
    case FlowVerdict::collapsed:
      return cause_of_collapse(hidden);
    case FlowVerdict::diverged:
      return {CauseKind::large_steps,
              "as long as it was measured, the gradient reached every layer: the steps were too large for it, or the "
              "data are not scaled. A smaller learning_rate, \"clip_norm\" or \"scaling\" helps."};
    case FlowVerdict::healthy:
      break;
  }
  return healthy_flow(hidden, gradient_flow(rows));
}

std::string place_of(FlowVerdict verdict, const std::vector<LayerRow>& rows) {
  const std::span<const LayerRow> hidden = hidden_layers(rows);
  switch (verdict) {
    case FlowVerdict::vanishing:
      return norm_text(smallest_in(hidden, "kernel_grad_norm"), "smallest");
    case FlowVerdict::exploding:
      return norm_text(largest_in(hidden, "kernel_grad_norm", any), "largest");
    case FlowVerdict::saturated:
      return layers_text(hidden, [](const LayerRow& row) {
        return row.saturating && row.value("saturated").value_or(0) >= FlowThresholds::saturated_share;
      });
    case FlowVerdict::collapsed:
      return layers_text(hidden, is_one_direction);
    case FlowVerdict::dead:
      return dead_layers(hidden);
    case FlowVerdict::diverged:
    case FlowVerdict::healthy:
      break;
  }
  return "";
}

}  // namespace mlp
