// FANN, which trains sample by sample: workloads of batch 1 with tanh (it has no relu). Usage: fann THREADS SECONDS
// LINE... with lines of `mlp_step --list`; others are passed over.

#include <floatfann.h>

#include <cstdlib>
#include <random>
#include <vector>

#include "peer.h"

namespace {

void measure(const peer::Workload& w, double seconds) {
  if (w.activation != "tanh" || w.batch != 1) return;
  const std::vector<unsigned> widths(w.widths.begin(), w.widths.end());
  fann* net = fann_create_standard_array(static_cast<unsigned>(widths.size()), widths.data());
  fann_set_activation_function_hidden(net, FANN_SIGMOID_SYMMETRIC);
  fann_set_activation_function_output(net, FANN_SIGMOID);
  fann_set_training_algorithm(net, FANN_TRAIN_INCREMENTAL);
  fann_set_learning_rate(net, 0.01f);
  fann_set_learning_momentum(net, 0.9f);
  const auto samples = static_cast<std::size_t>(w.samples);
  std::vector<fann_type> x(samples * widths.front()), y(samples * widths.back());
  std::mt19937 random(1);
  for (fann_type& value : x) value = std::uniform_real_distribution<fann_type>()(random);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<fann_type>(i % 2);

  std::size_t i = 0;
  peer::measure("fann", w, 1, seconds, [&] {
    fann_train(net, &x[i * widths.front()], &y[i * widths.back()]);
    i = i + 1 == samples ? 0 : i + 1;
  });
  fann_destroy(net);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 2;
  if (std::atoi(arguments[1]) != 1) return 0;  // this build of FANN has no threads
  for (int i = 3; i < count; ++i) measure(peer::Workload(arguments[i]), std::atof(arguments[2]));
}
