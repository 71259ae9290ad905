// Sparse initialization: each unit begins with a fixed number of connections, however many inputs there are. Martens
// 2010, "Deep learning via Hessian-free optimization".

#include <algorithm>
#include <cmath>
#include <numeric>

#include "mlp/math/initializer.h"

namespace mlp {
namespace {

struct Sparse final : Initializer {
  Sparse(Index the_connections, double the_stddev) : connections(the_connections), stddev(the_stddev) {}

  Index count_of(const TensorShape& shape) const { return std::min(connections, shape.fan_in); }

  // The first steps of Fisher and Yates' shuffle choose each unit's inputs. Swaps of earlier units need not be undone:
  // every order of the inputs is as good as another. Unit i's j-th weight has the indices 2·(i·count + j) + 0 and 1.
  void fill(const RandomStream& random, const TensorShape& shape, std::span<double> w) const override {
    std::fill(w.begin(), w.end(), 0.0);
    std::vector<Index> inputs(static_cast<std::size_t>(shape.fan_in));
    std::iota(inputs.begin(), inputs.end(), Index{0});
    Eigen::Map<Matrix<double>> kernel(w.data(), shape.fan_out, shape.fan_in);
    std::uint64_t index = 0;
    for (Index unit = 0; unit < shape.fan_out; ++unit) {
      for (std::size_t j = 0; j < static_cast<std::size_t>(count_of(shape)); ++j) {
        std::swap(inputs[j], inputs[j + random.below(inputs.size() - j, index++)]);
        kernel(unit, inputs[j]) = stddev * random.normal(index++);
      }
    }
  }
  InitialDistribution distribution(const TensorShape& shape) const override {
    const double share = static_cast<double>(count_of(shape)) / static_cast<double>(shape.fan_in);
    return {"sparse normal, " + std::to_string(count_of(shape)) + " per unit",
            0,
            std::abs(stddev) * std::sqrt(share),
            0,
            "Martens 2010",
            "",
            "sparse_, but per input"};
  }
  bool needs_matrix() const override { return true; }
  Index connections;
  double stddev;
};

}  // namespace

std::shared_ptr<const Initializer> make_sparse(Index connections, double stddev, double gain) {
  return std::make_shared<Sparse>(connections, gain * stddev);
}

}  // namespace mlp
