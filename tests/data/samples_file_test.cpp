#include "mlp/data/samples_file.h"

#include <gtest/gtest.h>

#include <span>

#include "mlp/core/error.h"
#include "mlp/core/npy.h"
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
    return read_samples(path_, {.csv = format}, known);
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

TEST_F(SamplesFile, SaysWhatHelpsSomeoneWhoPredicts) {
  EXPECT_EQ(error("a,b\n1,red\n", predict_),
            ":2: column \"b\": \"red\" is not a finite number; the net was trained on numbers in this column; correct "
            "it or delete the row");
  EXPECT_EQ(error("a,b\n1,\n", predict_), ":2: column \"b\": the value is missing; fill it in or delete the row");
  EXPECT_EQ(error("a,b\n1,2\n", {{"column_0", "column_1"}, {}, false}, no_header_),
            ":1: column \"column_0\": \"a\" is not a finite number; if this line names the columns, delete it: the net "
            "was trained on a file without");
}

TEST_F(SamplesFile, TakesArrays) {
  const std::vector<double> values{1, 2, 3, 4};
  Tensor x = tensor_of<double>("x", {2, 2}, values);
  EXPECT_EQ(features_of(read(npy_bytes(x), predict_)), (Matrix<double>(2, 2) << 1, 3, 2, 4).finished());
  EXPECT_EQ(error(npy_bytes(x), evaluate_),
            ": a .npy file has no targets to compare with; give a CSV file with the column y, or a .npz file with "
            "arrays \"x\" and \"y\"");
  EXPECT_EQ(error(npy_bytes(tensor_of<double>("", {4}, values)), predict_),
            ": samples of 1 features do not fit a net of 2 inputs");
  Tensor y = tensor_of<double>("y", {2}, std::span(values).first(2));
  const auto archive = [&](const std::vector<Tensor>& tensors, const KnownColumns& known,
                           const SampleFormats& formats) {
    write_npz(folder_ / "new.npz", tensors);
    return read_samples(folder_ / "new.npz", formats, known);
  };
  EXPECT_EQ(features_of(archive({x, y}, predict_, {})), features_of(read(npy_bytes(x), predict_)));
  EXPECT_TRUE(std::holds_alternative<NoTargets>(archive({x, y}, predict_, {}).targets));
  EXPECT_EQ(std::get<NumericTargets>(archive({x, y}, evaluate_, {}).targets).values(0, 1), 2);
  x.name = "other";
  EXPECT_EQ(archive({x}, predict_, {}).samples(), 2);  // the only one
  SampleFormats formats;
  formats.features = "other";
  EXPECT_EQ(archive({y, x}, predict_, formats).samples(), 2);
  EXPECT_EQ(message_of<InputError>([&] {
              archive({x, y}, predict_, {});
            }),
            (folder_ / "new.npz").string() + " has no array \"x\"; it has \"other\" and \"y\"");
}

TEST_F(SamplesFile, TakesSparseText) {
  const std::string text = "7 2:4\n8 1:1\n";
  EXPECT_EQ(features_of(read(text, predict_)), (Matrix<double>(2, 2) << 0, 1, 4, 0).finished());
  EXPECT_TRUE(std::holds_alternative<NoTargets>(read(text, predict_).targets));
  EXPECT_EQ(std::get<NumericTargets>(read(gzipped(text), evaluate_).targets).values(0, 1), 8);
  EXPECT_EQ(error("1 3:1\n", predict_), ":1:3: index 3 is beyond the net's 2 inputs");
  EXPECT_EQ(error("1 0:1\n", predict_), ":1:3: index 0 is below 1");
}

TEST_F(SamplesFile, TakesImages) {
  const KnownColumns pixels{{"pixel_0_0", "pixel_0_1"}, {"label"}, false};
  const std::string images = idx_bytes(8, {2, 1, 2}, {1, 2, 3, 4});
  const Table table = read(gzipped(images), pixels);
  EXPECT_EQ(std::get<Matrix<std::uint8_t>>(table.features)(1, 1), 4);
  EXPECT_EQ(error(idx_bytes(8, {1, 1, 3}, {1, 2, 3}), pixels), ": samples of 3 features do not fit a net of 2 inputs");
  EXPECT_EQ(
      error(images, {pixels.features, pixels.targets, true}),
      ": a file of images has no targets to compare with; give a CSV file with the column label, or a .npz file with "
      "arrays \"x\" and \"y\"");
}

}  // namespace
}  // namespace mlp
