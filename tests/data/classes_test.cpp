#include "mlp/data/classes.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "mlp/data/sources/csv.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using Names = std::vector<std::string>;
using Labels = std::vector<std::int32_t>;

std::string error_of(const Table& table) {
  return message_of<InputError>([&] { find_classes(table); });
}

TEST(Classes, AreNumbersInOrderOfTheirValues) {
  const Classes classes = find_classes(numbered_table({10, 9, 0.5, -1, 10}));
  EXPECT_EQ(classes.names, (Names{"-1", "0.5", "9", "10"}));
  EXPECT_EQ(classes.labels, (Labels{3, 2, 1, 0, 3}));
}

TEST(Classes, AreNamesInOrderOfTheirCodePoints) {
  const Classes classes = find_classes(named_table({"b", "ä", "a", "10", "9", "B", "𝄞", "ﬀ"}));
  EXPECT_EQ(classes.names, (Names{"10", "9", "B", "a", "b", "ä", "ﬀ", "𝄞"}));
  EXPECT_EQ(classes.labels, (Labels{4, 5, 3, 0, 1, 2, 7, 6}));
}

TEST(Classes, TakeMinusZeroForZero) { EXPECT_EQ(find_classes(numbered_table({-0.0, 0, 1})).names, (Names{"0", "1"})); }

TEST(Classes, MayBeManyWhereEachOccursOften) {
  std::vector<double> labels;
  for (int i = 0; i < 4000; ++i) labels.push_back(i % 1500);
  EXPECT_EQ(find_classes(numbered_table(labels)).count(), 1500);
}

TEST(Classes, AreNotWhatLooksContinuous) {
  std::vector<double> halves, prices;
  for (int i = 0; i < 210; ++i) halves.push_back(i % 21 + 0.5), prices.push_back(i);
  EXPECT_EQ(error_of(numbered_table(halves)),
            "t.csv: target column \"y\" has 21 different values in 210 rows, and not all are whole, which do not look "
            "like classes; is the task a \"regression\"?");
  EXPECT_EQ(error_of(numbered_table(prices)),
            "t.csv: target column \"y\" has 210 different values in 210 rows, which do not look like classes; is the "
            "task a \"regression\"?");
  Names names;
  for (const double price : prices) names.push_back("id" + std::to_string(price));
  EXPECT_NE(error_of(named_table(names)).find("is it the right column?"), std::string::npos);
}

TEST(Classes, ComeFromOneColumn) {
  Table table = numbered_table({0, 1});
  table.target_names = {"y", "z"};
  EXPECT_EQ(error_of(table),
            "t.csv: a classification needs one target column, but there are 2; several targets are a regression");
  table.target_names = {};
  EXPECT_EQ(error_of(table), "t.csv: a classification needs one target column, but there is none");
}

TEST(KnownClasses, NumberLabelsAsTheTrainedNetDoes) {
  EXPECT_EQ(known_classes(named_table({"dog", "cat"}), {"ape", "cat", "dog"}).labels, (Labels{2, 1}));
  EXPECT_EQ(known_classes(numbered_table({2, -0.0}), {"0", "1", "2"}).labels, (Labels{2, 0}));
  EXPECT_EQ(message_of<InputError>([] {
              known_classes(named_table({"dgo"}), {"cat", "dog"});
            }),
            "t.csv: target column \"y\": the net knows no class \"dgo\"; did you mean \"dog\"?");
}

TEST(ClassificationTask, DependsOnTheNumberOfClasses) {
  const auto task = [](const Table& table, std::optional<Task> wanted) {
    return classification_task(table, find_classes(table), wanted);
  };
  const Table two = numbered_table({0, 1}), three = numbered_table({0, 1, 2}), one = numbered_table({4, 4});
  EXPECT_EQ(task(two, std::nullopt), Task::binary_classification);
  EXPECT_EQ(task(three, std::nullopt), Task::multiclass_classification);
  EXPECT_EQ(task(two, Task::multiclass_classification), Task::multiclass_classification);
  EXPECT_EQ(message_of<InputError>([&] { task(three, Task::binary_classification); }),
            "t.csv: target column \"y\" has 3 classes (0, 1 and 2); a binary classification has two. Is the task "
            "\"multiclass_classification\"?");
  EXPECT_EQ(message_of<InputError>([&] { task(one, std::nullopt); }),
            "t.csv: target column \"y\": all rows are of one class, \"4\"; there is nothing to tell apart");
}

TEST(TaskNames, ReadBack) {
  for (const Task task :
       {Task::binary_classification, Task::multiclass_classification, Task::regression, Task::autoencoder})
    EXPECT_EQ(task_of_name(task_name(task)), task);
  EXPECT_EQ(task_of_name("clustering"), std::nullopt);
}

/// 2^53 + 1 becomes 2^53 as a double: of two classes one would be left.
TEST(Classes, AreNotNumbersThatWereRounded) {
  const TemporaryFolder folder;
  const auto table_of_csv = [&](const std::string& text) {
    put_bytes(folder / "t.csv", text);
    return Csv({folder / "t.csv", {}, {"y"}, {}}).load(0);
  };
  const std::string ids = "a,y\n1,9007199254740992\n\n2,9007199254740993\n";
  const std::string expected =
      (folder / "t.csv").string() +
      ":4: column \"y\": \"9007199254740993\" has more digits than a number keeps, so that two classes might become "
      "one; number the classes from 0, or put a letter before each label";
  EXPECT_EQ(error_of(table_of_csv(ids)), expected);
  EXPECT_EQ(message_of<InputError>([&] { known_classes(table_of_csv(ids), {"9007199254740992", "1"}); }), expected);
  EXPECT_EQ(std::get<NumericTargets>(table_of_csv(ids).targets).values(0, 1), 9007199254740992);  // for a regression
  EXPECT_EQ(find_classes(table_of_csv("a,y\n1,x9007199254740992\n2,x9007199254740993\n")).count(), 2);
  EXPECT_EQ(find_classes(table_of_csv("a,y\n1,9007199254740992\n2,9007199254740994\n")).names,
            (Names{"9007199254740992", "9007199254740994"}));
  EXPECT_EQ(find_classes(table_of_csv("a,y\n1,1.0\n2,1e0\n3,2\n")).names, (Names{"1", "2"}));
}

}  // namespace
}  // namespace mlp
