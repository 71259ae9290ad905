// Orthogonal initialization: a random matrix with orthonormal rows or columns keeps the length of every signal. Saxe,
// McClelland & Ganguli 2013, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks".

#include <cmath>
#include <limits>

#include "mlp/math/initializer.h"

namespace mlp {
namespace {

/// Makes the columns of `a` orthonormal, from left to right, by Gram and Schmidt's method. Each projection is taken out
/// twice: what rounding leaves of it the first time is gone the second (Giraud, Langou & Rozložník 2005). This is the Q
/// of the QR decomposition whose R has a positive diagonal, so of a normal matrix it is uniformly distributed over the
/// orthogonal ones (Mezzadri 2007).
void orthonormalize(Matrix<double>& a) {
  for (Index j = 0; j < a.cols(); ++j) {
    for (int pass = 0; pass < 2; ++pass)
      for (Index i = 0; i < j; ++i) a.col(j) -= a.col(i).dot(a.col(j)) * a.col(i);
    a.col(j) /= a.col(j).norm();
  }
}

struct Orthogonal final : Initializer {
  explicit Orthogonal(double the_gain) : gain(the_gain) {}

  void fill(const RandomStream& random, const TensorShape& shape, std::span<double> w) const override {
    Matrix<double> q(std::max(shape.fan_in, shape.fan_out), std::min(shape.fan_in, shape.fan_out));
    for (Index i = 0; i < q.size(); ++i) q.data()[i] = random.normal(static_cast<std::uint64_t>(i));
    orthonormalize(q);
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

struct Lsuv final : Initializer {
  explicit Lsuv(double the_gain) : gain(the_gain) {}

  void fill(const RandomStream& random, const TensorShape& shape, std::span<double> w) const override {
    Orthogonal(1).fill(random, shape, w);
  }
  InitialDistribution distribution(const TensorShape&) const override {
    return {"orthogonal, scaled by the data",
            0,
            std::numeric_limits<double>::quiet_NaN(),
            0,
            "Mishkin & Matas 2016",
            "",
            ""};
  }
  bool needs_matrix() const override { return true; }
  std::optional<double> scaled_to() const override { return std::abs(gain); }
  double gain;
};

}  // namespace

std::shared_ptr<const Initializer> make_lsuv(double gain) { return std::make_shared<Lsuv>(gain); }
std::shared_ptr<const Initializer> make_orthogonal(double gain) { return std::make_shared<Orthogonal>(gain); }

}  // namespace mlp
