#include "mlp/core/append_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "mlp/core/error.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

TEST(AppendFile, GrowsByRowsAndKnowsItsLength) {
  const TemporaryFolder folder;
  AppendFile file(folder / "history.csv");
  EXPECT_EQ(file.length(), 0u);
  file.append("epoch,loss\n");
  file.append("0,1\n1,0.5\n");
  EXPECT_EQ(bytes_of(folder / "history.csv"), "epoch,loss\n0,1\n1,0.5\n");
  EXPECT_EQ(file.length(), 21u);
  file.sync();
}

TEST(AppendFile, ContinuesWhereACheckpointStood) {
  const TemporaryFolder folder;
  std::uint64_t at_checkpoint = 0;
  {
    AppendFile file(folder / "x");
    file.append("kept\n");
    at_checkpoint = file.length();
    file.append("done after the checkpoint\nhalf a r");
  }
  AppendFile file(folder / "x");
  EXPECT_EQ(file.length(), 39u);
  file.truncate(at_checkpoint);
  file.append("again\n");
  EXPECT_EQ(bytes_of(folder / "x"), "kept\nagain\n");
  EXPECT_EQ(file.length(), 11u);
}

TEST(AppendFile, RefusesToGrowByTruncation) {
  const TemporaryFolder folder;
  AppendFile file(folder / "x");
  file.append("12\n");
  EXPECT_EQ(message_of<InputError>([&] { file.truncate(4); }),
            (folder / "x").string() +
                " has 3 bytes, but the checkpoint was made when it had 4: rows are missing; bring the file back, or "
                "train anew with --force");
}

// The system's limit on the size of a file stands in for a full disk.
TEST(AppendFile, HasNoPartOfARowAfterAFullDisk) {
  const TemporaryFolder folder;
  AppendFile file(folder / "x");
  file.append("first\n");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit small{10, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string message = message_of<Failure>([&] { file.append("second row\n"); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(message, "cannot write " + (folder / "x").string() + ": File too large");
  EXPECT_EQ(bytes_of(folder / "x"), "first\n");
  file.append("later\n");
  EXPECT_EQ(bytes_of(folder / "x"), "first\nlater\n");
}

TEST(AppendFile, NamesThePathAndTheReason) {
  EXPECT_EQ(message_of<InputError>([] { AppendFile("/no/such/folder/history.csv"); }),
            "cannot write /no/such/folder/history.csv: No such file or directory");
}

}  // namespace
}  // namespace mlp
