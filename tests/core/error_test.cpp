#include "mlp/core/error.h"

#include <gtest/gtest.h>

#include <vector>

namespace mlp {
namespace {

const std::vector<std::string> activations{"linear", "relu", "leaky_relu", "sigmoid", "softmax", "tanh"};

TEST(NearestName, ForgivesOneSlipOfTheFinger) {
  EXPECT_EQ(nearest_name("rleu", activations), "relu");       // two letters swapped
  EXPECT_EQ(nearest_name("sigmod", activations), "sigmoid");  // one missing
  EXPECT_EQ(nearest_name("tanhh", activations), "tanh");      // one too many
  EXPECT_EQ(nearest_name("leakyrelu", activations), "leaky_relu");
}

TEST(NearestName, TakesCapitalsForSmallLetters) {
  EXPECT_EQ(nearest_name("ReLU", activations), "relu");
  EXPECT_EQ(nearest_name("SoftMaxx", activations), "softmax");
}

TEST(NearestName, CompletesABeginning) { EXPECT_EQ(nearest_name("lin", activations), "linear"); }

TEST(NearestName, KnowsWhatOthersCallIt) {
  const std::vector<std::string> losses{"huber", "mean_squared_error"};
  EXPECT_EQ(nearest_name("mse", losses), "mean_squared_error");
  EXPECT_EQ(nearest_name("mse", activations), "");
  EXPECT_EQ(nearest_name("logistic", activations), "sigmoid");
  EXPECT_EQ(nearest_name("linear", std::vector<std::string>{"dense", "dropout"}), "dense");
}

TEST(NearestName, SaysNothingWhenNothingIsNear) {
  EXPECT_EQ(nearest_name("3", std::vector<std::string>{"1", "2", "10"}), "");
  EXPECT_EQ(nearest_name("l", std::vector<std::string>{"l1", "l2"}), "l1");
  EXPECT_EQ(nearest_name("convolution", activations), "");
  EXPECT_EQ(nearest_name("", activations), "");
  EXPECT_EQ(did_you_mean("xyz", activations), "");
}

TEST(Listed, ReadsAsASentence) {
  EXPECT_EQ(listed(std::vector<std::string>{}), "");
  EXPECT_EQ(listed(std::vector<std::string>{"a"}), "a");
  EXPECT_EQ(listed(std::vector<std::string>{"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace mlp
