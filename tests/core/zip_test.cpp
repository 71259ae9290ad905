#include "mlp/core/zip.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

// An archive of one entry "a.npy" with the content "123456789", byte by byte as the format says; its CRC-32 is the
// published check value of that polynomial, 0xCBF43926.
std::string archive(std::string_view patch = {}, std::size_t at = 0) {
  using std::string_literals::operator""s;
  const std::string fields = "\x14\0\0\x08\0\0\0\0\x21\0\x26\x39\xf4\xcb\x09\0\0\0\x09\0\0\0\x05\0\0\0"s;
  std::string bytes = "PK\x03\x04"s + fields + "a.npy" + "123456789" + "PK\x01\x02\x14\0"s + fields +
                      std::string(14, '\0') + "a.npy" + "PK\x05\x06\0\0\0\0\x01\0\x01\0\x33\0\0\0\x2c\0\0\0\0\0"s;
  return bytes.replace(at, patch.size(), patch);
}

std::string message_for(const std::string& bytes) {
  const TemporaryFolder folder;
  put_bytes(folder / "x.npz", bytes);
  std::string message = message_of<InputError>([&] { read_zip(folder / "x.npz"); });
  const std::string path = (folder / "x.npz").string();
  return message.starts_with(path) ? "x.npz" + message.substr(path.size()) : message;
}

TEST(Zip, WritesTheBytesThatTheFormatSays) {
  const TemporaryFolder folder;
  write_zip(folder / "x.npz", {{"a.npy", "123456789"}});
  EXPECT_EQ(bytes_of(folder / "x.npz"), archive());
}

TEST(Zip, ReadsWithACommentAtTheEnd) {
  const TemporaryFolder folder;
  put_bytes(folder / "x.npz", archive("\x04", archive().size() - 2) + "note");
  EXPECT_EQ(read_zip(folder / "x.npz").at(0).content, "123456789");
}

TEST(Zip, RefusesWhatItCannotReadByName) {
  constexpr std::size_t directory = 44;  // where the directory's record starts
  EXPECT_EQ(message_for(""), "x.npz: not a zip archive");
  EXPECT_EQ(message_for(std::string(1000, 'x')), "x.npz: not a zip archive, or one that is cut short");
  EXPECT_EQ(message_for(archive().substr(0, 80)), "x.npz: not a zip archive, or one that is cut short");
  EXPECT_EQ(message_for(archive("X", 36)), "x.npz: \"a.npy\" is damaged (its CRC-32 does not match)");
  EXPECT_EQ(message_for(archive("\x01", directory + 8)), "x.npz: \"a.npy\" is encrypted");
  EXPECT_EQ(message_for(archive("\x0c", directory + 10)),
            "x.npz: \"a.npy\" is compressed by method 12; stored (0) and deflated (8) are read");
  EXPECT_EQ(message_for(archive("\x08", directory + 10)), "x.npz: \"a.npy\": the compressed data are damaged");
  EXPECT_EQ(message_for(archive("\xff\xff\xff\xff", directory + 24)),
            "x.npz: \"a.npy\": archives of 4 GiB (zip64) are not read");
  EXPECT_EQ(message_for(archive("\x0a", directory + 24)),
            "x.npz: \"a.npy\": the archive is damaged (two sizes for one entry)");
  EXPECT_EQ(message_for(archive("\x05", directory + 42)),
            "x.npz: \"a.npy\": the archive is damaged (no entry where it should start)");
  EXPECT_EQ(message_for(archive("\x7f", directory + 45)), "x.npz: the archive is cut short or damaged");
  EXPECT_EQ(message_for(archive("X", directory)), "x.npz: the archive's directory is damaged");
}

TEST(Zip, RefusesAnImpossibleSizeBeforeItIsAllocated) {
  std::string bytes = archive("\x08", 44 + 10);
  bytes.replace(44 + 24, 4, "\xf0\xff\xff\xff");  // 9 bytes are said to become 4 GiB
  EXPECT_EQ(message_for(bytes), "x.npz: \"a.npy\": the archive is damaged (its size is impossible)");
}

TEST(Zip, SurvivesAnyDamage) {
  const std::string good = archive();
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const unsigned flip : {0x01u, 0x80u, 0xFFu}) {
      const char changed = static_cast<char>(static_cast<unsigned char>(good[at]) ^ flip);
      message_for(archive(std::string(1, changed), at));  // any answer but a crash
    }
    EXPECT_NE(message_for(good.substr(0, at)), "");
  }
}

}  // namespace
}  // namespace mlp
