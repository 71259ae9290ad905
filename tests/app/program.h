#pragma once
// Runs the built program as a user does.

#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace mlp {

/// What a run of the program left on its streams, and its exit code (128 + the signal's number where one ended it).
struct ProgramResult {
  int code = -1;
  std::string out, err;
};

/// `mlp ARGUMENTS…` in the folder `where`, without a terminal.
ProgramResult run_mlp(const std::vector<std::string>& arguments, const std::filesystem::path& where);

/// The same with the reader of stdout gone before the first byte is written.
ProgramResult run_mlp_unread(const std::vector<std::string>& arguments, const std::filesystem::path& where);

/// The same with stdout on a device that is full.
ProgramResult run_mlp_on_full_device(const std::vector<std::string>& arguments, const std::filesystem::path& where);

/// `mlp ARGUMENTS…` in the background. Killed and waited for at the latest by the destructor.
class RunningProgram {
 public:
  RunningProgram(const std::vector<std::string>& arguments, const std::filesystem::path& where);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  /// Waits until the file has as many lines, or the program has ended, or a minute has gone by. True in the first case.
  bool wait_for_lines(const std::filesystem::path& file, long lines);
  void send(int signal) const;
  ProgramResult wait();

 private:
  TemporaryFolder streams_;
  int child_, status_ = 0;
  bool has_ended_ = false;
};

/// A folder with the experiments that the tests of commands share. `xor.json`: a config on generated data, 3 epochs.
class Workplace : public TemporaryFolder {
 public:
  Workplace();
  ProgramResult mlp(const std::vector<std::string>& arguments) const { return run_mlp(arguments, path()); }
  void write(const std::string& name, const std::string& text) const { put_bytes(path() / name, text); }
  std::string read(const std::string& name) const { return bytes_of(path() / name); }
};

}  // namespace mlp
