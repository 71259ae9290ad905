#include "mlp/core/files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <deque>
#include <fstream>
#include <thread>

#include "mlp/core/error.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

std::size_t entries_of(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(WriteFile, MakesAFileAndNothingBesideIt) {
  const TemporaryFolder folder;
  write_file(folder / "a.txt", std::string("1\0\n2", 4));
  EXPECT_EQ(bytes_of(folder / "a.txt"), std::string("1\0\n2", 4));
  write_file(folder / "a.txt", "");
  EXPECT_EQ(bytes_of(folder / "a.txt"), "");
  EXPECT_EQ(entries_of(folder.path()), 1u);
}

TEST(FileWriter, LeavesTheOldFileUntilItCommits) {
  const TemporaryFolder folder;
  write_file(folder / "a.txt", "old");
  {
    FileWriter file(folder / "a.txt");
    file.write("new");
    EXPECT_EQ(bytes_of(folder / "a.txt"), "old");
  }
  EXPECT_EQ(bytes_of(folder / "a.txt"), "old");
  EXPECT_EQ(entries_of(folder.path()), 1u);
}

// What a power cut leaves cannot be tested here; that no kind of folder is an error can.
TEST(SyncFolder, TakesAnyFolder) {
  const TemporaryFolder folder;
  write_file(folder / "a.txt", "old");
  EXPECT_NO_THROW(sync_folder(folder.path()));
  EXPECT_NO_THROW(sync_folder(""));  // the folder of a file without one
  EXPECT_NO_THROW(sync_folder(folder / "a.txt"));
  EXPECT_NO_THROW(sync_folder(folder / "missing"));
}

TEST(FileWriter, IsNeverSeenHalfWritten) {
  const TemporaryFolder folder;
  const std::string a(200000, 'a'), b(300000, 'b');
  write_file(folder / "x", a);
  std::thread writer([&] {
    for (int i = 0; i < 40; ++i) write_file(folder / "x", i % 2 ? a : b);
  });
  for (int i = 0; i < 400; ++i) {
    const std::string seen = read_file(folder / "x");
    EXPECT_TRUE(seen == a || seen == b) << seen.size();
  }
  writer.join();
}

TEST(FileWriter, WritesThroughALinkAndIntoADevice) {
  const TemporaryFolder folder;
  write_file(folder / "real", "old");
  fs::create_symlink("real", folder / "link");
  write_file(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(bytes_of(folder / "real"), "new");
  write_file("/dev/null", "gone");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(FileWriter, NamesThePathAndTheReason) {
  const TemporaryFolder folder;
  const std::string missing = (folder / "no/such/file").string();
  EXPECT_EQ(message_of<InputError>([&] { write_file(missing, "x"); }),
            "cannot write " + missing + ": No such file or directory");
  EXPECT_EQ(message_of<InputError>([&] { write_file(folder.path(), "x"); }),
            "cannot write " + folder.path().string() + ": Is a directory");
  EXPECT_EQ(message_of<Failure>([] { write_file("/dev/full", "x"); }),
            "cannot write /dev/full: No space left on device");
}

// The system's limit on the size of a file stands in for a full disk.
TEST(FileWriter, LeavesTheOldFileWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{1000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string message = message_of<Failure>([&] { write_file(folder / "a", std::string(5000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(message, "cannot write " + (folder / "a").string() + ": File too large");
  EXPECT_EQ(bytes_of(folder / "a"), "old");
  EXPECT_EQ(entries_of(folder.path()), 1u);
}

TEST(ReadFile, GivesEveryByte) {
  const TemporaryFolder folder;
  for (const std::size_t size : {0u, 1u, 4095u, 4096u, 100000u}) {
    std::string content(size, '\0');
    for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>(i * 31);
    put_bytes(folder / "x", content);
    EXPECT_EQ(read_file(folder / "x"), content);
  }
}

TEST(ReadFile, ReadsAFileThatHasNoSize) {
  const std::string version = read_file("/proc/version");
  EXPECT_TRUE(version.starts_with("Linux version ")) << version;
}

TEST(ReadFile, NamesThePathAndTheReason) {
  const TemporaryFolder folder;
  EXPECT_EQ(message_of<InputError>([&] { read_file(folder / "none"); }),
            "cannot read " + (folder / "none").string() + ": No such file or directory");
  EXPECT_EQ(message_of<InputError>([&] { read_file(folder.path()); }),
            "cannot read " + folder.path().string() + ": Is a directory");
  EXPECT_EQ(message_of<InputError>([&] { read_file("/dev/zero"); }),
            "cannot read /dev/zero: it is a device, not a file");
}

TEST(ReadFile, RefusesWhatMemoryCannotHold) {
  const TemporaryFolder folder;
  put_bytes(folder / "huge", "");
  fs::resize_file(folder / "huge", std::uintmax_t{1} << 42);  // sparse: 4 TiB on paper
  const std::string message = message_of<InputError>([&] { read_file(folder / "huge"); });
  EXPECT_TRUE(message.starts_with("cannot read " + (folder / "huge").string() + ": it would need 4 TiB; ")) << message;
}

TEST(MakeFolder, MakesAllLevelsAndSaysWhyNot) {
  const TemporaryFolder folder;
  make_folder(folder / "a/b/c");
  make_folder(folder / "a/b/c");
  EXPECT_TRUE(fs::is_directory(folder / "a/b/c"));
  put_bytes(folder / "file", "");
  EXPECT_EQ(message_of<InputError>([&] { make_folder(folder / "file/x"); }),
            "cannot make the folder " + (folder / "file/x").string() + ": Not a directory");
}

TEST(FileReader, ReadsAPipeOnce) {
  const TemporaryFolder folder;
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe) << "content"; });
  EXPECT_EQ(read_file(pipe), "content");
  writer.join();
  const std::string message = message_of<InputError>([&] { read_file(pipe); });  // and does not wait for a writer
  EXPECT_NE(message.find("cannot read " + pipe + " again: it is a pipe"), std::string::npos) << message;
  EXPECT_NE(message.find("put the content into a file"), std::string::npos) << message;
}

TEST(UnfinishedFiles, AreRemovedWhileTheyAreWritten) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  FileWriter a(folder / "a"), b(folder / "b");
  a.write("new");
  b.write("new");
  write_file(folder / "c", "finished");
  EXPECT_EQ(entries_of(folder.path()), 4u);  // of b there is only what is unfinished
  remove_unfinished_files();
  EXPECT_EQ(entries_of(folder.path()), 2u);
  EXPECT_EQ(bytes_of(folder / "a"), "old");
  EXPECT_EQ(bytes_of(folder / "c"), "finished");
}

/// The table of names must not fill up with those of files that are done, nor fail where it is full.
TEST(UnfinishedFiles, AreForgottenWhenTheyAreFinished) {
  const TemporaryFolder folder;
  for (int i = 0; i < 100; ++i) write_file(folder / "a", "done");
  std::deque<FileWriter> writers;
  for (int i = 0; i < 100; ++i) writers.emplace_back(folder / std::to_string(i));
  remove_unfinished_files();
  EXPECT_EQ(entries_of(folder.path()), 1 + 100 - 32u);
  writers.clear();
  EXPECT_EQ(entries_of(folder.path()), 1u);
}

TEST(FolderToFill, IsRemovedWhereItStaysEmpty) {
  const TemporaryFolder folder;
  make_folder(folder / "there");
  { const FolderToFill a(folder / "there"); }
  EXPECT_TRUE(fs::is_directory(folder / "there"));  // it was not made
  { const FolderToFill a(folder / "there/b/c"); }
  EXPECT_FALSE(fs::exists(folder / "there/b"));
  {
    const FolderToFill a(folder / "there/b/c"), b(folder / "there/b/d");
    write_file(a.path() / "file", "x");
  }
  EXPECT_TRUE(fs::exists(folder / "there/b/c/file"));
  EXPECT_FALSE(fs::exists(folder / "there/b/d"));
}

}  // namespace
}  // namespace mlp
