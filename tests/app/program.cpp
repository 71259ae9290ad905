#include "program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mlp {
namespace {

/// In the child: the streams go to files, the program starts.
[[noreturn]] void become_mlp(const std::vector<std::string>& arguments, const std::filesystem::path& where, int out,
                             int err) {
  std::vector<std::string> all{MLP_PROGRAM};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& argument : all) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  ::setenv("LC_ALL", "C.UTF-8", 1);
  if (::chdir(where.c_str()) == 0 && ::dup2(out, 1) == 1 && ::dup2(err, 2) == 2) ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

int exit_code_of(const std::vector<std::string>& arguments, const std::filesystem::path& where, int out, int err) {
  const ::pid_t child = ::fork();
  if (child == 0) become_mlp(arguments, where, out, err);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int open_for_writing(const std::filesystem::path& path) {
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

}  // namespace

ProgramResult run_mlp(const std::vector<std::string>& arguments, const std::filesystem::path& where) {
  const TemporaryFolder streams;
  const int out = open_for_writing(streams / "out"), err = open_for_writing(streams / "err");
  ProgramResult result{.code = exit_code_of(arguments, where, out, err), .out = "", .err = ""};
  ::close(out);
  ::close(err);
  result.out = bytes_of(streams / "out");
  result.err = bytes_of(streams / "err");
  return result;
}

ProgramResult run_mlp_unread(const std::vector<std::string>& arguments, const std::filesystem::path& where) {
  const TemporaryFolder streams;
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  ::close(ends[0]);
  const int err = open_for_writing(streams / "err");
  ProgramResult result{.code = exit_code_of(arguments, where, ends[1], err), .out = "", .err = ""};
  ::close(ends[1]);
  ::close(err);
  result.err = bytes_of(streams / "err");
  return result;
}

Workplace::Workplace() {
  write("xor.json", R"({
  "data": {"source": {"type": "xor", "n": 60, "noise": 0.1}, "split": {"validation": 0.25, "test": 0.25}},
  "model": {"layers": [{"type": "dense", "units": 4, "activation": "tanh"},
                       {"type": "dense", "units": 1, "activation": "sigmoid"}]},
  "loss": "binary_crossentropy",
  "training": {"epochs": 3, "batch_size": 8}
})");
}

}  // namespace mlp
