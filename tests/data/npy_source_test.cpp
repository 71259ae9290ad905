// The sources npy and npz against files that NumPy wrote: tests/golden/sources/make_sources.py.

#include "mlp/data/sources/npy.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "mlp/core/error.h"
#include "mlp/core/npy.h"
#include "mlp/data/classes.h"
#include "tests/data/gzip.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using Names = std::vector<std::string>;

std::filesystem::path numpy_file(const std::string& name) {
  return std::filesystem::path(MLP_SOURCE_DIR) / "tests/golden/sources" / name;
}

/// What NumPy says of a file, (features × samples).
Matrix<double> numpy_values(const std::string& name) {
  std::ifstream file(numpy_file("sources.json"));
  const auto rows = nlohmann::json::parse(file).at(name).get<std::vector<std::vector<double>>>();
  Matrix<double> values(static_cast<Index>(rows[0].size()), static_cast<Index>(rows.size()));
  for (Index j = 0; j < values.cols(); ++j)
    for (Index i = 0; i < values.rows(); ++i)
      values(i, j) = rows[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)];
  return values;
}

Matrix<double> fetched_features(const Table& table) {
  return std::get<Matrix<double>>(in_memory(table.features, table.origin));
}

TEST(NpySource, ReadsWhatNumPyWroteInMemoryAndStreamed) {
  for (const std::string name : {"f8", "f4", "f8_big", "f4_big", "i2_big", "u4_big", "i8", "u1", "i1", "bool", "vector",
                                 "images", "f2", "f2_big"})
    for (const Streaming streaming : {Streaming::never, Streaming::always, Streaming::automatic}) {
      const Table table = Npy({numpy_file(name + ".npy"), {}, streaming}).load(0);
      EXPECT_EQ(std::holds_alternative<StreamedFeatures>(table.features), streaming == Streaming::always);
      EXPECT_EQ(fetched_features(table), numpy_values(name)) << name;
      EXPECT_TRUE(std::holds_alternative<NoTargets>(table.targets));
    }
}

TEST(NpySource, ReadsFortranOrderInMemory) {
  EXPECT_EQ(features_of(Npy({numpy_file("fortran.npy"), {}}).load(0)), numpy_values("fortran"));
}

TEST(NpySource, ReadsCompressedFiles) {
  const TemporaryFolder folder;
  put_bytes(folder / "x.npy.gz", gzipped(bytes_of(numpy_file("f4_big.npy"))));
  EXPECT_EQ(features_of(Npy({folder / "x.npy.gz", {}}).load(0)), numpy_values("f4_big"));
}

TEST(NpySource, NamesFeaturesAndTargets) {
  const Table numbers = Npy({numpy_file("f8.npy"), numpy_file("labels.npy")}).load(0);
  EXPECT_EQ(numbers.feature_names, (Names{"x1", "x2", "x3"}));
  EXPECT_EQ(numbers.target_names, (Names{"y"}));
  EXPECT_EQ(std::get<NumericTargets>(numbers.targets).values, (Matrix<double>(1, 5) << 0, 1, 1, 0, 1).finished());
  EXPECT_TRUE(numbers.sample_shape.empty());
  const Table two = Npy({numpy_file("f8.npy"), numpy_file("two_targets.npy")}).load(0);
  EXPECT_EQ(two.target_names, (Names{"y1", "y2"}));
  EXPECT_EQ(std::get<NumericTargets>(two.targets).values.col(4), (Eigen::Vector2d(8, 9)));
  const Table images = Npy({numpy_file("images.npy"), {}}).load(0);
  EXPECT_EQ(images.feature_names, (Names{"pixel_0_0", "pixel_0_1", "pixel_1_0", "pixel_1_1"}));
  EXPECT_EQ(images.sample_shape, (Shape{2, 2}));
}

TEST(NpzSource, ReadsWhatSavezWrote) {
  const Table table = Npz({numpy_file("both.npz"), "x_train", "y_train"}).load(0);
  EXPECT_EQ(features_of(table), numpy_values("f8"));
  EXPECT_EQ(std::get<NumericTargets>(table.targets).values, (Matrix<double>(1, 5) << 0, 1, 1, 0, 1).finished());
  EXPECT_EQ(table.target_names, (Names{"y"}));
}

TEST(NpySource, TakesTextAsNamesOfClasses) {
  const std::vector<std::string> species{"rose", "Ölbaum", "oak", "rose", "oak"};
  const auto names_of = [](const Table& table) { return std::get<NamedTargets>(table.targets).values; };
  for (const char* file : {"names.npy", "names_big.npy", "names_bytes.npy"}) {
    const Table table = Npy({numpy_file("f8.npy"), numpy_file(file)}).load(0);
    EXPECT_EQ(names_of(table), species) << file;
    EXPECT_EQ(table.target_names, (Names{"y"}));
    const Classes classes = find_classes(table);
    EXPECT_EQ(classes.names, (Names{"oak", "rose", "Ölbaum"}));
    EXPECT_EQ(classes.labels, (std::vector<std::int32_t>{1, 2, 0, 1, 0}));
    EXPECT_EQ(std::get<NamedTargets>(table.targets).first_text,
              numpy_file(file).string() + ": sample 0 (counted from 0) has the target \"rose\", which is not a number");
  }
  EXPECT_EQ(names_of(Npz({numpy_file("names.npz"), "x", "y"}).load(0)), species);
  const Table digits = Npy({numpy_file("f8.npy"), numpy_file("digits.npy")}).load(0);
  EXPECT_EQ(find_classes(digits).names, (Names{"2", "7", "10"}));
}

class DamagedArrays : public testing::Test {
 protected:
  std::string error(const Tensor& features, Streaming streaming = Streaming::never) const {
    write_npy(x_, features);
    return error_of({x_, {}, streaming});
  }
  std::string error_of(const NpyOptions& options) const {
    return message_of<InputError>([&] { fetched_features(Npy(options).load(0)); });
  }
  static Tensor zeros(const Shape& shape) {
    return tensor_of<double>("", shape, std::vector<double>(static_cast<std::size_t>(count_of(shape))));
  }

  TemporaryFolder folder_;
  std::filesystem::path x_ = folder_ / "x.npy", y_ = folder_ / "y.npy";
  std::string name_ = x_.string();
};

TEST_F(DamagedArrays, AreNamedWithTheRemedy) {
  EXPECT_EQ(error_of({folder_ / "y.npy", {}}), y_.string() + ": no such file");
  EXPECT_EQ(error(zeros({})), name_ + ": a single number is no array of features; expected shape [samples, features]");
  EXPECT_EQ(error(zeros({0, 3})), name_ + ": there is nothing in it (shape [0, 3])");
  EXPECT_EQ(error(zeros({3, 0})), name_ + ": there is nothing in it (shape [3, 0])");
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  for (const Streaming streaming : {Streaming::never, Streaming::always}) {
    EXPECT_EQ(error(tensor_of<double>("", {2, 2}, std::vector<double>{0, 1, 2, nan}), streaming),
              name_ + ": sample 1, feature 1 (counted from 0) is nan; all must be finite");
    EXPECT_EQ(error(tensor_of<double>("", {2, 2}, std::vector<double>{0, -infinity, 2, 3}), streaming),
              name_ + ": sample 0, feature 1 (counted from 0) is -inf; all must be finite");
  }
  EXPECT_EQ(error_of({numpy_file("fortran.npy"), {}, Streaming::always}),
            numpy_file("fortran.npy").string() +
                " cannot be streamed, because its elements are in Fortran order, so that no sample is in one place; "
                "save numpy.ascontiguousarray of it");
  put_bytes(x_, gzipped(bytes_of(numpy_file("f8.npy"))));
  EXPECT_EQ(error_of({x_, {}, Streaming::always}),
            name_ + " cannot be streamed, because it is compressed; unpack it (gunzip)");
}

TEST_F(DamagedArrays, AreNamedWhereTheyDoNotBelongTogether) {
  write_npy(x_, zeros({3, 2}));
  const auto targets = [&](const Tensor& array) {
    write_npy(y_, array);
    return error_of({x_, y_});
  };
  EXPECT_EQ(targets(zeros({4})),
            y_.string() + " has targets for 4 samples, but " + name_ + " has 3 samples: do the two belong together?");
  EXPECT_EQ(targets(zeros({3, 1, 1})),
            y_.string() + ": expected targets of shape [samples] or [samples, targets], found [3, 1, 1]");
  EXPECT_EQ(targets(tensor_of<double>("", {3}, std::vector<double>{0, 1, std::numeric_limits<double>::quiet_NaN()})),
            y_.string() + ": sample 2, target 0 (counted from 0) is nan; all must be finite");
}

TEST_F(DamagedArrays, AreNamedWhereTextIsNoLabel) {
  const std::string names = numpy_file("names.npy").string();
  const std::string expected =
      ": its elements are text, which is read as targets alone; save the array as float32, float64, integers or bool";
  for (const Streaming streaming : {Streaming::never, Streaming::always})
    EXPECT_EQ(error_of({numpy_file("names.npy"), {}, streaming}), names + expected);
  write_npy(x_, zeros({4, 2}));
  EXPECT_EQ(error_of({x_, numpy_file("names.npy")}),
            names + " has targets for 5 samples, but " + name_ + " has 4 samples: do the two belong together?");
  const auto labels = [&](const std::string& shape) {
    std::string bytes = bytes_of(numpy_file("names.npy"));
    bytes.replace(bytes.find("(5,), }"), 7, shape);
    bytes.resize(bytes.size() - 24);  // four names of six characters
    put_bytes(y_, bytes);
    return error_of({x_, y_});
  };
  EXPECT_EQ(labels("(4, 0)}"),
            y_.string() + ": expected targets of shape [samples] or [samples, targets], found [4, 0]");
  EXPECT_EQ(labels("(4, 2)}"), y_.string() + ": expected text of shape [samples], the names of classes, found [4, 2]");
  EXPECT_EQ(labels("(4,),} "), "");
  std::string bytes = bytes_of(y_);
  bytes.replace(bytes.size() - 24, 24, std::string(24, '\0'));
  put_bytes(y_, bytes);
  EXPECT_EQ(error_of({x_, y_}), y_.string() + ": sample 3 (counted from 0) has an empty text as its label");
}

TEST_F(DamagedArrays, AreNamedInAnArchive) {
  const std::filesystem::path path = folder_ / "data.npz";
  Tensor x = zeros({3, 2});
  x.name = "x_train";
  write_npz(path, {x});
  const auto error = [&](const std::string& features, const std::string& targets) {
    return message_of<InputError>([&] { Npz({path, features, targets}).load(0); });
  };
  EXPECT_EQ(error("x_trian", ""),
            path.string() + " has no array \"x_trian\"; did you mean \"x_train\"? It has \"x_train\"");
  EXPECT_EQ(error("x_train", "labels"), path.string() + " has no array \"labels\"; it has \"x_train\"");
  write_npz(path, {});
  EXPECT_EQ(error("x_train", ""), path.string() + " has no array \"x_train\"; it has none");
}

TEST_F(DamagedArrays, AreFoundWhereverAFileIsCut) {
  const std::string good = bytes_of(numpy_file("images.npy"));
  for (const Streaming streaming : {Streaming::never, Streaming::always})
    for (std::size_t size = 0; size < good.size(); ++size) {
      put_bytes(x_, good.substr(0, size));
      EXPECT_NE(error_of({x_, {}, streaming}), "") << size;
    }
}

TEST_F(DamagedArrays, AreSurvivedWhateverTheDamage) {
  const std::string good = bytes_of(numpy_file("i2_big.npy"));
  for (std::size_t at = 0; at < good.size(); ++at)
    for (const unsigned flip : {0x01u, 0x80u, 0xFFu}) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ flip);
      put_bytes(x_, bytes);
      for (const Streaming streaming : {Streaming::never, Streaming::always}) {
        try {
          EXPECT_GT(fetched_features(Npy({x_, {}, streaming}).load(0)).size(), 0);
        } catch (const InputError&) {
        }
      }
    }
}

TEST(NpySource, RefusesLabelsThatWouldBeRounded) {
  const TemporaryFolder folder;
  const auto error = [&](const auto& labels) {
    using Label = typename std::decay_t<decltype(labels)>::value_type;
    write_npy(folder / "x.npy", tensor_of<double>("", {2, 1}, std::vector<double>{1, 2}));
    write_npy(folder / "y.npy", tensor_of<Label>("", {2}, labels));
    const Table table = Npy({folder / "x.npy", folder / "y.npy"}).load(0);
    return message_of<InputError>([&] { find_classes(table); });
  };
  constexpr std::int64_t largest = std::int64_t{1} << 53;
  const std::string place = (folder / "y.npy").string() + ": sample 1 (counted from 0): the label ",
                    problem = " has more digits than a number keeps";
  EXPECT_EQ(error(std::vector<std::int64_t>{largest, largest + 2}), "");
  EXPECT_TRUE(error(std::vector<std::int64_t>{0, largest + 1}).starts_with(place + "\"9007199254740993\"" + problem));
  EXPECT_TRUE(error(std::vector<std::int64_t>{0, -largest - 1}).starts_with(place + "\"-9007199254740993\"" + problem));
  EXPECT_TRUE(error(std::vector<std::uint64_t>{0, std::numeric_limits<std::uint64_t>::max()})
                  .starts_with(place + "\"18446744073709551615\"" + problem));
}

}  // namespace
}  // namespace mlp
