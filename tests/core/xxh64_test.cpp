#include "mlp/core/xxh64.h"

#include <gtest/gtest.h>

#include <string>

namespace mlp {
namespace {

std::uint64_t xxh64(std::string_view text) { return Xxh64().add(text).value(); }

/// Bytes 0, 7, 14, …, modulo 256.
std::string sevens(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i * 7);
  return text;
}

// From the C library xxHash 0.8.1: tests/golden/core/make_xxh64.py.
TEST(Xxh64, GivesTheDigestsOfTheReference) {
  EXPECT_EQ(xxh64(sevens(0)), 0xef46db3751d8e999);
  EXPECT_EQ(xxh64(sevens(1)), 0xe934a84adb052768);
  EXPECT_EQ(xxh64(sevens(3)), 0x9ff70a635a6209ab);
  EXPECT_EQ(xxh64(sevens(4)), 0xae5acdc00a55ac41);
  EXPECT_EQ(xxh64(sevens(7)), 0xd734a6b26f3da63e);
  EXPECT_EQ(xxh64(sevens(8)), 0x87116b3365b924eb);
  EXPECT_EQ(xxh64(sevens(12)), 0x14b8433b9a14e611);
  EXPECT_EQ(xxh64(sevens(31)), 0x0f187c62b1e722b7);
  EXPECT_EQ(xxh64(sevens(32)), 0x91b0cb0931a8c629);
  EXPECT_EQ(xxh64(sevens(33)), 0x931b043cf8d65b94);
  EXPECT_EQ(xxh64(sevens(63)), 0x219110bf13e2fa26);
  EXPECT_EQ(xxh64(sevens(64)), 0xbf3052e3445775d0);
  EXPECT_EQ(xxh64(sevens(100)), 0x8e2272c08247d5db);
  EXPECT_EQ(xxh64(sevens(1000)), 0x25275608a9cfc168);
  EXPECT_EQ(xxh64("abc"), 0x44bc2cf5ad770999);
}

TEST(Xxh64, DoesNotDependOnThePieces) {
  const std::string text = sevens(1000);
  for (const std::size_t piece : {1u, 3u, 31u, 32u, 33u, 65u, 999u}) {
    Xxh64 digest;
    for (std::size_t at = 0; at < text.size(); at += piece) digest.add(std::string_view(text).substr(at, piece));
    EXPECT_EQ(digest.value(), xxh64(text)) << piece;
    EXPECT_EQ(digest.value(), xxh64(text));  // asking does not change it
  }
}

}  // namespace
}  // namespace mlp
