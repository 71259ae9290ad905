#include "mlp/training/gradient_flow.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "mlp/core/numbers.h"

namespace mlp {
namespace {

/// Least squares through (0, y₀), (1, y₁), …
double slope_of(const std::vector<double>& y) {
  const double n = static_cast<double>(y.size()), middle = (n - 1) / 2;
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    products += (static_cast<double>(i) - middle) * y[i];
    squares += (static_cast<double>(i) - middle) * (static_cast<double>(i) - middle);
  }
  return products / squares;
}

/// "45.2 times", "6,940 times", "1.2e+12 times".
std::string times(double factor) {
  const bool is_readable = factor >= 1000 && factor < 1e7;
  if (!is_readable) return rounded(factor, 3) + " times";
  const double unit = std::pow(10, std::floor(std::log10(factor)) - 2);  // of the third digit
  return grouped(std::llround(std::round(factor / unit) * unit)) + " times";
}

constexpr std::array<std::string_view, 7> verdict_names{"diverged",  "dead",      "vanishing", "exploding",
                                                        "saturated", "collapsed", "healthy"};

struct Verdict {
  FlowVerdict verdict;
  std::string reason;
};

/// The last hidden layer of two or more units, where it is of one direction only before training; else null.
const LayerRow* collapsed_layer(std::span<const LayerRow> hidden) {
  for (std::size_t i = hidden.size(); i-- > 0;) {
    if (hidden[i].units < 2) continue;
    return hidden[i].epoch == 0 && is_collapsed(hidden[i]) ? &hidden[i] : nullptr;
  }
  return nullptr;
}

/// The first rule that holds.
Verdict judge(std::span<const LayerRow> hidden, const GradientFlow& flow) {
  for (const LayerRow& row : hidden) {
    if (row.value("dead").value_or(0) >= FlowThresholds::dead_share)
      return {FlowVerdict::dead,
              percent(*row.value("dead")) + " of the units of " + row.name + " are off for every sample"};
    if (row.value("kernel_grad_norm") == 0.0 || row.value("delta_mean_abs") == 0.0)
      return {FlowVerdict::dead, "no gradient at all reaches " + row.name};
  }
  for (const LayerRow& row : hidden)
    if (!std::isfinite(row.value("kernel_grad_norm").value_or(0)))
      return {FlowVerdict::exploding, "the gradient of " + row.name + " is no longer finite"};
  if (flow.ratio && *flow.ratio >= FlowThresholds::vanishing_ratio)
    return {FlowVerdict::vanishing, "the gradient of the last hidden layer is " + times(*flow.ratio) + " the first's"};
  if (flow.ratio && *flow.ratio <= FlowThresholds::exploding_ratio)
    return {FlowVerdict::exploding,
            "the gradient of the first hidden layer is " + times(1 / *flow.ratio) + " the last's"};
  for (const LayerRow& row : hidden)
    if (row.saturating && row.value("saturated").value_or(0) >= FlowThresholds::saturated_share)
      return {FlowVerdict::saturated, percent(*row.value("saturated")) + " of " + row.name + " is saturated"};
  if (const LayerRow* layer = collapsed_layer(hidden))
    return {FlowVerdict::collapsed, "the units of " + layer->name + " all do the same: effective rank " +
                                        rounded(*layer->value("effective_rank"), 4)};
  return {FlowVerdict::healthy, "the gradient reaches every layer"};
}

}  // namespace

std::span<const LayerRow> hidden_layers(std::span<const LayerRow> rows) {
  for (std::size_t i = rows.size(); i-- > 0;)
    if (rows[i].value("kernel_grad_norm")) return rows.first(i);
  return {};
}

bool is_collapsed(const LayerRow& row, double least_rank) {
  const double rank = row.value("effective_rank").value_or(2);
  return row.units > 1 && (row.net_inputs == 1 ? rank == 0 : rank < least_rank);
}

std::string_view verdict_name(FlowVerdict verdict) { return verdict_names.at(static_cast<std::size_t>(verdict)); }

std::optional<FlowVerdict> verdict_named(std::string_view name) {
  const auto found = std::ranges::find(verdict_names, name);
  if (found == verdict_names.end()) return std::nullopt;
  return static_cast<FlowVerdict>(found - verdict_names.begin());
}

GradientFlow gradient_flow(std::span<const LayerRow> rows) {
  GradientFlow flow;
  if (!rows.empty()) flow.epoch = rows.front().epoch;
  std::vector<double> norms;
  for (const LayerRow& row : rows)
    if (row.value("kernel_grad_norm")) norms.push_back(*row.value("kernel_grad_norm"));
  if (!norms.empty()) norms.pop_back();  // the output layer
  if (norms.size() >= 2) {
    if (norms.front() > 0) flow.ratio = norms.back() / norms.front();
    if (std::ranges::all_of(norms, [](double norm) { return norm > 0 && std::isfinite(norm); })) {
      std::ranges::transform(norms, norms.begin(), [](double norm) { return std::log10(norm); });
      flow.slope = slope_of(norms);
    }
  }
  const Verdict verdict = judge(hidden_layers(rows), flow);
  flow.verdict = verdict.verdict;
  flow.reason = verdict.reason;
  return flow;
}

const GradientFlow& worse(const GradientFlow& a, const GradientFlow& b) { return a.verdict <= b.verdict ? a : b; }

}  // namespace mlp
