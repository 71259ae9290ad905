#include "mlp/data/join.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "mlp/data/fingerprint.h"
#include "mlp/data/load.h"
#include "mlp/data/sources/blobs.h"
#include "mlp/data/sources/moons.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

/// A source that is a table.
class Given final : public Source {
 public:
  explicit Given(Table table) : table_(std::move(table)) {}
  Table load(std::uint64_t) const override { return table_; }

 private:
  Table table_;
};

Table numbers(const Matrix<double>& features, std::vector<std::string> names, const std::vector<double>& targets,
              const std::string& origin) {
  Table table = numbered_table(targets);
  table.features = features;
  table.feature_names = std::move(names);
  table.origin = origin;
  return table;
}

Table training() {
  return numbers((Matrix<double>(2, 3) << 1, 2, 3, 10, 20, 30).finished(), {"a", "b"}, {0, 1, 0}, "train.csv");
}
Table others() { return numbers((Matrix<double>(2, 1) << 40, 4).finished(), {"b", "a"}, {2}, "test.csv"); }

std::string error_of(const Table& table, const Table& part) {
  const Given a(table), b(part);
  return message_of<InputError>([&] { load_table(a, nullptr, &b, 0); });
}

TEST(Join, PutsTestAndValidationSamplesBehindTheOthers) {
  const Given a(training()), validation(training()), test(others());
  const Table table = load_table(a, &validation, &test, 0);
  EXPECT_EQ(std::get<Matrix<double>>(table.features),
            (Matrix<double>(2, 7) << 1, 2, 3, 4, 1, 2, 3, 10, 20, 30, 40, 10, 20, 30).finished());  // by name
  EXPECT_EQ(std::get<NumericTargets>(table.targets).values, (Matrix<double>(1, 7) << 0, 1, 0, 2, 0, 1, 0).finished());
  EXPECT_EQ(table.test_samples, 1);
  EXPECT_EQ(table.validation_samples, 3);
  EXPECT_EQ(table.origin, "train.csv");
  EXPECT_EQ(table.test_origin, "test.csv");
}

TEST(Join, SplitsTheTrainingSourceAlone) {
  const Given a(training()), test(others());
  DataOptions options;
  options.task = Task::multiclass_classification;
  options.split = {.validation = 1.0 / 3, .shuffle = false};
  options.scaling.kind = ScalingKind::standardize;
  const auto data = make_dataset<double>(load_table(a, nullptr, &test, 0), options);
  EXPECT_EQ(data.info().class_names, (std::vector<std::string>{"0", "1", "2"}));  // over the rows of all sources
  EXPECT_EQ(data.train().samples(), 2);
  EXPECT_EQ(data.validation().samples(), 1);
  EXPECT_EQ(data.test().class_counts(), (std::vector<Index>{0, 0, 1}));
  EXPECT_EQ(data.info().scaling.shift, (std::vector<double>{1.5, 15}));  // of the training part
  options.scaling.fit_on_all = true;
  EXPECT_EQ(make_dataset<double>(load_table(a, nullptr, &test, 0), options).info().scaling.shift,
            (std::vector<double>{2.5, 25}));
}

TEST(Join, AValidationSourceIsTheWholeValidationPart) {
  const Given a(training()), validation(others());
  DataOptions options;
  options.task = Task::regression;
  const auto data = make_dataset<double>(load_table(a, &validation, nullptr, 0), options);
  EXPECT_EQ(data.train().samples(), 3);
  EXPECT_EQ(data.validation().all_inputs(), (Matrix<double>(2, 1) << 4, 40).finished());
  EXPECT_TRUE(data.test().empty());
}

TEST(Join, KeepsBytesWhereAllAreBytes) {
  Table images = training(), more = training();
  const Matrix<std::uint8_t> bytes = (Matrix<std::uint8_t>(2, 3) << 0, 51, 255, 1, 2, 3).finished();
  images.features = bytes;
  const Given numbers_only(training()), a(images);
  const Table joined = load_table(a, nullptr, &a, 0);
  EXPECT_EQ(std::get<Matrix<std::uint8_t>>(joined.features).rightCols(3), bytes);
  EXPECT_EQ(std::get<Matrix<double>>(load_table(numbers_only, nullptr, &a, 0).features)(0, 4), 0.2);  // 51/255
  EXPECT_EQ(std::get<Matrix<double>>(load_table(a, nullptr, &numbers_only, 0).features)(0, 1), 0.2);
}

TEST(Join, MakesNamesOfNumbersWhereAnotherSourceHasNames) {
  const Given a(numbered_table({1, 2})), b(named_table({"2", "three"}));
  const Table table = load_table(a, nullptr, &b, 0);
  const auto& names = std::get<NamedTargets>(table.targets);
  EXPECT_EQ(names.values, (std::vector<std::string>{"1", "2", "2", "three"}));
  EXPECT_NE(names.first_text, "");
}

TEST(Join, RefusesOtherColumns) {
  Table part = others();
  part.feature_names = {"b", "c"};
  EXPECT_EQ(error_of(training(), part), "test.csv: the test source lacks \"a\" of train.csv");
  Table wide = numbers(Matrix<double>::Zero(3, 1), {"a", "b", "y2"}, {1}, "test.csv");
  EXPECT_EQ(error_of(training(), wide),
            "test.csv: the test source has \"y2\", which is no feature of train.csv; \"ignore\" leaves columns out");
  part = others();
  part.target_names = {"label"};
  EXPECT_EQ(error_of(training(), part),
            "test.csv: the targets of the test source are \"label\", those of train.csv \"y\"; they must be the same");
  part.targets = NoTargets{};
  part.target_names = {};
  EXPECT_EQ(error_of(training(), part),
            "test.csv: the targets of the test source are none, those of train.csv \"y\"; they must be the same");
  Table tall = others();
  tall.sample_shape = {2, 1};
  Table flat = training();
  flat.sample_shape = {1, 2};
  EXPECT_EQ(error_of(flat, tall),
            "test.csv: the samples of the test source have another shape than those of train.csv");
}

TEST(Join, RefusesASecondTestPart) {
  Table whole = training();
  whole.test_samples = 1;
  EXPECT_EQ(error_of(whole, others()),
            "train.csv: the source has a test part of its own; leave that out, or \"test_source\"");
  EXPECT_EQ(error_of(training(), whole),
            "train.csv: the test source has a test part of its own, which nobody would look at");
}

TEST(Join, TheFingerprintIsOfAllSources) {
  const Given a(training()), b(others());
  const std::string alone = fingerprint(load_table(a, nullptr, nullptr, 0));
  const std::string test = fingerprint(load_table(a, nullptr, &b, 0));
  const std::string validation = fingerprint(load_table(a, &b, nullptr, 0));
  EXPECT_EQ(alone, fingerprint(training()));
  EXPECT_NE(test, alone);
  EXPECT_NE(validation, alone);
  EXPECT_NE(validation, test);
}

// Test samples of a generator are other samples of the same distribution.
TEST(Join, AGeneratorDrawsOtherSamplesForItsParts) {
  const Moons moons({.n = 20, .noise = 0.1});
  const Table table = load_table(moons, &moons, &moons, 5);
  const auto& x = std::get<Matrix<double>>(table.features);
  EXPECT_EQ(x.leftCols(20), std::get<Matrix<double>>(moons.load(5).features));
  EXPECT_EQ(x.middleCols(20, 20), std::get<Matrix<double>>(moons.load(7).features));
  EXPECT_EQ(x.rightCols(20), std::get<Matrix<double>>(moons.load(6).features));
}

TEST(Join, BlobsKeepTheirCentres) {
  const Blobs blobs({.n = 3000, .stddev = 0.1});
  const Table a = blobs.load(4), b = blobs.load_more(4, 1);
  EXPECT_NE(std::get<Matrix<double>>(a.features), std::get<Matrix<double>>(b.features));
  const auto mean_of = [](const Table& table, double label) {
    const auto& x = std::get<Matrix<double>>(table.features);
    const auto& y = std::get<NumericTargets>(table.targets).values;
    Eigen::Vector2d sum = Eigen::Vector2d::Zero();
    for (Index i = 0; i < x.cols(); ++i)
      if (y(0, i) == label) sum += x.col(i);
    return Eigen::Vector2d(sum / 1000);
  };
  for (const double label : {0, 1, 2}) EXPECT_LT((mean_of(a, label) - mean_of(b, label)).norm(), 0.03);
}

}  // namespace
}  // namespace mlp
