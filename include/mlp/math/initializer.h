#pragma once
// How a parameter tensor gets its first values. With n = fan-in and m = fan-out, the famous rules choose the variance
// of the weights so that signals (n), gradients (m) or a compromise of both keep their size from layer to layer.
//
// A value is a function of (seed, tensor, index), computed in double, so runs in float32 and float64 start alike.

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "mlp/core/random.h"
#include "mlp/core/types.h"

namespace mlp {

/// The tensor to fill. A kernel is (fan_out × fan_in), column-major; a bias has fan_out values and its layer's fans.
struct TensorShape {
  Index fan_in = 1;
  Index fan_out = 1;
  bool is_matrix = true;
  Index pieces = 0;  // maxout: fan_out counts the pieces of every unit, which files keep along an axis of their own

  Index size() const { return is_matrix ? fan_in * fan_out : fan_out; }
};

/// What the values of a tensor are like: for `mlp summary` and `mlp init-stats`.
struct InitialDistribution {
  std::string shape;  // "uniform", "normal", "truncated normal", "constant", "orthogonal", …
  double mean = 0;
  double stddev = 0;  // not-a-number where it depends on the data
  double limit = 0;   // of a uniform one: values lie within mean ± limit
  std::string paper;  // where the rule comes from; empty for plain distributions
  std::string keras;  // the same rule's name elsewhere; empty where there is none
  std::string pytorch;
};

class Initializer {
 public:
  virtual ~Initializer() = default;

  /// Fills w (shape.size() values) from the random stream of this tensor.
  virtual void fill(const RandomStream& random, const TensorShape& shape, std::span<double> w) const = 0;

  virtual InitialDistribution distribution(const TensorShape& shape) const = 0;

  /// True for rules that only make sense for a kernel (orthogonal, identity).
  virtual bool needs_matrix() const { return false; }

  /// Where the kernel is then scaled by what it makes of the data (training/unit_variance.h): the standard deviation
  /// that its pre-activations shall have.
  virtual std::optional<double> scaled_to() const { return std::nullopt; }
};

enum class Spread { uniform, normal };

/// A rule that sets the standard deviation from the fans: std = gain · √(scale / (n·weight_n + m·weight_m)).
struct VarianceRule {
  double scale = 1;
  double fan_in_weight = 1;
  double fan_out_weight = 0;
  Spread spread = Spread::normal;
  std::string paper, keras, pytorch;
};

std::shared_ptr<const Initializer> make_constant(double value);
std::shared_ptr<const Initializer> make_uniform(double low, double high, double gain);
std::shared_ptr<const Initializer> make_normal(double mean, double stddev, double gain);
/// A normal distribution without its values beyond two standard deviations, as Keras's TruncatedNormal.
std::shared_ptr<const Initializer> make_truncated_normal(double mean, double stddev, double gain);
std::shared_ptr<const Initializer> make_variance_scaling(const VarianceRule& rule, double gain);
/// Q of the QR decomposition of a normal matrix, with the signs of R's diagonal taken out so that it is uniform over
/// the orthogonal matrices; rows or columns are orthonormal, whichever are fewer. Saxe, McClelland & Ganguli 2014.
std::shared_ptr<const Initializer> make_orthogonal(double gain);
/// Each unit has `connections` weights that are not 0 (all, where it has no more inputs), at random places, normal with
/// this standard deviation times the gain. Martens 2010, "Deep learning via Hessian-free optimization".
std::shared_ptr<const Initializer> make_sparse(Index connections, double stddev, double gain);
/// Orthonormal at first; before training, the kernel is scaled until its pre-activations have the standard deviation
/// `gain`. Mishkin & Matas 2016, "All you need is a good init": layer-sequential unit variance.
std::shared_ptr<const Initializer> make_lsuv(double gain);
/// gain on the main diagonal, 0 elsewhere; a kernel need not be square.
std::shared_ptr<const Initializer> make_identity(double gain);
/// Given values, in the memory order of the tensor. `origin` names them in errors: "weights.npz, tensor w1".
std::shared_ptr<const Initializer> make_from_values(std::vector<double> values, std::vector<Index> shape,
                                                    std::string origin);

}  // namespace mlp
