#include "src/training/gather.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace mlp {
namespace {

constexpr Index inputs = 200, samples = 300;

/// Sample i has the features i, i + 1, …, and the targets i and -i; some cannot be read.
struct Numbered final : SampleReader<float> {
  std::vector<Index> broken;
  bool shared = true;

  Index samples() const override { return 1000; }
  bool may_be_shared() const override { return shared; }
  void gather(std::span<const Index> which, float* x, float* y) const override {
    for (const Index i : which) {
      if (std::ranges::find(broken, i) != broken.end()) throw std::runtime_error("sample " + std::to_string(i));
      std::iota(x, x + inputs, static_cast<float>(i));
      x += inputs;
      *y++ = static_cast<float>(i);
      *y++ = -static_cast<float>(i);
    }
  }
};

/// Backwards, so that places and samples differ.
std::vector<Index> chosen() {
  std::vector<Index> which(samples);
  for (Index j = 0; j < samples; ++j) which[static_cast<std::size_t>(j)] = 999 - j;
  return which;
}

TEST(Gather, PutsEachSampleInItsPlace) {
  for (const int threads : {1, 2, 3, 8}) {
    for (const bool shared : {false, true}) {
      Numbered from;
      from.shared = shared;
      std::vector<float> x(inputs * samples), y(2 * samples);
      gather<float>(Threads(threads), from, chosen(), {inputs, x.data()}, {2, y.data()});
      for (std::size_t j = 0; j < samples; ++j) {
        const float sample = 999 - static_cast<float>(j);
        ASSERT_EQ(x[j * inputs], sample);
        ASSERT_EQ(x[j * inputs + inputs - 1], sample + inputs - 1);
        ASSERT_EQ(y[2 * j], sample);
        ASSERT_EQ(y[2 * j + 1], -sample);
      }
    }
  }
}

TEST(Gather, TellsTheFirstSampleThatCannotBeRead) {
  Numbered from;
  from.broken = {999 - 290, 999 - 100, 999 - 250};
  for (const int threads : {1, 2, 3, 8}) {
    std::vector<float> x(inputs * samples), y(2 * samples);
    try {
      gather<float>(Threads(threads), from, chosen(), {inputs, x.data()}, {2, y.data()});
      FAIL() << "expected an exception with " << threads << " threads";
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(error.what(), std::string("sample 899"));
    }
  }
}

}  // namespace
}  // namespace mlp
