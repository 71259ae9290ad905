#include "mlp/model/layers/alpha_dropout.h"

#include <cmath>

namespace mlp {
namespace {

// −λα of selu; the paper's λ and α have these digits in its authors' own program.
constexpr double selu_limit = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

double alpha_dropout_scale(double rate) {
  const double q = 1 - rate;
  return 1 / std::sqrt(q + selu_limit * selu_limit * q * rate);
}

}  // namespace

template <class T>
AlphaDropout<T>::AlphaDropout(double rate)
    : RandomMask<T>(rate, 1),
      dropped_(static_cast<T>(selu_limit)),
      scale_(static_cast<T>(alpha_dropout_scale(rate))),
      shift_(static_cast<T>(-alpha_dropout_scale(rate) * rate * selu_limit)) {}

template <class T>
void AlphaDropout<T>::forward(const Pass<T>& p) const {
  if (!p.run.training) {
    p.y() = p.x();
    return;
  }
  this->draw_mask(p);
  p.y() = scale_ * (p.aux() * p.x() + (T(1) - p.aux()) * dropped_) + shift_;
}

template <class T>
void AlphaDropout<T>::backward(const Pass<T>& p) const {
  if (p.run.training)
    p.write_dx(0, scale_ * p.aux() * p.dy());
  else
    p.write_dx(0, p.dy());
}

template class AlphaDropout<float>;
template class AlphaDropout<double>;

}  // namespace mlp
