#include "mlp/core/folder_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mlp/core/error.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

// Another program that locks the folder and then sleeps until it is killed.
pid_t program_that_locks(const std::filesystem::path& folder) {
  int ready[2];
  if (::pipe(ready) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    const FolderLock lock(folder);
    if (::write(ready[1], "x", 1) != 1) ::_exit(1);
    for (;;) ::pause();
  }
  char signal = 0;
  EXPECT_EQ(::read(ready[0], &signal, 1), 1);
  ::close(ready[0]);
  ::close(ready[1]);
  return child;
}

TEST(FolderLock, KeepsOthersOutAndThenGoesWithoutTrace) {
  const TemporaryFolder folder;
  {
    const FolderLock lock(folder.path());
    EXPECT_THROW(FolderLock(folder.path()), InputError);
    EXPECT_THROW(FolderLock(folder.path()), InputError);  // the refused one must not have removed the lock's file
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  const FolderLock again(folder.path());
}

TEST(FolderLock, NamesTheOtherProgram) {
  const TemporaryFolder folder;
  const pid_t other = program_that_locks(folder.path());
  EXPECT_EQ(message_of<InputError>([&] { FolderLock(folder.path()); }),
            folder.path().string() + " is being written by another program (process " + std::to_string(other) +
                "); wait for it to end, or write to another folder");
  ::kill(other, SIGKILL);
  ::waitpid(other, nullptr, 0);
}

TEST(FolderLock, ADeadProgramsLockDoesNotCount) {
  const TemporaryFolder folder;
  const pid_t other = program_that_locks(folder.path());
  ::kill(other, SIGKILL);
  ::waitpid(other, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / ".lock"));
  const FolderLock lock(folder.path());
  EXPECT_EQ(bytes_of(folder / ".lock"), std::to_string(::getpid()) + "\n");
}

TEST(FolderLock, RemovesWhatAKilledProgramLeftUnfinished) {
  const TemporaryFolder folder;
  put_bytes(folder / ".model.safetensors.1234.unfinished", "half");
  put_bytes(folder / "notes.unfinished", "mine");
  const FolderLock lock(folder.path());
  EXPECT_FALSE(std::filesystem::exists(folder / ".model.safetensors.1234.unfinished"));
  EXPECT_TRUE(std::filesystem::exists(folder / "notes.unfinished"));
}

TEST(FolderLock, NeedsTheFolder) {
  EXPECT_EQ(message_of<InputError>([] { FolderLock("/no/such/folder"); }),
            "cannot lock /no/such/folder: No such file or directory");
}

}  // namespace
}  // namespace mlp
