#include "mlp/data/sources/idx.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "tests/data/gzip.h"
#include "tests/data/idx_bytes.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

using Names = std::vector<std::string>;

class IdxTest : public testing::Test {
 protected:
  void SetUp() override {
    put_bytes(images_, idx_bytes(8, {3, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255}));
    put_bytes(labels_, idx_bytes(8, {3}, {7, 0, 7}));
  }
  Table load() const { return Idx({images_, labels_, {}, {}}).load(0); }
  std::string error() const {
    return message_of<InputError>([&] { load(); });
  }

  TemporaryFolder folder_;
  std::filesystem::path images_ = folder_ / "images", labels_ = folder_ / "labels";
};

TEST_F(IdxTest, KeepsPixelsAsBytes) {
  const Table table = load();
  Matrix<std::uint8_t> expected(4, 3);
  expected << 0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 255;
  EXPECT_EQ(std::get<Matrix<std::uint8_t>>(table.features), expected);
  EXPECT_EQ(std::get<NumericTargets>(table.targets).values, (Matrix<double>(1, 3) << 7, 0, 7).finished());
  EXPECT_EQ(table.feature_names, (Names{"pixel_0_0", "pixel_0_1", "pixel_1_0", "pixel_1_1"}));
  EXPECT_EQ(table.sample_shape, (std::vector<Index>{2, 2}));
  EXPECT_EQ(table.test_samples, 0);
}

TEST_F(IdxTest, PutsTheTestFilesLast) {
  put_bytes(folder_ / "test_images", gzipped(idx_bytes(8, {1, 2, 2}, {9, 9, 9, 9})));
  put_bytes(folder_ / "test_labels", gzipped(idx_bytes(8, {1}, {5})));
  const Table table = Idx({images_, labels_, folder_ / "test_images", folder_ / "test_labels"}).load(0);
  EXPECT_EQ(table.samples(), 4);
  EXPECT_EQ(table.test_samples, 1);
  EXPECT_EQ(std::get<Matrix<std::uint8_t>>(table.features)(0, 3), 9);
  EXPECT_EQ(std::get<NumericTargets>(table.targets).values(0, 3), 5);
}

TEST_F(IdxTest, NeedsNoLabels) {
  EXPECT_TRUE(std::holds_alternative<NoTargets>(Idx({images_, {}, {}, {}}).load(0).targets));
}

TEST_F(IdxTest, ReadsTheOtherTypesAsNumbers) {
  const auto values = [&](unsigned char type, const std::vector<unsigned char>& bytes) {
    put_bytes(images_, idx_bytes(type, {1, 2}, bytes));
    return Matrix<double>(std::get<Matrix<double>>(Idx({images_, {}, {}, {}}).load(0).features));
  };
  EXPECT_EQ(values(9, {0xff, 0x80}), (Matrix<double>(2, 1) << -1, -128).finished());
  EXPECT_EQ(values(11, {0xff, 0xfe, 0x01, 0x00}), (Matrix<double>(2, 1) << -2, 256).finished());
  EXPECT_EQ(values(12, {0xff, 0xff, 0xff, 0xff, 0, 1, 0, 0}), (Matrix<double>(2, 1) << -1, 65536).finished());
  EXPECT_EQ(values(13, {0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0}), (Matrix<double>(2, 1) << 1.5, -2).finished());
  EXPECT_EQ(values(14, {0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0}),
            (Matrix<double>(2, 1) << 1.5, -2).finished());
  EXPECT_THROW(values(13, {0x7f, 0xc0, 0, 0, 0, 0, 0, 0}), InputError);  // not a number
}

TEST_F(IdxTest, SaysWhatIsWrongWithAFile) {
  const std::string name = images_.string();
  put_bytes(images_, "PK\x03\x04");
  EXPECT_EQ(error(),
            name + ": not an IDX file: it does not start with two zero bytes, a type and a number of dimensions");
  put_bytes(images_, std::string(3, '\0'));
  EXPECT_NE(error().find("not an IDX file"), std::string::npos);
  put_bytes(images_, idx_bytes(7, {1, 1}, {0}));
  EXPECT_NE(error().find("elements of type 7 are unknown"), std::string::npos);
  put_bytes(images_, idx_bytes(8, {}, {}));
  EXPECT_EQ(error(), name + ": the IDX header of 0 dimensions is empty");
  put_bytes(images_, idx_bytes(8, std::vector<std::uint32_t>(255, 7), {1, 2}));
  EXPECT_EQ(error(), name + ": the IDX header has 255 dimensions, and at most 8 are read: is it an IDX file?");
  put_bytes(images_, idx_bytes(8, {3, 2}, {}).substr(0, 10));
  EXPECT_EQ(error(), name + ": the IDX header of 2 dimensions is cut off");
  put_bytes(images_, idx_bytes(8, {3, 2, 2}, {1, 2, 3}));
  EXPECT_EQ(error(), name +
                         ": unsigned bytes of shape 3 × 2 × 2 need 12 bytes after the header, found 3: the file is "
                         "cut off");
  put_bytes(images_, idx_bytes(11, {1, 1}, {1, 2, 3}));
  EXPECT_EQ(error(), name +
                         ": 16-bit integers of shape 1 × 1 need 2 bytes after the header, found 3: there is "
                         "something else after the data");
  put_bytes(images_, idx_bytes(8, {0, 2, 2}, {}));
  EXPECT_EQ(error(), name + ": there are no images in it (unsigned bytes of shape 0 × 2 × 2)");
  put_bytes(images_, idx_bytes(8, {2, 0xffffffff, 0xffffffff, 0xffffffff, 0}, {}));
  EXPECT_NE(error().find("there are no images in it"), std::string::npos);
  put_bytes(images_, idx_bytes(8, {0xffffffff, 0xffffffff, 0xffffffff}, {1}));
  EXPECT_NE(error().find("the file is cut off"), std::string::npos);
}

TEST_F(IdxTest, NoticesFilesThatDoNotBelongTogether) {
  const std::string images = images_.string(), labels = labels_.string();
  EXPECT_EQ(message_of<InputError>([&] {
              Idx({labels_, images_, {}, {}}).load(0);
            }),
            labels + ": expected images, found unsigned bytes of shape 3: is this the file of the labels?");
  EXPECT_EQ(message_of<InputError>([&] {
              Idx({images_, images_, {}, {}}).load(0);
            }),
            images +
                ": expected labels, one number each, found unsigned bytes of shape 3 × 2 × 2: is this the file of "
                "the images?");
  EXPECT_EQ(message_of<InputError>([&] {
              Idx({images_, labels_, labels_, labels_}).load(0);
            }),
            labels + ": expected images, found unsigned bytes of shape 3: is this the file of the labels?");
  put_bytes(folder_ / "wide", idx_bytes(8, {3, 1, 4}, std::vector<unsigned char>(12)));
  EXPECT_EQ(message_of<InputError>([&] {
              Idx({images_, labels_, folder_ / "wide", labels_}).load(0);
            }),
            (folder_ / "wide").string() + " holds unsigned bytes of shape 3 × 1 × 4, but " + images +
                " unsigned bytes of shape 3 × 2 × 2: test images must be like the others");
  put_bytes(labels_, idx_bytes(8, {2}, {7, 0}));
  EXPECT_EQ(error(), labels + " has 2 labels, but " + images + " has 3 images: do the two belong together?");
}

TEST_F(IdxTest, NeedsBothTestFiles) {
  EXPECT_EQ(message_of<InputError>([&] {
              Idx({images_, labels_, images_, {}});
            }),
            "idx: \"test_images\" is given without \"test_labels\"");
  EXPECT_EQ(message_of<InputError>([&] {
              Idx({images_, labels_, {}, labels_});
            }),
            "idx: \"test_labels\" is given without \"test_images\"");
  EXPECT_THROW(Idx({images_, {}, images_, labels_}), InputError);
  EXPECT_THROW(Idx({{}, labels_, {}, {}}), InputError);
}

}  // namespace
}  // namespace mlp
