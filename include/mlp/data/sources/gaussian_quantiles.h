#pragma once
// A normal cloud around the origin, divided into shells of equally many samples: class 0 is the innermost. The arrays
// are those of sklearn.datasets.make_gaussian_quantiles(n_samples=n, n_features=features, n_classes=classes,
// cov=variance, random_state=seed).

#include "mlp/data/source.h"

namespace mlp {

struct GaussianQuantilesOptions {
  Index n = 1000;  // samples; the outermost class has n mod classes more than the others
  Index features = 2;
  Index classes = 3;
  double variance = 1;  // of the cloud, in each direction; above 0
};

class GaussianQuantiles final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit GaussianQuantiles(GaussianQuantilesOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  GaussianQuantilesOptions options_;
};

}  // namespace mlp
