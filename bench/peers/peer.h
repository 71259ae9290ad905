#pragma once
// What the peers in C++ share: the workloads, as `mlp_step --list` prints them, and the stopwatch.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

namespace peer {

/// A line of `mlp_step --list`: name, widths of the layers, activation, batch, samples.
struct Workload {
  std::string name, activation;
  std::vector<long> widths;
  long batch = 0, samples = 0;

  explicit Workload(const std::string& line) {
    std::istringstream in(line);
    std::string list, number;
    for (std::string* part : {&name, &list, &activation, &number}) std::getline(in, *part, ':');
    batch = std::stol(number);
    in >> samples;
    for (std::istringstream words(list); std::getline(words, number, ',');) widths.push_back(std::stol(number));
  }
};

/// Calls step() in chunks of at least 20 ms: three, unless they take four times as long as was asked for. Prints median
/// and best time of a step as mlp_step does.
template <class Step>
void measure(const std::string& program, const Workload& workload, int threads, double seconds, Step step) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> chunks;
  for (double spent = 0; spent < seconds || (chunks.size() < 3 && spent < 4 * seconds);) {
    long steps = 0;
    const auto start = Clock::now();
    double passed = 0;
    for (long before_look = 1; passed < 0.02; before_look *= 2) {  // a look at the clock costs a part of a small step
      for (long i = 0; i < before_look; ++i) step();
      steps += before_look;
      passed = std::chrono::duration<double>(Clock::now() - start).count();
    }
    spent += passed;
    chunks.push_back(passed / static_cast<double>(steps));
  }
  std::sort(chunks.begin(), chunks.end());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%s,%s,%d,%.4f,%.4f,%ld\n", program.c_str(), workload.name.c_str(), threads,
              chunks[chunks.size() / 2] * 1e6, chunks.front() * 1e6, usage.ru_maxrss / 1024);
  std::fflush(stdout);
}

}  // namespace peer
