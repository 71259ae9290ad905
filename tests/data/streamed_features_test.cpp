#include "mlp/data/streamed_features.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "mlp/core/error.h"
#include "mlp/core/npy.h"
#include "mlp/data/fingerprint.h"
#include "mlp/data/join.h"
#include "mlp/data/load.h"
#include "mlp/data/sources/idx.h"
#include "mlp/data/sources/npy.h"
#include "tests/data/gzip.h"
#include "tests/data/idx_bytes.h"
#include "tests/data/tables.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

// Samples of more features than are fetched at once.
constexpr Index wide = 1300, many = 40;

/// Arrays that look random, of every element type that the test needs.
std::vector<float> noisy(Index count) {
  std::vector<float> values(static_cast<std::size_t>(count));
  std::uint32_t state = 1;
  for (float& value : values) {
    state = state * 1664525 + 1013904223;
    value = static_cast<float>(state >> 8) / 65536 - 100;
  }
  return values;
}

class Streamed : public testing::Test {
 protected:
  Streamed() {
    write_npy(folder_ / "x.npy", tensor_of<float>("", {many, wide}, noisy(many * wide)));
    std::vector<double> classes(many);
    for (std::size_t i = 0; i < classes.size(); ++i) classes[i] = static_cast<double>(i % 3);
    write_npy(folder_ / "y.npy", tensor_of<double>("", {many}, classes));
    std::vector<unsigned char> pixels, labels;
    for (const float value : noisy(many * wide)) pixels.push_back(static_cast<unsigned char>(static_cast<int>(value)));
    for (Index i = 0; i < many; ++i) labels.push_back(static_cast<unsigned char>(i % 3));
    put_bytes(folder_ / "images", idx_bytes(8, {many, 13, 100}, pixels));
    put_bytes(folder_ / "labels", idx_bytes(8, {many}, labels));
    std::vector<unsigned char> big(many * 8);
    for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<unsigned char>(i * 7);
    put_bytes(folder_ / "shorts", idx_bytes(11, {many, 2, 2}, big));
  }

  std::vector<std::shared_ptr<const Source>> sources(Streaming streaming) const {
    const std::filesystem::path images = folder_ / "images", labels = folder_ / "labels";
    return {std::make_shared<Npy>(NpyOptions{folder_ / "x.npy", folder_ / "y.npy", streaming}),
            std::make_shared<Idx>(IdxOptions{.images = images, .labels = labels, .streaming = streaming}),
            std::make_shared<Idx>(IdxOptions{images, labels, images, labels, 7, streaming}),
            std::make_shared<Idx>(IdxOptions{.images = folder_ / "shorts", .labels = labels, .streaming = streaming})};
  }

  TemporaryFolder folder_;
};

template <class T>
void expect_same_bits(const Dataset<T>& streamed, const Dataset<T>& in_memory) {
  EXPECT_EQ(streamed.fingerprint, in_memory.fingerprint);
  EXPECT_EQ(streamed.info().scaling.shift, in_memory.info().scaling.shift);
  EXPECT_EQ(streamed.info().scaling.scale, in_memory.info().scaling.scale);
  for (const PartName name : part_names) {
    ASSERT_EQ(streamed.part(name).samples(), in_memory.part(name).samples());
    EXPECT_EQ(streamed.part(name).all_inputs(), in_memory.part(name).all_inputs());
    EXPECT_EQ(streamed.part(name).all_targets(), in_memory.part(name).all_targets());
  }
}

TEST_F(Streamed, GivesTheSameBitsAsInMemory) {
  for (const ScalingKind kind : {ScalingKind::none, ScalingKind::standardize, ScalingKind::minmax}) {
    DataOptions options;
    options.scaling = {.kind = kind, .low = -1, .high = 1};
    options.split.validation = 0.25;
    const auto streamed = sources(Streaming::always), in_memory = sources(Streaming::never);
    for (std::size_t i = 0; i < streamed.size(); ++i) {
      ASSERT_TRUE(std::holds_alternative<StreamedFeatures>(streamed[i]->load(0).features));
      ASSERT_FALSE(std::holds_alternative<StreamedFeatures>(in_memory[i]->load(0).features));
      expect_same_bits(load_dataset<float>(*streamed[i], options), load_dataset<float>(*in_memory[i], options));
      expect_same_bits(load_dataset<double>(*streamed[i], options), load_dataset<double>(*in_memory[i], options));
    }
  }
}

TEST_F(Streamed, JoinsWithSamplesInMemory) {
  const auto streamed = sources(Streaming::always), in_memory = sources(Streaming::never);
  const auto joined = [](const Source& first, const Source& second) {
    return make_dataset<double>(load_table(first, nullptr, &second, 0), {});
  };
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    const auto expected = joined(*in_memory[i], *in_memory[i]);
    expect_same_bits(joined(*streamed[i], *in_memory[i]), expected);
    expect_same_bits(joined(*in_memory[i], *streamed[i]), expected);
    expect_same_bits(joined(*streamed[i], *streamed[i]), expected);
  }
}

TEST_F(Streamed, MixesPixelsWithNumbers) {
  // The same images as pixels, and as numbers from 0 to 1: joined, all are numbers.
  const Table pixels = sources(Streaming::always)[1]->load(0);
  const auto bytes = std::get<Matrix<std::uint8_t>>(in_memory(pixels.features, ""));
  const Matrix<double> numbers = bytes.cast<double>() / 255;
  const auto& blocks = std::get<StreamedFeatures>(pixels.features).blocks();
  const StreamedFeatures mixed({blocks[0], memory_block(numbers)});
  EXPECT_FALSE(mixed.has_pixels());
  const auto fetched = std::get<Matrix<double>>(in_memory(mixed, ""));
  EXPECT_EQ(fetched.leftCols(many), numbers);
  EXPECT_EQ(fetched.rightCols(many), numbers);
}

TEST_F(Streamed, IsRefusedForCompressedImages) {
  put_bytes(folder_ / "images.gz", gzipped(bytes_of(folder_ / "images")));
  const IdxOptions options{.images = folder_ / "images.gz", .labels = {}, .streaming = Streaming::always};
  EXPECT_EQ(message_of<InputError>([&] { Idx(options).load(0); }),
            (folder_ / "images.gz").string() + " cannot be streamed, because it is compressed; unpack it (gunzip)");
}

TEST_F(Streamed, NamesAValueTooLargeForItsPrecision) {
  write_npy(folder_ / "large.npy", tensor_of<double>("", {2, 2}, std::vector<double>{1.0, 2.0, 3.0, 1e40}));
  Table table = Npy({folder_ / "large.npy", {}, Streaming::always}).load(0);
  const auto store = make_feature_store<float>(table, {});
  std::array<float, 4> x;
  const std::array<Index, 2> rows{0, 1};
  EXPECT_EQ(message_of<InputError>([&] { store->gather(rows, rows, x.data()); }),
            (folder_ / "large.npy").string() +
                ": sample 1 (counted from 0): column \"x2\": the value 1e+40 is, after scaling, too large for float32; "
                "scale the data or use "
                "float64");
}

TEST_F(Streamed, NoticesAFileThatBecomesShorter) {
  const auto data = load_dataset<float>(*sources(Streaming::always)[0], {});
  const std::filesystem::path x = folder_ / "x.npy";
  const auto size = std::filesystem::file_size(x);
  std::filesystem::resize_file(x, size - 1);
  EXPECT_EQ(message_of<Failure>([&] { data.train().all_inputs(); }),
            x.string() + " has changed while it was read (it had " + std::to_string(size) + " bytes and has " +
                std::to_string(size - 1) +
                " now); the samples would no longer be those that training began with. Leave the file alone while it "
                "is in use, and start again");
  std::filesystem::resize_file(x, 0);
  EXPECT_NE(message_of<Failure>([&] { data.train().all_inputs(); }), "");
}

TEST_F(Streamed, NoticesAFileThatIsWrittenTo) {
  const auto data = load_dataset<float>(*sources(Streaming::always)[1], {});
  EXPECT_NO_THROW(data.train().all_inputs());
  const std::filesystem::path images = folder_ / "images";
  const auto changed = std::filesystem::last_write_time(images) + std::chrono::seconds(1);
  std::filesystem::last_write_time(images, changed);
  EXPECT_EQ(message_of<Failure>([&] { data.train().all_inputs(); }),
            images.string() +
                " has changed while it was read (it was written to); the samples would no longer be those that "
                "training began with. Leave the file alone while it is in use, and start again");
}

TEST_F(Streamed, KeepsReadingAFileThatIsReplaced) {
  const auto data = load_dataset<float>(*sources(Streaming::always)[1], {});
  const Matrix<float> before = data.train().all_inputs();
  put_bytes(folder_ / "other", "something else");
  std::filesystem::rename(folder_ / "other", folder_ / "images");
  EXPECT_EQ(data.train().all_inputs(), before);
}

TEST(IsStreamed, GoesByTheMemoryUnlessToldOtherwise) {
  EXPECT_FALSE(is_streamed(Streaming::automatic, 1000));
  EXPECT_TRUE(is_streamed(Streaming::automatic, std::uint64_t{1} << 60));
  EXPECT_TRUE(is_streamed(Streaming::always, 0));
  EXPECT_FALSE(is_streamed(Streaming::never, std::uint64_t{1} << 60));
}

TEST(WatchedFile, IsAPlainFile) {
  const TemporaryFolder folder;
  EXPECT_NE(message_of<InputError>([&] { WatchedFile file(folder / "none"); }).find("cannot read"), std::string::npos);
  EXPECT_EQ(message_of<InputError>([&] { WatchedFile file(folder.path()); }),
            "cannot read " + folder.path().string() + " in pieces: it is not a plain file");
}

}  // namespace
}  // namespace mlp
