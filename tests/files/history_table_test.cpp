#include "mlp/files/history_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/error.h"

namespace mlp {
namespace {

TEST(HistoryTable, TellsWhatWasNotMeasuredFromWhatIsNoNumber) {
  const HistoryTable table = parse_history_table("epoch,train_loss,val_loss\n0,0.5,\n1,nan,0.25\n2,0.1", "h");
  EXPECT_EQ(table.columns, (std::vector<std::string>{"epoch", "train_loss", "val_loss"}));
  ASSERT_EQ(table.rows.size(), 2u);  // the third is not whole yet
  EXPECT_EQ(table.rows[0], (HistoryRow{0, 0.5, std::nullopt}));
  ASSERT_TRUE(table.rows[1][1]);
  EXPECT_TRUE(std::isnan(*table.rows[1][1]));
  EXPECT_EQ(table.rows[1][2], 0.25);
}

TEST(HistoryTable, OfNothingIsEmpty) {
  EXPECT_TRUE(parse_history_table("", "h").columns.empty());
  EXPECT_TRUE(parse_history_table("epoch,st", "h").columns.empty());
}

TEST(HistoryTable, RefusesWhatIsNoNumber) {
  EXPECT_THROW(parse_history_table("epoch\nx\n", "h"), InputError);
  EXPECT_THROW(parse_history_table("epoch,step\n0\n", "h"), InputError);
}

}  // namespace
}  // namespace mlp
