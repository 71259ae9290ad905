// FANN, which trains sample by sample: workloads of batch 1 with tanh (it has no relu). Usage: fann THREADS SECONDS
// LINE... with lines of `mlp_step --list`; others are passed over.

#include <floatfann.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

void measure(const std::string& line, double seconds) {
  using Clock = std::chrono::steady_clock;
  std::istringstream in(line);
  std::string name, list, activation, batch, number;
  for (std::string* part : {&name, &list, &activation, &batch}) std::getline(in, *part, ':');
  if (activation != "tanh" || batch != "1") return;
  std::vector<unsigned> widths;
  for (std::istringstream words(list); std::getline(words, number, ',');)
    widths.push_back(static_cast<unsigned>(std::stoul(number)));

  fann* net = fann_create_standard_array(static_cast<unsigned>(widths.size()), widths.data());
  fann_set_activation_function_hidden(net, FANN_SIGMOID_SYMMETRIC);
  fann_set_activation_function_output(net, FANN_SIGMOID);
  fann_set_training_algorithm(net, FANN_TRAIN_INCREMENTAL);
  fann_set_learning_rate(net, 0.01f);
  fann_set_learning_momentum(net, 0.9f);
  std::size_t samples = 0;
  in >> samples;
  std::vector<fann_type> x(samples * widths.front()), y(samples * widths.back());
  std::mt19937 random(1);
  for (fann_type& value : x) value = std::uniform_real_distribution<fann_type>()(random);
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = static_cast<fann_type>(i % 2);

  std::vector<double> chunks;
  for (double spent = 0; spent < seconds || (chunks.size() < 3 && spent < 4 * seconds);) {
    std::size_t steps = 0;
    double passed = 0;
    for (const auto start = Clock::now(); passed < 0.02; steps += samples) {
      for (std::size_t i = 0; i < samples; ++i) fann_train(net, &x[i * widths.front()], &y[i * widths.back()]);
      passed = std::chrono::duration<double>(Clock::now() - start).count();
    }
    spent += passed;
    chunks.push_back(passed / static_cast<double>(steps));
  }
  std::sort(chunks.begin(), chunks.end());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("fann,%s,1,%.4f,%.4f,%ld\n", name.c_str(), chunks[chunks.size() / 2] * 1e6, chunks.front() * 1e6,
              usage.ru_maxrss / 1024);
  fann_destroy(net);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return 2;
  if (std::atoi(arguments[1]) != 1) return 0;  // this build of FANN has no threads
  for (int i = 3; i < count; ++i) measure(arguments[i], std::atof(arguments[2]));
}
