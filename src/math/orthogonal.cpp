#include <Eigen/QR>
#include <cmath>

#include "mlp/math/initializer.h"

namespace mlp {
namespace {

struct Orthogonal final : Initializer {
  explicit Orthogonal(double the_gain) : gain(the_gain) {}

  void fill(const RandomStream& random, const TensorShape& shape, std::span<double> w) const override {
    const Index longer = std::max(shape.fan_in, shape.fan_out), shorter = std::min(shape.fan_in, shape.fan_out);
    Matrix<double> a(longer, shorter);
    for (Index i = 0; i < a.size(); ++i) a.data()[i] = random.normal(static_cast<std::uint64_t>(i));
    const Eigen::HouseholderQR<Matrix<double>> qr(a);
    Matrix<double> q = qr.householderQ() * Matrix<double>::Identity(longer, shorter);
    // Householder's R has diagonal signs that depend on a; with them taken out, Q is uniformly distributed (Mezzadri
    // 2007).
    for (Index j = 0; j < shorter; ++j)
      if (qr.matrixQR()(j, j) < 0) q.col(j) *= -1;
    Eigen::Map<Matrix<double>> kernel(w.data(), shape.fan_out, shape.fan_in);
    if (shape.fan_out >= shape.fan_in)
      kernel = gain * q;
    else
      kernel = gain * q.transpose();
  }
  InitialDistribution distribution(const TensorShape& shape) const override {
    const double longer = static_cast<double>(std::max(shape.fan_in, shape.fan_out));
    return {"orthogonal", 0, std::abs(gain) / std::sqrt(longer), 0, "Saxe, McClelland & Ganguli 2014", "Orthogonal",
            "orthogonal_"};
  }
  bool needs_matrix() const override { return true; }
  double gain;
};

}  // namespace

std::shared_ptr<const Initializer> make_orthogonal(double gain) { return std::make_shared<Orthogonal>(gain); }

}  // namespace mlp
