// The products against plain loops, bit for bit: odd sizes, depths of several blocks, batches and widths of several
// tiles, any number of threads.

#include "mlp/model/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "tests/support/plain_product.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

struct Sizes {
  Index inputs, outputs, samples;
};

// Each odd size in each place; 257 … 640 cross the blocks of the depth (256), 650 and 700 the tiles of columns
// (288 of floats, 144 of doubles). With 1100 and 300, each operand of each product is once so large that it is treated
// as far from the processor, with few columns and with more than a tile has.
constexpr Sizes sizes[] = {
    {1, 1, 1},
    {5, 17, 31},
    {31, 33, 47},
    {33, 5, 49},
    {47, 100, 17},
    {100, 49, 33},
    {49, 47, 100},
    {17, 1, 5},
    {1, 31, 321},
    {256, 12, 48},
    {257, 31, 96},
    {320, 17, 5},
    {513, 33, 47},
    {17, 513, 240},
    {49, 47, 321},
    {5, 100, 640},
    {1, 513, 1},
    {600, 7, 10},
    {7, 600, 50},
    {100, 300, 333},
    {33, 31, 700},
    {50, 70, 700},
    {70, 650, 140},
    {1100, 40, 300},
    {40, 1100, 300},
    {1100, 300, 20},
    {300, 1100, 29},
    {289, 1100, 289},
    {1100, 257, 289},
    // small layers: both sides fit into a register of 2 … 16 numbers, the batch into a block of the depth
    {2, 5, 1},
    {5, 5, 1},
    {5, 1, 1},
    {5, 5, 31},
    {2, 2, 3},
    {3, 4, 15},
    {7, 8, 33},
    {16, 16, 1},
    {16, 9, 2},
    {9, 16, 4},
    {16, 16, 47},
    {5, 5, 256},
    {5, 5, 257},
    {13, 11, 250},
};

std::string name_of(const Sizes& s) {
  return std::to_string(s.inputs) + " to " + std::to_string(s.outputs) + " units, " + std::to_string(s.samples) +
         " samples";
}

template <class T>
class Products : public testing::Test {};
using Precisions = testing::Types<float, double>;
TYPED_TEST_SUITE(Products, Precisions);

TYPED_TEST(Products, OfTheForwardPassAreThePlainLoops) {
  using T = TypeParam;
  for (const Sizes& n : sizes) {
    const TestArray<T> W = random_array<T>(n.outputs, n.inputs, "W"), x = random_array<T>(n.inputs, n.samples, "x"),
                       b = random_array<T>(n.outputs, 1, "b");
    const TestArray<T> expected = plain_forward<T>(W, &b, x), without_bias = plain_forward<T>(W, nullptr, x);
    for (const int threads : {1, 2, 3, 4, 8}) {
      TestArray<T> s(n.outputs, n.samples), y(n.outputs, n.samples);
      dense_forward<T>(Threads(threads), {W.data(), n.outputs, n.inputs}, b.data(), x.in(), nullptr, s.out(), y.out());
      ASSERT_TRUE(s.same_bits(expected) && y.same_bits(expected)) << name_of(n) << ", " << threads << " threads";
      dense_forward<T>(Threads(threads), {W.data(), n.outputs, n.inputs}, nullptr, x.in(), nullptr, s.out(), s.out());
      ASSERT_TRUE(s.same_bits(without_bias)) << name_of(n) << ", " << threads << " threads, no bias";
    }
  }
}

TYPED_TEST(Products, OfTheInputGradientAreThePlainLoops) {
  using T = TypeParam;
  for (const Sizes& n : sizes) {
    const TestArray<T> W = random_array<T>(n.outputs, n.inputs, "W"), ds = random_array<T>(n.outputs, n.samples, "ds"),
                       before = random_array<T>(n.inputs, n.samples, "before");
    const TestArray<T> assigned = plain_input_gradient<T>(W, ds, nullptr), added = plain_input_gradient(W, ds, &before);
    for (const int threads : {1, 2, 3, 4, 8}) {
      TestArray<T> dx(n.inputs, n.samples, std::numeric_limits<T>::infinity()), sum = before;
      dense_input_gradient<T>(Threads(threads), {W.data(), n.outputs, n.inputs}, ds.in(), false, dx.out());
      dense_input_gradient<T>(Threads(threads), {W.data(), n.outputs, n.inputs}, ds.in(), true, sum.out());
      ASSERT_TRUE(dx.same_bits(assigned)) << name_of(n) << ", " << threads << " threads";
      ASSERT_TRUE(sum.same_bits(added)) << name_of(n) << ", " << threads << " threads, added";
    }
  }
}

TYPED_TEST(Products, OfTheWeightGradientAreThePlainLoops) {
  using T = TypeParam;
  for (const Sizes& n : sizes) {
    const TestArray<T> ds = random_array<T>(n.outputs, n.samples, "ds"), x = random_array<T>(n.inputs, n.samples, "x");
    const TestArray<T> expected = plain_weight_gradient(ds, x), expected_bias = plain_bias_gradient(ds);
    for (const int threads : {1, 2, 3, 4, 8}) {
      TestArray<T> dW(n.outputs, n.inputs, std::numeric_limits<T>::infinity());
      TestArray<T> db(n.outputs, 1, std::numeric_limits<T>::infinity());
      dense_weight_gradient<T>(Threads(threads), ds.in(), x.in(), dW.data(), db.data());
      ASSERT_TRUE(dW.same_bits(expected)) << name_of(n) << ", " << threads << " threads";
      ASSERT_TRUE(db.same_bits(expected_bias)) << name_of(n) << ", " << threads << " threads, bias";
    }
  }
}

template <class T>
void expect_one_backward_call_is_three(const Sizes& n, const Activation<T>* g, bool add, int threads) {
  const TestArray<T> W = random_array<T>(n.outputs, n.inputs, "W"), x = random_array<T>(n.inputs, n.samples, "x"),
                     s = random_array<T>(n.outputs, n.samples, "s"),
                     before = random_array<T>(n.inputs, n.samples, "dx");
  TestArray<T> y(n.outputs, n.samples), ds = random_array<T>(n.outputs, n.samples, "dy"), given = ds, dx = before;
  if (g != nullptr) {
    activate<T>(Threads(1), *g, s.in(), y.out());
    activation_gradient<T>(Threads(1), *g, s.in(), y.in(), ds.in(), ds.out());
  }
  TestArray<T> dW(n.outputs, n.inputs, std::numeric_limits<T>::infinity()), db(n.outputs, 1);
  dense_backward<T>(Threads(threads), {W.data(), n.outputs, n.inputs}, g,
                    {.samples = n.samples,
                     .x = x.data(),
                     .s = s.data(),
                     .y = y.data(),
                     .dy = given.data(),
                     .dW = dW.data(),
                     .dbias = db.data(),
                     .dx = dx.data(),
                     .add = add});
  const std::string where = name_of(n) + ", " + std::to_string(threads) + " threads" + (add ? ", added" : "");
  ASSERT_TRUE(given.same_bits(ds)) << where;
  ASSERT_TRUE(dW.same_bits(plain_weight_gradient(ds, x))) << where;
  ASSERT_TRUE(db.same_bits(plain_bias_gradient(ds))) << where;
  ASSERT_TRUE(dx.same_bits(plain_input_gradient(W, ds, add ? &before : nullptr))) << where;
}

// Both operands of ∂J/∂W are far, there are several of the widest tiles, two blocks of the depth, and the last panel
// has 18 rows.
TYPED_TEST(Products, OfALargeLayerAreThePlainLoops) {
  expect_one_backward_call_is_three<TypeParam>({1170, 1042, 257}, nullptr, true, 1);
}

TYPED_TEST(Products, OfTheBackwardPassInOneCallAreThePlainLoops) {
  const auto g = make_activation<TypeParam>("tanh"), softmax = make_activation<TypeParam>("softmax");
  for (const Sizes& n : sizes)
    for (const int threads : {1, 3})
      for (const Activation<TypeParam>* activation : {g.get(), softmax.get()})
        expect_one_backward_call_is_three<TypeParam>(n, activation, threads == 3, threads);
  for (const bool add : {false, true}) expect_one_backward_call_is_three<TypeParam>({5, 5, 31}, nullptr, add, 1);
}

// What nobody wants is not written: the layer is frozen, or none before it learns.
TYPED_TEST(Products, OfTheBackwardPassMayBeLeftOut) {
  using T = TypeParam;
  for (const Sizes& n : {Sizes{5, 5, 3}, Sizes{33, 17, 3}}) {
    const TestArray<T> W = random_array<T>(n.outputs, n.inputs, "W"), x = random_array<T>(n.inputs, n.samples, "x");
    TestArray<T> dy = random_array<T>(n.outputs, n.samples, "dy"), dx(n.inputs, n.samples), dW(n.outputs, n.inputs);
    const Weights<T> weights{W.data(), n.outputs, n.inputs};
    const T* const unread = nullptr;
    dense_backward<T>(Threads(1), weights, nullptr,
                      {n.samples, x.data(), unread, unread, dy.data(), nullptr, nullptr, dx.data(), false});
    EXPECT_TRUE(dx.same_bits(plain_input_gradient<T>(W, dy, nullptr))) << name_of(n);
    dense_backward<T>(Threads(1), weights, nullptr,
                      {n.samples, x.data(), unread, unread, dy.data(), dW.data(), nullptr, nullptr, false});
    EXPECT_TRUE(dW.same_bits(plain_weight_gradient(dy, x))) << name_of(n);
  }
}

// A product so small that it is rounded to 0 keeps its sign, whether or not there is a bias to add. Without a fused
// multiply-add it is rounded before it is added to the 0 that a sum begins with, and 0 + −0 is 0.
TYPED_TEST(Products, KeepTheSignOfZero) {
  using T = TypeParam;
  const T tiny = std::numeric_limits<T>::min();
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  constexpr bool rounded_once = true;
#else
  constexpr bool rounded_once = false;
#endif
  for (const Index samples : {1, 2, 300}) {
    const TestArray<T> W(1, 1, tiny), x(1, samples, -tiny);
    TestArray<T> s(1, samples), dx(1, samples);
    dense_forward<T>(Threads(1), {W.data(), 1, 1}, nullptr, x.in(), nullptr, s.out(), s.out());
    dense_input_gradient<T>(Threads(1), {W.data(), 1, 1}, x.in(), false, dx.out());
    EXPECT_TRUE(s.same_bits(plain_forward<T>(W, nullptr, x)) && std::signbit(s(0, 0)) == rounded_once)
        << samples << " samples";
    EXPECT_TRUE(dx.same_bits(plain_input_gradient<T>(W, x, nullptr)) && std::signbit(dx(0, 0)) == rounded_once);
  }
}

// The rule itself, on numbers small enough to do by hand: [1 2; 3 4]·[5 6]ᵀ + [1 −1] = [18 38].
TYPED_TEST(Products, GiveAHandWorkedResult) {
  using T = TypeParam;
  const TestArray<T> W = [] {
    TestArray<T> a(2, 2);
    a(0, 0) = 1, a(0, 1) = 2, a(1, 0) = 3, a(1, 1) = 4;
    return a;
  }();
  const TestArray<T> x = column<T>({5, 6}), b = column<T>({1, -1});
  TestArray<T> s(2, 1), dx(2, 1), dW(2, 2);
  dense_forward<T>(Threads(1), {W.data(), 2, 2}, b.data(), x.in(), nullptr, s.out(), s.out());
  EXPECT_EQ(s(0), 18);
  EXPECT_EQ(s(1), 38);
  dense_input_gradient<T>(Threads(1), {W.data(), 2, 2}, b.in(), false, dx.out());  // [1−3, 2−4]
  EXPECT_EQ(dx(0), -2);
  EXPECT_EQ(dx(1), -2);
  dense_weight_gradient<T>(Threads(1), b.in(), x.in(), dW.data(), nullptr);  // [1; −1]·[5 6]
  EXPECT_EQ(dW(0, 1), 6);
  EXPECT_EQ(dW(1, 0), -5);
}

template <class T>
void expect_activation_of_every_tile(const Activation<T>& g) {
  for (const Sizes& n : sizes) {
    const TestArray<T> W = random_array<T>(n.outputs, n.inputs, "W"), x = random_array<T>(n.inputs, n.samples, "x"),
                       b = random_array<T>(n.outputs, 1, "b"), dy = random_array<T>(n.outputs, n.samples, "dy");
    const TestArray<T> s = plain_forward(W, &b, x);
    TestArray<T> y(n.outputs, n.samples), ds(n.outputs, n.samples);
    const auto whole = [&](const TestArray<T>& a) {  // as the kernels do it: padding and all, or sample by sample
      return g.elementwise() ? In<T>(a.data(), padded(a.size()), 1) : a.in();
    };
    const auto whole_out = [&](TestArray<T>& a) {
      return g.elementwise() ? Out<T>(a.data(), padded(a.size()), 1) : a.out();
    };
    g.apply(whole(s), whole_out(y));
    g.pullback(whole(s), whole(y), whole(dy), whole_out(ds));
    for (const int threads : {1, 2, 3, 4, 8}) {
      TestArray<T> kept(n.outputs, n.samples), fused(n.outputs, n.samples), again(n.outputs, n.samples), back = dy;
      dense_forward<T>(Threads(threads), {W.data(), n.outputs, n.inputs}, b.data(), x.in(), &g, kept.out(),
                       fused.out());
      ASSERT_TRUE(kept.same_bits(s) && fused.same_bits(y)) << name_of(n) << ", " << threads << " threads";
      dense_forward<T>(Threads(threads), {W.data(), n.outputs, n.inputs}, b.data(), x.in(), &g, fused.out(),
                       fused.out());
      ASSERT_TRUE(fused.same_bits(y)) << name_of(n) << ", " << threads << " threads, in place";
      activate<T>(Threads(threads), g, s.in(), again.out());
      ASSERT_TRUE(again.same_bits(y)) << name_of(n) << ", " << threads << " threads, alone";
      activation_gradient<T>(Threads(threads), g, s.in(), y.in(), back.in(), back.out());
      ASSERT_TRUE(back.same_bits(ds)) << name_of(n) << ", " << threads << " threads, gradient in place";
    }
  }
}

TYPED_TEST(Products, ApplyTheActivationToEveryTileAlike) {
  for (const char* name : {"sigmoid", "elu_0.5", "softmax"})
    expect_activation_of_every_tile(*make_activation<TypeParam>(name));
}

// A sample's result does not depend on the batch that it comes in.
TYPED_TEST(Products, DoNotDependOnTheRestOfTheBatch) {
  using T = TypeParam;
  const auto g = make_activation<T>("sigmoid");
  const TestArray<T> W = random_array<T>(33, 300, "W"), x = random_array<T>(300, 100, "x");
  TestArray<T> all(33, 100), one(33, 1), sample(300, 1);
  dense_forward<T>(Threads(1), {W.data(), 33, 300}, nullptr, x.in(), g.get(), all.out(), all.out());
  for (const Index j : {0, 1, 47, 48, 63, 99}) {
    sample.out() = x.in().col(j);
    dense_forward<T>(Threads(1), {W.data(), 33, 300}, nullptr, sample.in(), g.get(), one.out(), one.out());
    EXPECT_EQ(std::memcmp(one.data(), &all(0, j), 33 * sizeof(T)), 0) << "sample " << j;
  }
}

}  // namespace
}  // namespace mlp::test
