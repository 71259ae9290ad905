#include "mlp/data/samples_file.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "tests/data/gzip.h"
#include "tests/data/idx_bytes.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

class SamplesFile : public testing::Test {
 protected:
  Table read(const std::string& bytes, const KnownColumns& known, CsvFormat format = {}) {
    put_bytes(path_, bytes);
    return read_samples(path_, format, known);
  }
  std::string error(const std::string& bytes, const KnownColumns& known, CsvFormat format = {}) {
    const std::string message = message_of<InputError>([&] { read(bytes, known, format); });
    return message.substr(std::min(message.size(), path_.string().size()));
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "new.csv";
  KnownColumns predict_{{"a", "b"}, {"y"}, false}, evaluate_{{"a", "b"}, {"y"}, true};
  CsvFormat no_header_{',', false};
};

TEST_F(SamplesFile, FindsFeaturesByNameInAnyOrder) {
  const Table table = read("when,b,a\nmonday,2,1\n,4,3\n", predict_);
  EXPECT_EQ(features_of(table), (Matrix<double>(2, 2) << 1, 3, 2, 4).finished());
  EXPECT_TRUE(std::holds_alternative<NoTargets>(table.targets));
}

TEST_F(SamplesFile, ReadsTargetsOnlyWhereTheyAreRequired) {
  EXPECT_TRUE(std::holds_alternative<NoTargets>(read("a,b,y\n1,2,\n", predict_).targets));
  EXPECT_EQ(std::get<NumericTargets>(read("y,b,a\n7,2,1\n", evaluate_).targets).values(0, 0), 7);
  EXPECT_EQ(error("a,b\n1,2\n", evaluate_),
            ": the net needs column \"y\", missing in this file; the columns are a and b");
}

TEST_F(SamplesFile, NamesMissingFeatures) {
  EXPECT_EQ(error("x\n1\n", predict_),
            ": the net needs columns \"a\" and \"b\", missing in this file; the columns are x");
  EXPECT_EQ(error("a;b\n1;2\n", predict_),
            ": the net needs columns \"a\" and \"b\", missing in this file; the file has one column only: is its "
            "delimiter \";\"?");
}

TEST_F(SamplesFile, TakesColumnsInOrderWhereThereIsNoHeader) {
  const KnownColumns first_is_target{{"column_1", "column_2"}, {"column_0"}, false};
  EXPECT_EQ(features_of(read("1,2\n", first_is_target, no_header_)), (Matrix<double>(2, 1) << 1, 2).finished());
  EXPECT_EQ(features_of(read("9,1,2\n", first_is_target, no_header_)), (Matrix<double>(2, 1) << 1, 2).finished());
  EXPECT_EQ(error("1\n", first_is_target, no_header_),
            ": a file of 1 columns without header does not fit: the net takes 2 features in its own order, or a file "
            "with the columns that it was trained on");
}

TEST_F(SamplesFile, TakesImages) {
  const KnownColumns pixels{{"pixel_0_0", "pixel_0_1"}, {"label"}, false};
  const std::string images = idx_bytes(8, {2, 1, 2}, {1, 2, 3, 4});
  const Table table = read(gzipped(images), pixels);
  EXPECT_EQ(std::get<Matrix<std::uint8_t>>(table.features)(1, 1), 4);
  EXPECT_EQ(error(idx_bytes(8, {1, 1, 3}, {1, 2, 3}), pixels), ": images of 3 pixels do not fit a net of 2 inputs");
  EXPECT_EQ(error(images, {pixels.features, pixels.targets, true}),
            ": a file of images has no labels to compare with; give a CSV file with the column label");
}

}  // namespace
}  // namespace mlp
