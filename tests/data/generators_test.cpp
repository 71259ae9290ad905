#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mlp/core/error.h"
#include "mlp/data/sources/blobs.h"
#include "mlp/data/sources/circles.h"
#include "mlp/data/sources/gaussian_quantiles.h"
#include "mlp/data/sources/moons.h"
#include "mlp/data/sources/parity.h"
#include "mlp/data/sources/polynomial.h"
#include "mlp/data/sources/sine.h"
#include "mlp/data/sources/spirals.h"
#include "mlp/data/sources/xor.h"
#include "tests/data/golden.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

const Matrix<double>& points_of(const Table& table) { return std::get<Matrix<double>>(table.features); }
double label_of(const Table& table, Index i) { return std::get<NumericTargets>(table.targets).values(0, i); }

// Row i of a golden block: the coordinates and the class of a sample.
void expect_sample(const Table& table, Index i, const std::vector<double>& row) {
  for (Index k = 0; k < table.feature_count(); ++k)
    EXPECT_NEAR(points_of(table)(k, i), row[static_cast<std::size_t>(k)], 1e-14) << "sample " << i;
  EXPECT_EQ(label_of(table, i), row.back()) << "sample " << i;
}

// All of a few samples; of many the first three, the last two, and the sums weighted by (i+1)/n.
void expect_golden(const Table& table, const GoldenRows& rows, Index n) {
  ASSERT_EQ(table.samples(), n);
  if (n <= 20) {
    ASSERT_EQ(static_cast<Index>(rows.size()), n);
    for (Index i = 0; i < n; ++i) expect_sample(table, i, rows[static_cast<std::size_t>(i)]);
    return;
  }
  for (Index i = 0; i < 3; ++i) expect_sample(table, i, rows[static_cast<std::size_t>(i)]);
  for (Index i = 0; i < 2; ++i) expect_sample(table, n - 2 + i, rows[static_cast<std::size_t>(3 + i)]);
  for (Index k = 0; k <= table.feature_count(); ++k) {
    double sum = 0;
    for (Index i = 0; i < n; ++i)
      sum += static_cast<double>(i + 1) / static_cast<double>(n) *
             (k < table.feature_count() ? points_of(table)(k, i) : label_of(table, i));
    EXPECT_NEAR(sum, rows[5][static_cast<std::size_t>(k)], 1e-10);
  }
}

// The golden blocks of one generator, as streams of their arguments.
template <class Check>
int for_each_block(const std::string& generator, const Check& check) {
  int blocks = 0;
  for (const auto& [head, rows] : golden("generators.txt")) {
    std::istringstream words(head);
    std::string name;
    words >> name;
    if (name != generator) continue;
    SCOPED_TRACE(head);
    check(words, rows);
    ++blocks;
  }
  return blocks;
}

TEST(Circles, AreThoseOfScikitLearn) {
  EXPECT_EQ(for_each_block("circles",
                           [](std::istream& words, const GoldenRows& rows) {
                             CirclesOptions options;
                             std::uint64_t seed = 0;
                             words >> options.n >> options.noise >> options.factor >> seed;
                             expect_golden(Circles(options).load(seed), rows, options.n);
                           }),
            5);
}

TEST(Moons, AreThoseOfScikitLearn) {
  EXPECT_EQ(for_each_block("moons",
                           [](std::istream& words, const GoldenRows& rows) {
                             MoonsOptions options;
                             std::uint64_t seed = 0;
                             words >> options.n >> options.noise >> seed;
                             expect_golden(Moons(options).load(seed), rows, options.n);
                           }),
            5);
}

TEST(Blobs, AreThoseOfScikitLearn) {
  EXPECT_EQ(for_each_block("blobs",
                           [](std::istream& words, const GoldenRows& rows) {
                             BlobsOptions options;
                             std::uint64_t seed = 0;
                             words >> options.n >> options.features >> options.centers >> options.stddev >> seed;
                             expect_golden(Blobs(options).load(seed), rows, options.n);
                           }),
            6);
}

TEST(GaussianQuantiles, AreThoseOfScikitLearn) {
  EXPECT_EQ(for_each_block("gaussian_quantiles",
                           [](std::istream& words, const GoldenRows& rows) {
                             GaussianQuantilesOptions options;
                             std::uint64_t seed = 0;
                             words >> options.n >> options.features >> options.classes >> options.variance >> seed;
                             expect_golden(GaussianQuantiles(options).load(seed), rows, options.n);
                           }),
            6);
}

// The tutorial's data: make_circles(1000, noise=.1, random_state=1).
TEST(Circles, StartAsTheTutorialDoes) {
  const Table table = Circles({.n = 1000, .noise = 0.1}).load(1);
  EXPECT_NEAR(points_of(table)(0, 0), 0.9278774778828033, 1e-14);
  EXPECT_NEAR(points_of(table)(1, 0), -0.045217306252341896, 1e-14);
  EXPECT_NEAR(points_of(table)(0, 1), -0.5430318242007203, 1e-14);
  EXPECT_NEAR(points_of(table)(1, 1), -0.7544467420976401, 1e-14);
  const std::vector<double> labels{1, 1, 0, 0, 0, 1, 0, 1};
  for (Index i = 0; i < 8; ++i) EXPECT_EQ(label_of(table, i), labels[static_cast<std::size_t>(i)]);
  EXPECT_EQ(table.feature_names, (std::vector<std::string>{"x1", "x2"}));
}

// The rule that Lang and Witbrock publish: for i = 0 … 96, x = r sin(iπ/16), y = r cos(iπ/16), r = 6.5·(104−i)/104.
TEST(Spirals, AreThoseOfLangAndWitbrock) {
  const Table table = Spirals({.n = 194, .noise = 0, .turns = 3}).load(7);
  int found = 0;
  for (int i = 0; i < 97; ++i) {
    const double radius = 6.5 * (104 - i) / 104, angle = i * std::numbers::pi / 16;
    for (const int sign : {1, -1})
      for (Index k = 0; k < 194; ++k) {
        const double dx = 6.5 * points_of(table)(0, k) - sign * radius * std::sin(angle);
        const double dy = 6.5 * points_of(table)(1, k) - sign * radius * std::cos(angle);
        if (std::hypot(dx, dy) < 1e-12 && label_of(table, k) == (sign > 0 ? 1 : 0)) ++found;
      }
  }
  EXPECT_EQ(found, 194);
}

TEST(Spirals, AreShuffledAndNoisyByTheSeed) {
  const SpiralsOptions options{.n = 2000, .noise = 0.1, .turns = 2};
  const Table once = Spirals(options).load(1), again = Spirals(options).load(1), other = Spirals(options).load(2);
  EXPECT_EQ(points_of(once), points_of(again));
  EXPECT_NE(points_of(once), points_of(other));
  const Table clean = Spirals({.n = 2000, .noise = 0, .turns = 2}).load(1);
  double sum = 0, square = 0;
  for (Index i = 0; i < 4000; ++i) {
    const double noise = points_of(once).data()[i] - points_of(clean).data()[i];
    sum += noise;
    square += noise * noise;
  }
  EXPECT_NEAR(sum / 4000, 0, 5 * 0.1 / std::sqrt(4000.0));
  EXPECT_NEAR(square / 4000, 0.01, 5 * 0.01 * std::sqrt(2.0 / 4000));
  EXPECT_EQ(Spirals({.n = 1, .noise = 0, .turns = 2}).load(0).samples(), 1);
}

TEST(Xor, IsTheTruthTable) {
  const Table table = Xor({.n = 4, .noise = 0}).load(0);
  Matrix<double> points(2, 4), labels(1, 4);
  points << 0, 0, 1, 1,  //
      0, 1, 0, 1;
  labels << 0, 1, 1, 0;
  EXPECT_EQ(points_of(table), points);
  EXPECT_EQ(std::get<NumericTargets>(table.targets).values, labels);
}

TEST(Xor, RepeatsTheCornersWithNoise) {
  const Table table = Xor({.n = 4002, .noise = 0.1}).load(3);
  double square = 0;
  for (Index i = 0; i < table.samples(); ++i) {
    square += std::pow(points_of(table)(0, i) - static_cast<double>(i % 4 / 2), 2);
    square += std::pow(points_of(table)(1, i) - static_cast<double>(i % 2), 2);
  }
  EXPECT_NEAR(square / (2 * 4002), 0.01, 5 * 0.01 * std::sqrt(2.0 / 8004));
  EXPECT_EQ(label_of(table, 4001), 1);
}

// All words of three bits, each once in any eight samples in a row; the class by counting the ones.
TEST(Parity, IsTheTruthTableOverAndOver) {
  const Table table = Parity({.n = 24, .noise = 0, .bits = 3}).load(5);
  for (Index first = 0; first + 8 <= 24; ++first) {
    std::vector<int> seen(8);
    for (Index i = first; i < first + 8; ++i) {
      const auto word = points_of(table).col(i);
      for (Index k = 0; k < 3; ++k) ASSERT_TRUE(word[k] == 0 || word[k] == 1);
      ++seen[static_cast<std::size_t>(word[0] + 2 * word[1] + 4 * word[2])];
      EXPECT_EQ(label_of(table, i), std::fmod(word.sum(), 2));
    }
    EXPECT_EQ(seen, std::vector<int>(8, 1));
  }
  EXPECT_NE(points_of(table), points_of(Parity({.n = 24, .noise = 0, .bits = 3}).load(6)));
}

// The mean and the variance of `values` are those of normal noise, within five standard errors.
void expect_noise(const Eigen::ArrayXd& values, double stddev) {
  const auto count = static_cast<double>(values.size());
  EXPECT_NEAR(values.mean(), 0, 5 * stddev / std::sqrt(count));
  EXPECT_NEAR(values.square().mean(), stddev * stddev, 5 * stddev * stddev * std::sqrt(2 / count));
}

TEST(Parity, HasNoiseOnEveryBit) {
  const Table clean = Parity({.n = 4000, .noise = 0, .bits = 5}).load(1);
  const Table noisy = Parity({.n = 4000, .noise = 0.1, .bits = 5}).load(1);
  const Matrix<double> noise = points_of(noisy) - points_of(clean);
  for (Index k = 0; k < 5; ++k) expect_noise(noise.row(k).transpose().array(), 0.1);
  EXPECT_EQ(std::get<NumericTargets>(noisy.targets).values, std::get<NumericTargets>(clean.targets).values);
}

const Matrix<double>& values_of(const Table& table) { return std::get<NumericTargets>(table.targets).values; }

// The places of a regression are uniform between -limit and limit: mean 0, variance limit²/3, that of the squares 4/45.
void expect_uniform(const Matrix<double>& x, double limit) {
  const auto count = static_cast<double>(x.size());
  EXPECT_GE(x.minCoeff(), -limit);
  EXPECT_LT(x.maxCoeff(), limit);
  EXPECT_NEAR(x.mean() / limit, 0, 5 * std::sqrt(1 / (3 * count)));
  EXPECT_NEAR(x.array().square().mean() / (limit * limit), 1.0 / 3, 5 * std::sqrt(4 / (45 * count)));
}

TEST(Sine, IsASineWithNoiseOnTheTarget) {
  const Table clean = Sine({.n = 5000, .noise = 0, .frequency = 2.5}).load(3);
  const Table noisy = Sine({.n = 5000, .noise = 0.2, .frequency = 2.5}).load(3);
  expect_uniform(points_of(clean), std::numbers::pi);
  for (Index i = 0; i < 5000; ++i) ASSERT_EQ(values_of(clean)(0, i), std::sin(2.5 * points_of(clean)(0, i)));
  EXPECT_EQ(points_of(noisy), points_of(clean));
  expect_noise((values_of(noisy) - values_of(clean)).reshaped().array(), 0.2);
  EXPECT_NE(points_of(clean), points_of(Sine({.n = 5000, .noise = 0, .frequency = 2.5}).load(4)));
  EXPECT_EQ(clean.feature_names, std::vector<std::string>{"x1"});
  EXPECT_EQ(clean.target_names, std::vector<std::string>{"y"});
}

TEST(Polynomial, IsThePolynomialWithNoiseOnTheTarget) {
  const PolynomialOptions options{.n = 5000, .noise = 0, .coefficients = {0.5, 0, -2, 1.5}};
  PolynomialOptions with_noise = options;
  with_noise.noise = 0.2;
  const Table clean = Polynomial(options).load(3), noisy = Polynomial(with_noise).load(3);
  expect_uniform(points_of(clean), 1);
  for (Index i = 0; i < 5000; ++i) {
    const double x = points_of(clean)(0, i);
    ASSERT_NEAR(values_of(clean)(0, i), 0.5 - 2 * std::pow(x, 2) + 1.5 * std::pow(x, 3), 1e-14);
  }
  EXPECT_EQ(points_of(noisy), points_of(clean));
  expect_noise((values_of(noisy) - values_of(clean)).reshaped().array(), 0.2);
  EXPECT_EQ(clean.origin, "polynomial(n = 5000, noise = 0, coefficients = [0.5, 0, -2, 1.5])");
}

// cos 3φ = 4cos³φ - 3cos φ: the default is the third of Chebyshev's polynomials.
TEST(Polynomial, IsChebyshevsThirdByDefault) {
  const Table table = Polynomial({}).load(0);
  for (Index i = 0; i < table.samples(); ++i)
    ASSERT_NEAR(values_of(table)(0, i), std::cos(3 * std::acos(points_of(table)(0, i))), 1e-14);
}

TEST(Generators, RefuseWhatMakesNoSense) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(message_of<InputError>([] { Circles({.n = 0}); }), "circles: n is 0; it must be from 1 to 4294967296");
  EXPECT_EQ(message_of<InputError>([] { Circles({.factor = 1}); }),
            "circles: factor is 1; it must be from 0 to below 1");
  EXPECT_EQ(message_of<InputError>([] { Moons({.noise = -0.5}); }),
            "moons: the standard deviation of the noise is -0.5; it must be a number from 0 on");
  EXPECT_THROW(Xor({.noise = nan}), InputError);
  EXPECT_THROW(Blobs({.n = 2, .centers = 3}), InputError);
  EXPECT_THROW(Blobs({.features = 0}), InputError);
  EXPECT_THROW(Spirals({.turns = 0}), InputError);
  EXPECT_EQ(message_of<InputError>([] { GaussianQuantiles({.n = 2, .classes = 3}); }),
            "gaussian_quantiles: classes is 3; it must be from 1 to n = 2");
  EXPECT_EQ(message_of<InputError>([] { GaussianQuantiles({.variance = 0}); }),
            "gaussian_quantiles: variance is 0; it must be a number above 0");
  EXPECT_EQ(message_of<InputError>([] { Parity({.bits = 21}); }), "parity: bits is 21; it must be from 1 to 20");
  EXPECT_EQ(message_of<InputError>([] { Sine({.frequency = 0}); }),
            "sine: frequency is 0; it must be a number above 0");
  EXPECT_EQ(message_of<InputError>([] { Polynomial({.coefficients = {}}); }),
            "polynomial: there must be at least one coefficient");
  EXPECT_THROW(Polynomial({.coefficients = {1, nan}}), InputError);
  EXPECT_NE(message_of<InputError>([] { Blobs({.n = 4294967296, .features = 100000}); }).find("would need"),
            std::string::npos);
  EXPECT_NE(message_of<InputError>([] { Circles({}).load(4294967296); }).find("4294967295"), std::string::npos);
}

TEST(Generators, NameThemselvesAndTheirParameters) {
  EXPECT_EQ(Circles({.n = 10, .noise = 0.1}).load(0).origin, "circles(n = 10, noise = 0.1, factor = 0.8)");
  EXPECT_TRUE(Moons({}).is_generator());
}

}  // namespace
}  // namespace mlp
