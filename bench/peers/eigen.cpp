// The trainer that one writes first with Eigen: a product a layer and pass, everything else as array expressions. With
// PEER_ONEDNN, the products are oneDNN's dnnl_sgemm. Usage: eigen THREADS SECONDS LINE... with lines of
// `mlp_step --list`.

#include <omp.h>

#include <Eigen/Core>
#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#ifdef PEER_ONEDNN
#include <dnnl.h>
#endif

#include "peer.h"

namespace {

using Matrix = Eigen::MatrixXf;
using Eigen::Index;

#ifdef PEER_ONEDNN
constexpr const char* program = "eigen+onednn";

// dnnl_sgemm is row-major: it sees all matrices transposed, so C' = B'·A' is computed.
void product(const Matrix& A, bool transpose_a, const Matrix& B, bool transpose_b, Matrix& C) {
  const Index rows = transpose_a ? A.cols() : A.rows(), depth = transpose_a ? A.rows() : A.cols();
  const Index columns = transpose_b ? B.rows() : B.cols();
  C.resize(rows, columns);
  dnnl_sgemm(transpose_b ? 'T' : 'N', transpose_a ? 'T' : 'N', columns, rows, depth, 1, B.data(), B.rows(), A.data(),
             A.rows(), 0, C.data(), C.rows());
}
#else
constexpr const char* program = "eigen";

void product(const Matrix& A, bool transpose_a, const Matrix& B, bool transpose_b, Matrix& C) {
  if (transpose_a)
    C.noalias() = A.transpose() * B;
  else if (transpose_b)
    C.noalias() = A * B.transpose();
  else
    C.noalias() = A * B;
}
#endif

struct Layer {
  Matrix W, velocity, gradient;
  Eigen::VectorXf bias, bias_velocity, bias_gradient;
  Matrix y, dy;
};

class Net {
 public:
  explicit Net(const peer::Workload& w) : activation_(w.activation) {
    std::srand(1);
    for (std::size_t i = 1; i < w.widths.size(); ++i) {
      const Index inputs = w.widths[i - 1], units = w.widths[i];
      Layer layer;
      layer.W = Matrix::Random(units, inputs) * std::sqrt(6.0f / static_cast<float>(inputs + units));
      layer.velocity = Matrix::Zero(units, inputs);
      layer.bias = layer.bias_velocity = Eigen::VectorXf::Zero(units);
      layers_.push_back(layer);
    }
  }

  /// One step; the mean loss.
  float step(const Matrix& x, const Matrix& target) {
    const std::size_t last = layers_.size() - 1;
    for (std::size_t i = 0; i <= last; ++i) {
      Layer& layer = layers_[i];
      product(layer.W, false, i == 0 ? x : layers_[i - 1].y, false, layer.y);
      layer.y.colwise() += layer.bias;
      if (i < last) activate(layer.y);
    }
    const float loss = output_gradient(target);
    for (std::size_t i = last + 1; i-- > 0;) {
      Layer& layer = layers_[i];
      if (i < last) pull_back(layer.y, layer.dy);
      product(layer.dy, false, i == 0 ? x : layers_[i - 1].y, true, layer.gradient);
      layer.bias_gradient = layer.dy.rowwise().sum();
      if (i > 0) product(layer.W, true, layer.dy, false, layers_[i - 1].dy);
    }
    for (Layer& layer : layers_) {
      layer.velocity = 0.9f * layer.velocity - 0.01f * layer.gradient;
      layer.W += layer.velocity;
      layer.bias_velocity = 0.9f * layer.bias_velocity - 0.01f * layer.bias_gradient;
      layer.bias += layer.bias_velocity;
    }
    return loss;
  }

 private:
  void activate(Matrix& y) const {
    if (activation_ == "relu") y = y.cwiseMax(0.0f);
    if (activation_ == "tanh") y = y.array().tanh();
    if (activation_ == "sigmoid") y = (1 + (-y.array()).exp()).inverse();
  }
  void pull_back(const Matrix& y, Matrix& dy) const {
    if (activation_ == "relu") dy.array() *= (y.array() > 0).cast<float>();
    if (activation_ == "tanh") dy.array() *= 1 - y.array().square();
    if (activation_ == "sigmoid") dy.array() *= y.array() * (1 - y.array());
  }
  float output_gradient(const Matrix& target) {
    const Matrix& z = layers_.back().y;
    Matrix& dz = layers_.back().dy;
    const float scale = 1 / static_cast<float>(z.cols());
    if (z.rows() == 1) {
      const auto logits = z.array();
      dz = ((1 + (-logits).exp()).inverse() - target.array()) * scale;
      return scale * (logits.max(0) - logits * target.array() + (1 + (-logits.abs()).exp()).log()).sum();
    }
    float loss = 0;
    dz.resize(z.rows(), z.cols());
    for (Index j = 0; j < z.cols(); ++j) {
      const float largest = z.col(j).maxCoeff();
      dz.col(j) = (z.col(j).array() - largest).exp();
      const float total = dz.col(j).sum();
      loss += (target.col(j).array() * (largest - z.col(j).array() + std::log(total))).sum();
      dz.col(j) = (dz.col(j) / total - target.col(j)) * scale;
    }
    return loss * scale;
  }

  std::string activation_;
  std::vector<Layer> layers_;
};

void measure(const peer::Workload& w, int threads, double seconds) {
  const Matrix features = Matrix::Random(w.widths.front(), w.samples).cwiseAbs();
  Matrix targets = Matrix::Zero(w.widths.back(), w.samples);
  for (Index j = 0; j < w.samples; ++j) {
    if (w.widths.back() == 1)
      targets(0, j) = static_cast<float>(j % 2);
    else
      targets(j % w.widths.back(), j) = 1;
  }
  std::vector<Index> order(static_cast<std::size_t>(w.samples));
  std::iota(order.begin(), order.end(), Index{0});
  std::shuffle(order.begin(), order.end(), std::mt19937(1));
  Net net(w);
  Matrix x(w.widths.front(), w.batch), t(w.widths.back(), w.batch);
  std::size_t next = 0;
  float total = 0;
  const auto step = [&] {
    if (next + static_cast<std::size_t>(w.batch) > order.size()) next = 0;
    for (Index j = 0; j < w.batch; ++j, ++next) {
      x.col(j) = features.col(order[next]);
      t.col(j) = targets.col(order[next]);
    }
    total += net.step(x, t);
  };
  step();
  peer::measure(program, w, threads, seconds, step);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 2;
  const int threads = std::atoi(arguments[1]);
  omp_set_num_threads(threads);
  for (int i = 3; i < count; ++i) measure(peer::Workload(arguments[i]), threads, std::atof(arguments[2]));
}
