#include "mlp/data/sample_places.h"

#include <gtest/gtest.h>

namespace mlp {
namespace {

TEST(SamplePlaces, AreLinesWithWhateverBetweenThem) {
  SamplePlaces places("t.csv");
  for (const Index line : {2, 3, 4, 7, 8, 20}) places.add(line);
  EXPECT_EQ(places.of(0, "t.csv"), "t.csv:2: ");
  EXPECT_EQ(places.of(2, "t.csv"), "t.csv:4: ");
  EXPECT_EQ(places.of(3, "t.csv"), "t.csv:7: ");
  EXPECT_EQ(places.of(4, "t.csv"), "t.csv:8: ");
  EXPECT_EQ(places.of(5, "t.csv"), "t.csv:20: ");
}

TEST(SamplePlaces, AreNumbersWhereNoLineIsKnown) {
  EXPECT_EQ(SamplePlaces().of(3, "x.npy"), "x.npy: sample 3 (counted from 0): ");
}

TEST(SamplePlaces, OfSeveralFilesAreInTheFileOfEach) {
  SamplePlaces train("train.csv"), test("test.csv"), all;
  train.add(2);
  train.add(5);
  test.add(2);
  all.append(train, 3);  // behind three samples of an array
  all.append(test, 5);
  EXPECT_EQ(all.of(2, "x.npy"), "x.npy: sample 2 (counted from 0): ");
  EXPECT_EQ(all.of(3, "x.npy"), "train.csv:2: ");
  EXPECT_EQ(all.of(4, "x.npy"), "train.csv:5: ");
  EXPECT_EQ(all.of(5, "x.npy"), "test.csv:2: ");
  EXPECT_EQ(all.of(6, "x.npy"), "x.npy: sample 6 (counted from 0): ");
}

}  // namespace
}  // namespace mlp
