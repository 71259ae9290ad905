#pragma once
// How many floating-point operations a second this machine can do at this moment: independent chains of multiply-adds
// in registers, on several threads at once. What a product reaches is given as a share of it.

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "mlp/core/vector.h"

namespace mlp::bench {

/// Lets the compiler believe that the values have been looked at and changed.
template <class Values>
void hide(Values& values) {
  asm volatile("" : "+m"(values));
}

/// Operations that one thread does in `seconds`, divided by them.
inline double fma_rate_of_one(double seconds) {
  using Clock = std::chrono::steady_clock;
  constexpr int chains = 12;  // latency times throughput of the known processors is at most 10
  constexpr long steps = 4000;
  Vector<float> sums[chains] = {};
  const Vector<float> summand = Vector<float>{} + 0.999999f;
  double best = 0;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  for (auto start = Clock::now(); start < end;) {
    hide(sums);  // else the compiler sees that all chains are equal, and computes one
    for (long i = 0; i < steps; ++i)
      for (int j = 0; j < chains; ++j) sums[j] = multiply_add(sums[j], 0.5f, summand);
    hide(sums);
    const auto now = Clock::now();
    const double rate = 2.0 * chains * steps * static_cast<double>(vector_length<float>) /
                        std::chrono::duration<double>(now - start).count();
    best = std::max(best, rate);
    start = now;
  }
  return best;
}

/// The sum over so many threads, in operations a second.
inline double fma_rate(int threads, double seconds = 0.05) {
  std::vector<double> rates(static_cast<std::size_t>(threads));
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < rates.size(); ++i) others.emplace_back([&, i] { rates[i] = fma_rate_of_one(seconds); });
  rates[0] = fma_rate_of_one(seconds);
  for (std::thread& other : others) other.join();
  double total = 0;
  for (const double rate : rates) total += rate;
  return total;
}

}  // namespace mlp::bench
