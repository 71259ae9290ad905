#include "mlp/math/initializer.h"

#include <cmath>

#include "mlp/core/error.h"

namespace mlp {
namespace {

struct Constant final : Initializer {
  explicit Constant(double the_value) : value(the_value) {}
  void fill(const RandomStream&, const TensorShape&, std::span<double> w) const override {
    std::fill(w.begin(), w.end(), value);
  }
  InitialDistribution distribution(const TensorShape&) const override {
    return {.shape = "constant", .mean = value, .paper = "", .keras = "Constant", .pytorch = "constant_"};
  }
  double value;
};

struct Uniform final : Initializer {
  Uniform(double low, double high) : middle((low + high) / 2), reach((high - low) / 2) {}
  void fill(const RandomStream& random, const TensorShape&, std::span<double> w) const override {
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = middle + reach * (2 * random.uniform(i) - 1);
  }
  InitialDistribution distribution(const TensorShape&) const override {
    return {"uniform", middle, reach / std::sqrt(3.0), reach, "", "RandomUniform", "uniform_"};
  }
  double middle, reach;
};

struct Normal final : Initializer {
  Normal(double the_mean, double the_stddev) : mean(the_mean), stddev(the_stddev) {}
  void fill(const RandomStream& random, const TensorShape&, std::span<double> w) const override {
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = mean + stddev * random.normal(i);
  }
  InitialDistribution distribution(const TensorShape&) const override {
    return {"normal", mean, stddev, 0, "", "RandomNormal", "normal_"};
  }
  double mean, stddev;
};

struct TruncatedNormal final : Initializer {
  TruncatedNormal(double the_mean, double the_stddev) : mean(the_mean), stddev(the_stddev) {}
  // Draws until a value lies within two standard deviations: each attempt at index i has a block of its own.
  void fill(const RandomStream& random, const TensorShape&, std::span<double> w) const override {
    for (std::size_t i = 0; i < w.size(); ++i) {
      double z = random.normal(i);
      for (std::uint64_t attempt = 1; std::abs(z) > 2; ++attempt) z = random.normal(i | attempt << 48);
      w[i] = mean + stddev * z;
    }
  }
  InitialDistribution distribution(const TensorShape&) const override {
    // A standard normal cut at ±2 has variance 1 − 2·2·φ(2)/(2Φ(2) − 1).
    constexpr double stddev_of_cut = 0.8796256610342398;
    return {"truncated normal", mean, stddev * stddev_of_cut, 0, "", "TruncatedNormal", "trunc_normal_"};
  }
  double mean, stddev;
};

struct VarianceScaling final : Initializer {
  VarianceScaling(VarianceRule the_rule, double the_gain) : rule(std::move(the_rule)), gain(the_gain) {}

  double stddev(const TensorShape& shape) const {
    const double fans = rule.fan_in_weight * static_cast<double>(shape.fan_in) +
                        rule.fan_out_weight * static_cast<double>(shape.fan_out);
    return gain * std::sqrt(rule.scale / fans);
  }
  void fill(const RandomStream& random, const TensorShape& shape, std::span<double> w) const override {
    const double std = stddev(shape);
    if (rule.spread == Spread::normal) return Normal(0, std).fill(random, shape, w);
    const double limit = std * std::sqrt(3.0);
    Uniform(-limit, limit).fill(random, shape, w);
  }
  InitialDistribution distribution(const TensorShape& shape) const override {
    const double std = stddev(shape);
    const bool uniform = rule.spread == Spread::uniform;
    return {uniform ? "uniform" : "normal",
            0,
            std,
            uniform ? std * std::sqrt(3.0) : 0,
            rule.paper,
            rule.keras,
            rule.pytorch};
  }
  VarianceRule rule;
  double gain;
};

struct Identity final : Initializer {
  explicit Identity(double the_gain) : gain(the_gain) {}
  void fill(const RandomStream&, const TensorShape& shape, std::span<double> w) const override {
    Eigen::Map<Matrix<double>>(w.data(), shape.fan_out, shape.fan_in) =
        gain * Matrix<double>::Identity(shape.fan_out, shape.fan_in);
  }
  InitialDistribution distribution(const TensorShape& shape) const override {
    const double share = 1.0 / static_cast<double>(std::max(shape.fan_in, shape.fan_out));
    return {"identity", gain * share, std::abs(gain) * std::sqrt(share * (1 - share)), 0, "", "Identity", "eye_"};
  }
  bool needs_matrix() const override { return true; }
  double gain;
};

struct FromValues final : Initializer {
  FromValues(std::vector<double> the_values, std::vector<Index> the_shape, std::string the_origin)
      : values(std::move(the_values)), shape(std::move(the_shape)), origin(std::move(the_origin)) {}
  void fill(const RandomStream&, const TensorShape& wanted, std::span<double> w) const override {
    const std::vector<Index> expected = shape_in_file(wanted);
    if (shape != expected)
      throw InputError(origin + ": the tensor has shape " + text(shape) + ", the layer needs " + text(expected));
    std::copy(values.begin(), values.end(), w.begin());
  }
  InitialDistribution distribution(const TensorShape&) const override {
    const Eigen::Map<const Eigen::ArrayXd> all(values.data(), static_cast<Index>(values.size()));
    return {"values of " + origin, all.mean(), std::sqrt((all - all.mean()).square().mean()), 0, "", "", ""};
  }
  static std::vector<Index> shape_in_file(const TensorShape& wanted) {
    std::vector<Index> expected{wanted.fan_out};
    if (wanted.pieces > 0) expected = {wanted.fan_out / wanted.pieces, wanted.pieces};
    if (wanted.is_matrix) expected.insert(expected.begin(), wanted.fan_in);
    return expected;
  }
  static std::string text(const std::vector<Index>& shape) {
    std::string inside;
    for (const Index extent : shape) inside += (inside.empty() ? "" : ", ") + std::to_string(extent);
    return "[" + inside + "]";
  }
  std::vector<double> values;
  std::vector<Index> shape;
  std::string origin;
};

}  // namespace

std::shared_ptr<const Initializer> make_constant(double value) { return std::make_shared<Constant>(value); }
std::shared_ptr<const Initializer> make_uniform(double low, double high, double gain) {
  return std::make_shared<Uniform>(gain * low, gain * high);
}
std::shared_ptr<const Initializer> make_normal(double mean, double stddev, double gain) {
  return std::make_shared<Normal>(gain * mean, gain * stddev);
}
std::shared_ptr<const Initializer> make_truncated_normal(double mean, double stddev, double gain) {
  return std::make_shared<TruncatedNormal>(gain * mean, gain * stddev);
}
std::shared_ptr<const Initializer> make_variance_scaling(const VarianceRule& rule, double gain) {
  return std::make_shared<VarianceScaling>(rule, gain);
}
std::shared_ptr<const Initializer> make_identity(double gain) { return std::make_shared<Identity>(gain); }
std::shared_ptr<const Initializer> make_from_values(std::vector<double> values, std::vector<Index> shape,
                                                    std::string origin) {
  return std::make_shared<FromValues>(std::move(values), std::move(shape), std::move(origin));
}

}  // namespace mlp
