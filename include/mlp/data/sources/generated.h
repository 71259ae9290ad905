#pragma once
// What the generators share: the checks of their parameters and the Table they fill.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "mlp/data/numpy_random.h"
#include "mlp/data/source.h"

namespace mlp {

/// Throws InputError unless 1 ≤ n ≤ 2³² and n samples of `features` features fit into memory, and unless noise is
/// finite and not negative. `generator` names the source in the message.
void check_generator(const std::string& generator, Index n, Index features, double noise);

/// A Table of `points` (features × samples) and their class numbers. Features are named x1, x2, …, the target class.
Table labelled_points(Matrix<double> points, std::span<const int> labels, std::string origin);

/// A Table of `points` (features × samples) and their values (1 × samples), for a regression. The target is named y.
Table measured_points(Matrix<double> points, Matrix<double> values, std::string origin);

/// Values of a function f: n places x, drawn uniformly from [−limit, limit), and f(x) plus normal noise of that
/// standard deviation. The random numbers are those of `generator`.
Table noisy_curve(const std::string& generator, std::uint64_t seed, Index n, double noise, double limit,
                  const std::function<double(double)>& f, std::string origin);

/// The common end of scikit-learn's generators: points and labels in a random order, and normal noise of that standard
/// deviation on each number, sample by sample.
Table shuffled_points(NumpyRandom& random, Matrix<double> points, const std::vector<int>& labels, double noise,
                      std::string origin);

}  // namespace mlp
