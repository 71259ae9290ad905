#include "program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

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
  for (const int signal : {SIGHUP, SIGINT}) std::signal(signal, SIG_DFL);  // the tests may run under nohup
  if (::chdir(where.c_str()) == 0 && ::dup2(out, 1) == 1 && ::dup2(err, 2) == 2) ::execv(pointers[0], pointers.data());
  ::_exit(127);
}

int start(const std::vector<std::string>& arguments, const std::filesystem::path& where, int out, int err) {
  const ::pid_t child = ::fork();
  if (child == 0) become_mlp(arguments, where, out, err);
  ::close(out);
  ::close(err);
  return child;
}

int code_of(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int open_for_writing(const std::filesystem::path& path) {
  return ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

/// With stdout on an open file, which is closed afterwards.
ProgramResult run_onto(int out, const std::vector<std::string>& arguments, const std::filesystem::path& where) {
  const TemporaryFolder streams;
  const int child = start(arguments, where, out, open_for_writing(streams / "err"));
  int status = 0;
  ::waitpid(child, &status, 0);
  return {.code = code_of(status), .out = "", .err = bytes_of(streams / "err")};
}

}  // namespace

RunningProgram::RunningProgram(const std::vector<std::string>& arguments, const std::filesystem::path& where)
    : child_(start(arguments, where, open_for_writing(streams_ / "out"), open_for_writing(streams_ / "err"))) {}

RunningProgram::~RunningProgram() {
  send(SIGKILL);
  wait();
}

bool RunningProgram::wait_for_lines(const std::filesystem::path& file, long lines) {
  for (int milliseconds = 0; milliseconds < 60'000; ++milliseconds) {
    const std::string text = bytes_of(file);
    if (std::count(text.begin(), text.end(), '\n') >= lines) return true;
    has_ended_ = has_ended_ || ::waitpid(child_, &status_, WNOHANG) == child_;
    if (has_ended_) return false;
    ::usleep(1000);
  }
  return false;
}

void RunningProgram::send(int signal) const {
  if (!has_ended_) ::kill(child_, signal);
}

ProgramResult RunningProgram::wait() {
  if (!has_ended_) ::waitpid(child_, &status_, 0);
  has_ended_ = true;
  return {.code = code_of(status_), .out = bytes_of(streams_ / "out"), .err = bytes_of(streams_ / "err")};
}

ProgramResult run_mlp(const std::vector<std::string>& arguments, const std::filesystem::path& where) {
  return RunningProgram(arguments, where).wait();
}

ProgramResult run_mlp_unread(const std::vector<std::string>& arguments, const std::filesystem::path& where) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  ::close(ends[0]);
  return run_onto(ends[1], arguments, where);
}

ProgramResult run_mlp_on_full_device(const std::vector<std::string>& arguments, const std::filesystem::path& where) {
  return run_onto(::open("/dev/full", O_WRONLY | O_CLOEXEC), arguments, where);
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
