#include "mlp/model/layers/dense.h"

#include "slopes.h"

namespace mlp {

template <class T>
Index Dense<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  inputs_ = only_input(input_rows, context);
  const Index units = settings_.units;
  kernel_ =
      context.parameters.add(context.name + "/kernel", {inputs_, units}, {inputs_, units, true}, settings_.kernel);
  if (settings_.use_bias)
    bias_ = context.parameters.add(context.name + "/bias", {units}, {inputs_, units, false}, settings_.bias);
  return units;
}

/// s = W·x + b, y = g(s).
template <class T>
void Dense<T>::forward(const Pass<T>& p) const {
  const T* bias = settings_.use_bias ? p.run.parameters + bias_ : nullptr;
  dense_forward<T>(p.run.threads, weights(p), bias, p.x(), activation_.get(), p.s(), p.y());
}

/// ds = g′(s)∘dy; dW = ds·xᵀ and db = Σ ds over the samples; dx = Wᵀ·ds. What nobody wants is null. All in one call,
/// for a small layer does it in a few registers.
template <class T>
void Dense<T>::backward(const Pass<T>& p) const {
  const bool learns = p.learns();
  dense_backward<T>(p.run.threads, weights(p), activation_.get(),
                    {.samples = p.samples(),
                     .x = p.node.x[0],
                     .s = p.node.s,
                     .y = p.node.y,
                     .dy = p.node.dy,
                     .dW = learns ? p.run.gradient + kernel_ : nullptr,
                     .dbias = learns && settings_.use_bias ? p.run.gradient + bias_ : nullptr,
                     .dx = p.store() == Store::skip ? nullptr : p.node.dx[0],
                     .add = p.store() == Store::add,
                     .update = p.run.update,
                     .kernel = kernel_,
                     .bias = bias_});
}

template <class T>
bool Dense<T>::slopes(const Pass<T>& p, Out<T> slope, std::span<double> /*max_slope*/) const {
  return slopes_of<T>(activation_.get(), p.s(), p.y(), slope);
}

template class Dense<float>;
template class Dense<double>;

}  // namespace mlp
