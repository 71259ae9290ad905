// mlp with six words of its own. Build it against the library (CMakeLists.txt) and use it like mlp:
//     my_mlp train saddle.json
#include <cmath>

#include "mlp/app/program.h"
#include "mlp/core/numbers.h"

using namespace mlp;

/// Swish:  y = x·σ(βx),  dy/dx = βy + (1 − βy)·σ(βx),  with σ(z) = 1/(1 + e^−z).  Ramachandran, Zoph & Le 2017,
/// "Searching for activation functions".
template <class T>
class Swish final : public Activation<T> {
 public:
  explicit Swish(double beta) : beta_(static_cast<T>(beta)) {}

  void apply(In<T> x, Out<T> y) const override { y = x / (T(1) + (-beta_ * x).exp()); }

  void pullback(In<T> x, In<T> y, In<T> dy, Out<T> dx) const override {
    dx = dy * (beta_ * y + (T(1) - beta_ * y) / (T(1) + (-beta_ * x).exp()));
  }

 private:
  T beta_;
};

/// Every weight is +1/√n or −1/√n, with equal chances: lecun_normal's variance without its tails.
class Signs final : public Initializer {
 public:
  void fill(const RandomStream& random, const TensorShape& shape, std::span<double> w) const override {
    const double size = size_of(shape);
    for (std::size_t i = 0; i < w.size(); ++i) w[i] = random.uniform(i) < 0.5 ? -size : size;
  }

  InitialDistribution distribution(const TensorShape& shape) const override {
    InitialDistribution d;
    d.shape = "two values";
    d.stddev = size_of(shape);
    return d;
  }

 private:
  static double size_of(const TensorShape& shape) { return 1 / std::sqrt(static_cast<double>(shape.fan_in)); }
};

/// loss = ln cosh(z − t),  ∂loss/∂z = tanh(z − t): a square near 0, an absolute value far out.
template <class T>
struct LogCosh final : Loss<T> {
  using Loss<T>::Loss;

  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    // ln cosh d = |d| + ln(1 + e^(−2|d|)) − ln 2, which does not overflow.
    loss = (z - t).abs() + (T(-2) * (z - t).abs()).exp().log1p() - static_cast<T>(std::log(2.0));
    dz = scale * (z - t).tanh();
  }
};

/// Signum:  m ← β·m + (1 − β)·g,  w ← w − η·sign(m).  Bernstein, Wang, Azizzadenesheli & Anandkumar 2018, "signSGD:
/// compressed optimisation for non-convex problems".
template <class T>
class Signum final : public ElementwiseOptimizer<T> {
 public:
  explicit Signum(double beta) : beta_(static_cast<T>(beta)) {}

  Index moment_count() const override { return 1; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double>) const override {
    Slice<T> m = moments[0];
    m = beta_ * m + (T(1) - beta_) * g;
    w -= static_cast<T>(at.learning_rate) * m.sign();
  }

 private:
  T beta_;
};

/// y = a ∘ x with one learned factor a per row:  dx = a ∘ dy,  da = Σ dy ∘ x over the samples.
template <class T>
class Scale final : public Layer<T> {
 public:
  Index build(std::span<const Index> input_rows, const BuildContext& context) override {
    rows_ = only_input(input_rows, context);
    TensorSettings settings;
    settings.initializer = make_constant(1);
    place_ = context.parameters.add(context.name + "/scale", {rows_}, {rows_, rows_, false}, settings);
    return rows_;
  }

  void forward(const Pass<T>& p) const override { p.y() = p.x().colwise() * factors(p); }

  void backward(const Pass<T>& p) const override {
    Slice<T>(p.run.gradient + place_, rows_) = (p.dy() * p.x()).rowwise().sum();
    p.write_dx(0, p.dy().colwise() * factors(p));
  }

 private:
  ConstSlice<T> factors(const Pass<T>& p) const { return ConstSlice<T>(p.run.parameters + place_, rows_); }

  Index rows_ = 0, place_ = 0;
};

/// The saddle y = x1·x2 on the square from −1 to 1: points of a regression.
class Saddle final : public Source {
 public:
  explicit Saddle(Index n) : n_(n) {}

  Table load(std::uint64_t seed) const override {
    const RandomStream random(seed, Purpose::generator, place_of("saddle"));
    Matrix<double> x(2, n_), y(1, n_);
    for (Index j = 0; j < n_; ++j) {
      const auto number = static_cast<std::uint64_t>(2 * j);
      x.col(j) << 2 * random.uniform(number) - 1, 2 * random.uniform(number + 1) - 1;
      y(0, j) = x(0, j) * x(1, j);
    }
    Table table;
    table.features = std::move(x);
    table.targets = NumericTargets{std::move(y)};
    table.feature_names = {"x1", "x2"};
    table.target_names = {"y"};
    table.origin = "saddle(n = " + grouped(n_) + ")";
    return table;
  }

  bool is_generator() const override { return true; }

 private:
  Index n_;
};

int main(int argc, char** argv) {
  Catalog catalog = builtin_catalog();
  catalog.activations.add("swish", "z / (1 + e^(-beta z)) (Ramachandran, Zoph & Le 2017)", [](Section& s) {
    const double beta = s.number("beta", 1, "steepness").above(0);
    return ActivationChoice{both<Activation, Swish>(beta)};
  });
  catalog.initializers.add("signs", "+1/sqrt(n) or -1/sqrt(n)", [](Section&) { return std::make_shared<Signs>(); });
  catalog.losses.add("log_cosh", "ln cosh(y - t)", [](Section& s) { return both<Loss, LogCosh>(read_reduction(s)); });
  catalog.optimizers.add(
      "signum", "m <- beta m + (1-beta) g, w <- w - eta sign m (Bernstein et al. 2018)", [](Section& s) {
        const ScheduleChoice rate = read_learning_rate(s, 0.001);
        const double beta = s.number("beta", 0.9, "decay of the mean of the gradients").at_least(0).below(1);
        return OptimizerChoice{both<Optimizer, Signum>(beta), rate};
      });
  catalog.layers.add("scale", "y = a x, with one learned factor a per row",
                     [](Section&) { return LayerChoice{{both<Layer, Scale>()}}; });
  catalog.sources.add("saddle", "y = x1 x2 on the square from -1 to 1", [](Section& s) {
    return std::make_shared<Saddle>(s.integer("n", 1000, "number of samples").at_least(1).at_most(100'000'000));
  });
  return run_program(argc, argv, catalog);
}
