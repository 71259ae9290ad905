#include "mlp/model/layers/merge.h"

#include <numeric>

#include "mlp/core/error.h"

namespace mlp {

template <class T>
Index Add<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  for (std::size_t i = 1; i < input_rows.size(); ++i)
    if (input_rows[i] != input_rows[0])
      throw InputError("layer \"" + context.name + "\" adds inputs of different sizes: " +
                       std::to_string(input_rows[0]) + " and " + std::to_string(input_rows[i]) + " units");
  return input_rows[0];
}

template <class T>
void Add<T>::forward(const Pass<T>& p) const {
  p.y() = p.x(0);
  for (std::size_t i = 1; i < p.node.x.size(); ++i) p.y() += p.x(i);
}

template <class T>
void Add<T>::backward(const Pass<T>& p) const {
  for (std::size_t i = 0; i < p.node.x.size(); ++i) p.write_dx(i, p.dy());
}

template <class T>
Index Concatenate<T>::build(std::span<const Index> input_rows, const BuildContext&) {
  return std::accumulate(input_rows.begin(), input_rows.end(), Index{0});
}

template <class T>
void Concatenate<T>::forward(const Pass<T>& p) const {
  Index row = 0;
  for (std::size_t i = 0; i < p.node.x.size(); ++i) {
    p.y().middleRows(row, p.node.x_rows[i]) = p.x(i);
    row += p.node.x_rows[i];
  }
}

template <class T>
void Concatenate<T>::backward(const Pass<T>& p) const {
  Index row = 0;
  for (std::size_t i = 0; i < p.node.x.size(); ++i) {
    p.write_dx(i, p.dy().middleRows(row, p.node.x_rows[i]));
    row += p.node.x_rows[i];
  }
}

template class Add<float>;
template class Add<double>;
template class Concatenate<float>;
template class Concatenate<double>;

}  // namespace mlp
