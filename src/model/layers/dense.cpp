#include "mlp/model/layers/dense.h"

#include "slopes.h"

namespace mlp {

template <class T>
Index Dense<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  inputs_ = only_input(input_rows, context);
  if (activation_) largest_slope_ = largest_slope(*activation_);
  const Index units = settings_.units;
  kernel_ =
      context.parameters.add(context.name + "/kernel", {inputs_, units}, {inputs_, units, true}, settings_.kernel);
  if (settings_.use_bias)
    bias_ = context.parameters.add(context.name + "/bias", {units}, {inputs_, units, false}, settings_.bias);
  return units;
}

template <class T>
void Dense<T>::forward(const Pass<T>& p) const {
  const T* bias = settings_.use_bias ? p.run.parameters + bias_ : nullptr;
  dense_forward<T>(p.run.threads, weights(p), bias, p.x(), activation_.get(), p.s(), p.y());
}

template <class T>
void Dense<T>::backward(const Pass<T>& p) const {
  const In<T> dy(p.node.dy, p.node.rows, p.samples());
  const In<T> s(p.node.s, p.node.rows, p.samples()), y(p.node.y, p.node.rows, p.samples());
  if (activation_) activation_gradient<T>(p.run.threads, *activation_, s, y, dy, p.dy());
  const In<T>& ds = dy;  // dy's memory holds ∂J/∂s from here on
  if (p.learns())
    dense_weight_gradient<T>(p.run.threads, ds, p.x(), p.run.gradient + kernel_,
                             settings_.use_bias ? p.run.gradient + bias_ : nullptr);
  if (p.store() != Store::skip) dense_input_gradient<T>(p.run.threads, weights(p), ds, p.store() == Store::add, p.dx());
}

template <class T>
bool Dense<T>::slopes(const Pass<T>& p, Out<T> slope, std::span<double> max_slope) const {
  return slopes_of<T>(activation_.get(), largest_slope_, p.s(), p.y(), slope, max_slope);
}

template class Dense<float>;
template class Dense<double>;

}  // namespace mlp
