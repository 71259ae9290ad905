#include "mlp/data/data_file.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "mlp/data/text_window.h"
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

TEST(DataFile, ReadsGzipThatIsFilledUpWithZeros) {
  const TemporaryFolder folder;
  put_bytes(folder / "a.gz", gzipped("some text") + std::string(512, '\0'));
  EXPECT_EQ(read_data_file(folder / "a.gz"), "some text");
  put_bytes(folder / "a.gz", gzipped("one, ") + std::string(3, '\0') + gzipped("two"));
  EXPECT_EQ(read_data_file(folder / "a.gz"), "one, two");
}

/// The first bytes are those that bzip2, zstd, xz, lz4 and 7z write, and the byte order marks of Unicode.
TEST(DataFile, NamesWhatItDoesNotRead) {
  const TemporaryFolder folder;
  const auto path = folder / "a";
  const auto error = [&](const std::string& bytes) {
    put_bytes(path, bytes);
    const std::string whole = message_of<InputError>([&] { read_data_file(path); }),
                      piecewise = message_of<InputError>([&] { TextWindow window(path, 4096); });
    EXPECT_EQ(whole, piecewise);
    return whole;
  };
  const std::string start = path.string() + ": the file is ",
                    compressed = ", which is not read; unpack it, or compress it with gzip",
                    text = " text, which is not read; save it as UTF-8";
  EXPECT_EQ(error("BZh91AY&SY\x01"), start + "compressed by bzip2" + compressed);
  EXPECT_EQ(error("\x28\xb5\x2f\xfd\x04"), start + "compressed by zstd" + compressed);
  EXPECT_EQ(error(std::string("\xfd\x37zXZ\0\0\4", 8)), start + "compressed by xz" + compressed);
  EXPECT_EQ(error("\x04\x22\x4d\x18\x64"), start + "compressed by lz4" + compressed);
  EXPECT_EQ(error("7z\xbc\xaf\x27\x1c"), start + "a 7z archive" + compressed);
  EXPECT_EQ(error(std::string("\xff\xfe\0\0x\0\0\0", 8)), start + "UTF-32" + text);
  EXPECT_EQ(error(std::string("\0\0\xfe\xff\0\0\0x", 8)), start + "UTF-32" + text);
  EXPECT_EQ(error(std::string("\xff\xfex\0", 4)), start + "UTF-16" + text);
  EXPECT_EQ(error(std::string("\xfe\xff\0x", 4)), start + "UTF-16" + text);
  EXPECT_EQ(error("BZh,y\n1,2\n"), "");  // a header may be named so
}

TEST(DataFile, NamesTheNearestFileWhereOneIsMissing) {
  const TemporaryFolder folder;
  put_bytes(folder / "iris.csv", "");
  EXPECT_EQ(message_of<InputError>([&] { read_data_file(folder / "irs.csv"); }),
            (folder / "irs.csv").string() + ": no such file; did you mean \"iris.csv\"?");
  EXPECT_EQ(message_of<InputError>([&] { read_data_file(folder / "no" / "way"); }),
            (folder / "no" / "way").string() + ": no such file");
  EXPECT_THROW(read_data_file(folder.path()), InputError);
  EXPECT_EQ(message_of<InputError>([&] { read_data_file("-"); }), "-: no such file; standard input is /dev/stdin");
  EXPECT_EQ(message_of<InputError>([&] { read_data_file("/dev/fd/12345"); }), "/dev/fd/12345: no such file");
}

}  // namespace
}  // namespace mlp
