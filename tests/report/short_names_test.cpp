#include "mlp/report/short_names.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

using Names = std::vector<std::string>;

TEST(ShortNames, KeepTheLastPartOfAKey) {
  EXPECT_EQ(short_names(Names{"model.defaults.activation=relu", "model.defaults.activation=tanh"}),
            (Names{"activation=relu", "activation=tanh"}));
  EXPECT_EQ(short_names(Names{"deep/optimizer.learning_rate=0.1", "deep/optimizer.learning_rate=1e-3"}),
            (Names{"deep/learning_rate=0.1", "deep/learning_rate=1e-3"}));
}

TEST(ShortNames, KeepAsMuchAsTellsKeysApart) {
  EXPECT_EQ(short_names(Names{"model.layers.0.units=4/model.layers.1.units=4/seed=1"}),
            (Names{"0.units=4 1.units=4 seed=1"}));
  EXPECT_EQ(short_names(Names{"units=4/model.layers.1.units=4"}), (Names{"units=4 1.units=4"}));
}

TEST(ShortNames, OfTwoValuesDoNotReadAsAFraction) {
  EXPECT_EQ(short_names(Names{"deep/optimizer.learning_rate=1/training.batch_size=16"}),
            (Names{"deep/learning_rate=1 batch_size=16"}));
  EXPECT_EQ(short_names(Names{"a=1/b/c=2"}), (Names{"a=1/b/c=2"}));
}

TEST(ShortNames, LeaveVariantsAlone) {
  EXPECT_EQ(short_names(Names{"tanh-5x5.v2", "a.b/c.d"}), (Names{"tanh-5x5.v2", "a.b/c.d"}));
  EXPECT_EQ(short_names(Names{"a=b.c=d"}), (Names{"a=b.c=d"}));
  EXPECT_EQ(short_names(Names{}), Names{});
}

}  // namespace
}  // namespace mlp
