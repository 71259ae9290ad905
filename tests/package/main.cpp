// A program outside of the project: it links the installed library and hands it memory of Eigen's.
#include <cstdio>

#include "mlp/core/build_info.h"
#include "mlp/core/numbers.h"
#include "mlp/core/parallel.h"
#include "mlp/core/types.h"

int main() {
  const mlp::Matrix<float> x = mlp::Matrix<float>::Constant(33, 7, 0.5f);
  mlp::Matrix<float> products(7, 7);
  const double enough_work_to_share = 1e9;
  mlp::Threads(2).for_each(7, enough_work_to_share,
                           [&](mlp::Index column) { products.col(column) = x.transpose() * x.col(column); });
  const double sum = products.sum();
  std::printf("%s\nsum %s\n", mlp::build_line().c_str(), mlp::shortest(sum).c_str());
  return sum == 7 * 7 * 33 * 0.25 && mlp::build_info().vector_bytes == EIGEN_MAX_ALIGN_BYTES ? 0 : 1;
}
