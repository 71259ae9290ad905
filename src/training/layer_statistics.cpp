#include "layer_statistics.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "mlp/core/statistics.h"
#include "mlp/training/layer_row.h"

namespace mlp {
namespace {

using Value = std::optional<double>;

template <class T>
Value activation_mean(const LayerView<T>& v) {
  return v.moments.mean;
}

template <class T>
Value activation_std(const LayerView<T>& v) {
  return v.moments.stddev;
}

template <class T, std::size_t place>
Value activation_percentile(const LayerView<T>& v) {
  return v.percentiles[place];
}

/// The share of |g'(s)| < 0.05·max|g'|; no meaning where g' has no maximum.
template <class T>
Value saturated(const LayerView<T>& v) {
  const auto is_infinite = [](double slope) { return std::isinf(slope); };
  if (v.slope == nullptr || std::ranges::any_of(v.max_slope, is_infinite)) return std::nullopt;
  Index count = 0;
  for (Index j = 0; j < v.samples(); ++j)
    for (Index i = 0; i < v.units(); ++i)
      count += std::abs(static_cast<double>(v.slope_array()(i, j))) < 0.05 * v.max_slope[static_cast<std::size_t>(i)];
  return static_cast<double>(count) / static_cast<double>(v.activation.size());
}

template <class T>
Value zeros(const LayerView<T>& v) {
  return static_cast<double>((v.activation == T(0)).count()) / static_cast<double>(v.activation.size());
}

/// The share of units that are 0, and get no gradient, on every sample.
template <class T>
Value dead(const LayerView<T>& v) {
  const T* gradient = v.delta != nullptr ? v.delta : v.slope;
  if (gradient == nullptr) return std::nullopt;
  const In<T> g(gradient, v.units(), v.samples());
  const Index count = (v.activation == T(0) && g == T(0)).rowwise().all().count();
  return static_cast<double>(count) / static_cast<double>(v.units());
}

/// (tr K)² / tr K² of the covariance K of the units over the samples. With A the centred activations, K = A·Aᵀ/n; AᵀA
/// has the same trace and the same trace of its square, and may be smaller.
template <class T>
Value effective_rank(const LayerView<T>& v) {
  Matrix<double> a = v.activation.template cast<double>().matrix();
  a.colwise() -= a.rowwise().mean().eval();
  const Matrix<double> k = a.rows() <= a.cols() ? Matrix<double>(a * a.transpose()) : Matrix<double>(a.transpose() * a);
  const double trace = k.trace();
  // Constant activations leave nothing but rounding errors behind; these must not count as a direction.
  const double scale = v.activation.template cast<double>().square().sum();
  return trace > 1e-20 * scale ? 1 / (k / trace).squaredNorm() : 0;  // so that small numbers do not underflow
}

template <class T>
Value delta_mean_abs(const LayerView<T>& v) {
  if (v.delta == nullptr) return std::nullopt;
  return v.delta_array().template cast<double>().abs().mean() * static_cast<double>(v.samples());
}

template <class T>
Value delta_std(const LayerView<T>& v) {
  if (v.delta == nullptr) return std::nullopt;
  const std::span<const T> all(v.delta, static_cast<std::size_t>(v.activation.size()));
  return mean_and_std(all).stddev * static_cast<double>(v.samples());
}

template <class T>
Value norm_where_any(std::span<const T> values) {
  return values.empty() ? Value{} : Value{norm(values)};
}

template <class T>
Value kernel_grad_norm(const LayerView<T>& v) {
  return norm_where_any(v.kernel_gradient);
}

template <class T>
Value bias_grad_norm(const LayerView<T>& v) {
  return norm_where_any(v.bias_gradient);
}

template <class T>
Value weight_norm(const LayerView<T>& v) {
  return norm_where_any(v.kernel);
}

/// The norm of the last step of the kernel over the kernel's own; about 10^-3 is usual in healthy training.
template <class T>
Value update_ratio(const LayerView<T>& v) {
  if (v.kernel_step.empty() || norm(v.kernel) == 0) return std::nullopt;
  return norm(v.kernel_step) / norm(v.kernel);
}

template <class T>
constexpr LayerColumn<T> statistics_columns[] = {
    {"activation_mean", activation_mean<T>},
    {"activation_std", activation_std<T>},
    {"activation_p02", activation_percentile<T, 0>},
    {"activation_p50", activation_percentile<T, 1>},
    {"activation_p98", activation_percentile<T, 2>},
    {"saturated", saturated<T>},
    {"zeros", zeros<T>},
    {"dead", dead<T>},
    {"effective_rank", effective_rank<T>},
    {"delta_mean_abs", delta_mean_abs<T>},
    {"delta_std", delta_std<T>},
    {"kernel_grad_norm", kernel_grad_norm<T>},
    {"bias_grad_norm", bias_grad_norm<T>},
    {"weight_norm", weight_norm<T>},
    {"update_ratio", update_ratio<T>},
};

}  // namespace

template <class T>
std::span<const LayerColumn<T>> layer_column_table() {
  return statistics_columns<T>;
}

template std::span<const LayerColumn<float>> layer_column_table();
template std::span<const LayerColumn<double>> layer_column_table();

const std::vector<std::string>& layer_columns() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const auto& column : layer_column_table<double>()) list.emplace_back(column.name);
    return list;
  }();
  return names;
}

std::optional<double> LayerRow::value(std::string_view column) const {
  const auto& names = layer_columns();
  const auto at = std::ranges::find(names, column);
  return at == names.end() ? std::nullopt : values[static_cast<std::size_t>(at - names.begin())];
}

}  // namespace mlp
