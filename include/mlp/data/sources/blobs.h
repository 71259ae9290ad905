#pragma once
// Normal clouds around random centres, one class each; the centres are uniform in the cube [-10, 10]. The arrays are
// those of sklearn.datasets.make_blobs(n, n_features=features, centers=centers, cluster_std=stddev, random_state=seed).

#include "mlp/data/numpy_random.h"
#include "mlp/data/source.h"

namespace mlp {

struct BlobsOptions {
  Index n = 1000;  // samples; the first n mod centers clouds have one more than the others
  Index features = 2;
  Index centers = 3;
  double stddev = 1;  // of each cloud, in each direction
};

class Blobs final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Blobs(BlobsOptions options);
  Table load(std::uint64_t seed) const override;
  Table load_more(std::uint64_t seed, int draw) const override;  // around the same centres
  bool is_generator() const override { return true; }

 private:
  Table around_centers(NumpyRandom& of_centers, NumpyRandom& of_points) const;

  BlobsOptions options_;
};

}  // namespace mlp
