#include "mlp/core/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <span>
#include <vector>

namespace mlp {
namespace {

using Words = std::array<std::uint32_t, 4>;

// The known answers that the authors publish with their Random123 library (file kat_vectors, "philox4x32 10").
TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, DependsOnSeedPurposePlaceAndIndex) {
  std::set<Words> blocks;
  for (const std::uint64_t seed : {0, 1, 2})
    for (const Purpose purpose : {Purpose::initial_weights, Purpose::batch_order, Purpose::dropout})
      for (const std::uint64_t place : {0, 1, 2})
        for (std::uint64_t index = 0; index < 10; ++index)
          blocks.insert(RandomStream(seed, purpose, place).block(index));
  EXPECT_EQ(blocks.size(), 3u * 3 * 3 * 10);
}

TEST(RandomStream, HasTheMomentsOfItsDistributions) {
  const RandomStream stream(7, Purpose::initial_weights, place_of("dense_1/kernel"));
  constexpr int count = 200000;
  double uniform_mean = 0, uniform_square = 0, normal_mean = 0, normal_square = 0, normal_fourth = 0;
  for (int i = 0; i < count; ++i) {
    const double u = stream.uniform(i), z = stream.normal(i);
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    uniform_mean += u / count;
    uniform_square += u * u / count;
    normal_mean += z / count;
    normal_square += z * z / count;
    normal_fourth += z * z * z * z / count;
  }
  // Five standard errors of each mean.
  const double root = std::sqrt(double{count});
  EXPECT_NEAR(uniform_mean, 0.5, 5 * std::sqrt(1.0 / 12) / root);
  EXPECT_NEAR(uniform_square, 1.0 / 3, 5 * std::sqrt(4.0 / 45) / root);
  EXPECT_NEAR(normal_mean, 0, 5 / root);
  EXPECT_NEAR(normal_square, 1, 5 * std::sqrt(2.0) / root);
  EXPECT_NEAR(normal_fourth, 3, 5 * std::sqrt(96.0) / root);
}

TEST(RandomStream, DrawsManyNumbersAsItDrawsOne) {
  const RandomStream stream(11, Purpose::batch_order, 0x123456789abcdefu);
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{0xffffffe0}, std::uint64_t{77}}) {
    for (const std::size_t count : {0u, 1u, 31u, 32u, 33u, 100u}) {
      std::vector<std::uint64_t> bits(count + 1, 5);
      stream.fill_bits(first, std::span(bits).first(count));
      for (std::size_t i = 0; i < count; ++i) {
        const Words words = stream.block(first + i);
        ASSERT_EQ(bits[i], std::uint64_t{words[0]} << 32 | words[1]) << first << " + " << i << " of " << count;
        ASSERT_EQ(RandomStream::scaled(bits[i], 1000), stream.below(1000, first + i));
      }
      ASSERT_EQ(bits[count], 5u) << "written beyond the end";
    }
  }
}

TEST(RandomStream, BelowReachesEveryNumberEqually) {
  const RandomStream stream(3, Purpose::batch_order, 0);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts.at(stream.below(7, i));
  for (const int count : counts) EXPECT_NEAR(count, 10000, 5 * std::sqrt(10000.0 * 6 / 7));
}

TEST(PlaceOf, IsFnv1a) {  // the published test vectors of FNV-1a, 64 bits
  EXPECT_EQ(place_of(""), 0xcbf29ce484222325u);
  EXPECT_EQ(place_of("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(place_of("foobar"), 0x85944171f73967e8u);
}

}  // namespace
}  // namespace mlp
