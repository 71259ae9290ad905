#pragma once
// Parametric ReLU:  y = x where x > 0, else α·x, with α learned:  dx = dy or α·dy,  dα = Σ dy·x over the samples with x
// ≤ 0 (and over the units, where they share one α).  He, Zhang, Ren & Sun 2015, "Delving deep into rectifiers".

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class Prelu final : public Layer<T> {
 public:
  /// One α per unit, or a single one where `shared`; all start at `initial`.
  Prelu(double initial, bool shared) : initial_(initial), shared_(shared) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;

  bool has_preactivation() const override { return true; }
  bool is_affine() const override { return true; }
  bool slopes(const Pass<T>& p, Out<T> slope, std::span<double> max_slope) const override;

 private:
  T alpha(const Pass<T>& p, Index unit) const { return p.run.parameters[alpha_ + (shared_ ? 0 : unit)]; }

  double initial_;
  bool shared_;
  Index alpha_ = 0;  // offset in the flat vector
};

}  // namespace mlp
