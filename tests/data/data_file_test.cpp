#include "mlp/data/data_file.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "tests/data/gzip.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

TEST(DataFile, IsReadAsItIs) {
  const TemporaryFolder folder;
  put_bytes(folder / "a", std::string("x\0y\r\n", 5));
  EXPECT_EQ(read_data_file(folder / "a"), std::string("x\0y\r\n", 5));
  put_bytes(folder / "empty", "");
  EXPECT_EQ(read_data_file(folder / "empty"), "");
}

TEST(DataFile, IsDecompressedByItsContent) {
  const TemporaryFolder folder;
  const std::string text(100000, 'z');
  put_bytes(folder / "a.csv", gzipped(text));
  EXPECT_EQ(read_data_file(folder / "a.csv"), text);
  put_bytes(folder / "two", gzipped("one, ") + gzipped("two"));
  EXPECT_EQ(read_data_file(folder / "two"), "one, two");
  put_bytes(folder / "nothing", gzipped(""));
  EXPECT_EQ(read_data_file(folder / "nothing"), "");
}

TEST(DataFile, SaysWhatIsWrongWithGzip) {
  const std::string whole = gzipped("some text that is long enough to be cut");
  const auto error = [](const std::string& bytes) { return message_of<InputError>([&] { gunzipped(bytes, "a.gz"); }); };
  for (std::size_t length = 2; length < whole.size(); ++length)
    EXPECT_NE(error(whole.substr(0, length)).find("a.gz: the gzip data end too early"), std::string::npos) << length;
  std::string damaged = whole;
  damaged[whole.size() - 6] ^= 1;  // in the checksum
  EXPECT_NE(error(damaged).find("a.gz: damaged gzip data"), std::string::npos);
  EXPECT_NE(error(whole + "tail").find("a.gz: damaged gzip data"), std::string::npos);
}

TEST(DataFile, NamesTheNearestFileWhereOneIsMissing) {
  const TemporaryFolder folder;
  put_bytes(folder / "iris.csv", "");
  EXPECT_EQ(message_of<InputError>([&] { read_data_file(folder / "irs.csv"); }),
            (folder / "irs.csv").string() + ": no such file; did you mean \"iris.csv\"?");
  EXPECT_EQ(message_of<InputError>([&] { read_data_file(folder / "no" / "way"); }),
            (folder / "no" / "way").string() + ": no such file");
  EXPECT_THROW(read_data_file(folder.path()), InputError);
}

}  // namespace
}  // namespace mlp
