#include "mlp/model/layers/activate.h"

#include "slopes.h"

namespace mlp {

template <class T>
Index Activate<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  return only_input(input_rows, context);
}

template <class T>
void Activate<T>::forward(const Pass<T>& p) const {
  if (p.node.s != p.node.y) p.s() = p.x();
  if (activation_)
    activate<T>(p.run.threads, *activation_, p.x(), p.y());
  else
    p.y() = p.x();
}

template <class T>
void Activate<T>::backward(const Pass<T>& p) const {
  const In<T> dy(p.node.dy, p.node.rows, p.samples()), y(p.node.y, p.node.rows, p.samples());
  if (activation_) activation_gradient<T>(p.run.threads, *activation_, p.x(), y, dy, p.dy());
  p.write_dx(0, p.dy());
}

template <class T>
bool Activate<T>::slopes(const Pass<T>& p, Out<T> slope, std::span<double> /*max_slope*/) const {
  return slopes_of<T>(activation_.get(), p.s(), p.y(), slope);
}

template class Activate<float>;
template class Activate<double>;

}  // namespace mlp
