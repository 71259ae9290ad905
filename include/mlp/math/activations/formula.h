#pragma once
// A formula of the config as an activation:  y = g(x) for an expression g of z, such as "z * sigmoid(1.702*z)". Its
// derivative is found by the rules of calculus (formula/slope.h), and both are run block by block (formula/program.h).

#include <string_view>

#include "mlp/math/activation.h"
#include "mlp/math/formula/parse.h"
#include "mlp/math/formula/program.h"
#include "mlp/math/formula/slope.h"

namespace mlp {

template <class T>
class Formula final : public Activation<T> {
 public:
  /// Throws formula::Mistake where the text is no formula.
  explicit Formula(std::string_view text) : Formula(formula::parse(text)) {}
  explicit Formula(formula::Expression g)
      : g_(std::move(g)), value_(g_.terms, g_.root), pullback_(with_gradient(g_.terms, g_.root)) {}

  void apply(In<T> x, Out<T> y) const override { value_.run({.z = x.data()}, x.size(), y.data()); }
  void pullback(In<T> x, In<T> y, In<T> dy, Out<T> dx) const override {
    pullback_.run({.z = x.data(), .y = y.data(), .dy = dy.data()}, x.size(), dx.data());
  }
  bool pullback_reads_input() const override { return pullback_.reads(formula::Op::z); }
  std::vector<double> kinks() const override { return formula::kinks(g_); }

 private:
  /// dy·g'(x), with g(x) known.
  static formula::Program<T> with_gradient(formula::Terms terms, formula::Term root) {
    const formula::Term product = pulled_back(terms, root);
    return formula::Program<T>(terms, product, root);
  }

  formula::Expression g_;
  formula::Program<T> value_, pullback_;
};

}  // namespace mlp
