#pragma once
// Exponential linear unit:  y = x where x > 0, else α·(e^x − 1);  dy/dx = 1 or α·e^x.  It pushes the mean activation
// towards zero.  Clevert, Unterthiner & Hochreiter 2016, "Fast and accurate deep network learning by exponential linear
// units".

#include "mlp/math/activation.h"
#include "mlp/math/expm1.h"

namespace mlp {

template <class T>
class Elu final : public Activation<T> {
 public:
  explicit Elu(double alpha) : alpha_(static_cast<T>(alpha)) {}

  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [this](const Lane<T>& v) -> Lane<T> {
      return choose(v, is_positive<T>, v, Lane<T>(alpha_ * expm1_of<T>(v)));
    });
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(x, dy, dx, [this](const Lane<T>& v) -> Lane<T> {
      return choose(v, is_positive<T>, constant<T>(1), Lane<T>(alpha_ * exp_of<T>(v)));
    });
  }
  // With α = 1 the two branches meet with the same slope.
  std::vector<double> kinks() const override { return alpha_ == T(1) ? std::vector<double>{} : std::vector<double>{0}; }

 private:
  T alpha_;
};

}  // namespace mlp
