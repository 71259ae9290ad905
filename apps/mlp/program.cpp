#include "mlp/app/program.h"

#include <poll.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>

#include "command.h"
#include "mlp/core/build_info.h"
#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/parallel.h"
#include "mlp/core/unfinished_file.h"
#include "mlp/core/utf8.h"
#include "print.h"

namespace mlp {
namespace {

std::atomic<int> received_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

extern "C" void note_signal(int number) {
  if (received_signal.exchange(number) == 0) return;
  remove_unfinished_files();
  _exit(128 + number);
}

/// The signal ends the program as soon as this returns.
extern "C" void end_cleanly(int number) {
  remove_unfinished_files();
  std::signal(number, SIG_DFL);
  std::raise(number);
}

/// For the signals that ask to stop. One that is ignored, as SIGHUP is under nohup and SIGINT in the background of a
/// script, stays so.
void handle_stop_signals(void (*handler)(int)) {
  struct sigaction action {
  }, before{};
  action.sa_handler = handler;
  for (const int number :
       {SIGINT, SIGTERM, SIGHUP})  // a terminal that is closed, or a connection that is lost, hangs up
    if (sigaction(number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) sigaction(number, &action, nullptr);
}

/// True where stdout is a pipe whose reader has seen enough, as in `mlp list | head -1`: no reason to complain.
bool stdout_has_no_reader() {
  pollfd out{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
  return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

int to_int(ExitCode code) { return static_cast<int>(code); }

/// What --verbose tells after any command: a net that trains too slowly has often just been built for the wrong
/// processor.
void tell_facts(const CommandContext& context, std::chrono::steady_clock::time_point start) {
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  context.say(build_line() + "; " + counted(context.threads, "thread") + ", " + rounded(time.count(), 3) + " s, " +
              readable_bytes(peak_memory()) + " at most");
}

/// For a word that is no command or no option of its command: `unknown command "trian"; did you mean "train"?`
std::string unknown_word(const CLI::App& program, const CLI::App& command) {
  std::vector<std::string> known;
  if (&command == &program)
    for (const CLI::App* sub : program.get_subcommands({})) known.push_back(sub->get_name());
  else
    for (const CLI::Option* option : command.get_options())
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  for (const std::string& word : command.remaining()) {
    if (&command != &program && !word.starts_with("--")) continue;
    const std::string hint = did_you_mean(word, known);
    return (&command == &program ? "unknown command \"" : "unknown option \"") + printable(word) + "\"" +
           (hint.empty() ? "" : "; " + hint);
  }
  return "";
}

/// What is wrong with a command line in which all options are known.
std::string wrong_use(const CLI::App& program, const CLI::App& command, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr && &command == &program)
    return "a command is missing, as in: mlp train configs/xor.json";
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !command.remaining().empty())
    return "there is no use for \"" + printable(command.remaining().front()) + "\" here";
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    for (const CLI::Option* option : command.get_options()) {
      if (!std::string_view(error.what()).starts_with(option->get_name() + ":")) continue;
      if (option->results().size() > 1) return option->get_name() + " is given more than once";
      return option->get_name() + " needs a value";
    }
  return error.what();
}

/// A message and where to look; or the help that was asked for.
int report(const CLI::App& program, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return program.exit(error);  // --help, --version
  const CLI::App* command = &program;
  for (const CLI::App* sub : program.get_subcommands()) command = sub;
  const std::string unknown = unknown_word(program, *command);
  tell("mlp: " + (unknown.empty() ? wrong_use(program, *command, error) : unknown));
  tell("Run `mlp " + (command == &program ? "" : command->get_name() + " ") + "--help` for the options.");
  return to_int(ExitCode::bad_input);
}

/// Carries out the command; the exit code of a command line that names none.
int parse(CLI::App& program, int argc, const char* const* argv) try {
  program.parse(argc, argv);
  return to_int(ExitCode::done);
} catch (const CLI::ParseError& error) {
  return report(program, error);
}

}  // namespace

const std::atomic<int>& stop_signal() { return received_signal; }

ExitCode stopped() {
  switch (received_signal.load()) {
    case SIGINT:
      return ExitCode::interrupted;
    case SIGHUP:
      return ExitCode::hung_up;
    default:
      return ExitCode::terminated;
  }
}

void catch_stop_signals() { handle_stop_signals(note_signal); }

int run_program(int argc, const char* const* argv, const Catalog& catalog) {
  const auto start = std::chrono::steady_clock::now();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a failed write, not a sudden death
  handle_stop_signals(end_cleanly);
  CommandContext context{catalog, available_threads()};
  CLI::App program{"mlp: trains multi-layer perceptrons from JSON configs, and shows what the gradient does.", "mlp"};
  program.require_subcommand(1);
  program.set_version_flag("--version", build_line());
  program.footer(
      "`mlp COMMAND --help` tells more and gives an example. Start with: mlp train configs/two_circles.json");
  for (const auto add : {add_train, add_compare, add_evaluate, add_predict, add_gradcheck, add_summary, add_init_stats,
                         add_validate, add_verify, add_activation, add_data, add_list, add_schema, add_export})
    add(program, context);
  try {
    if (const int code = parse(program, argc, argv); code != to_int(ExitCode::done)) return code;
    if (context.verbose) tell_facts(context, start);
    std::cout.flush();
    if (!std::cout && stdout_has_no_reader()) return to_int(ExitCode::failed);
    if (!std::cout) throw Failure("cannot write to stdout");
  } catch (const Error& error) {
    tell(error.what());
    return to_int(error.code());
  } catch (const std::filesystem::filesystem_error& error) {  // a path of the user's that leads nowhere
    tell(error.path1().string() + ": " + error.code().message());
    return to_int(ExitCode::bad_input);
  } catch (const std::bad_alloc&) {
    tell(
        "mlp: out of memory; take fewer units, a smaller batch_size or less data (files of .npy and .idx can be read "
        "bit "
        "by bit: \"stream\": \"always\" in their source)");
    return to_int(ExitCode::failed);
  } catch (const std::exception& error) {
    tell("mlp: " + std::string(error.what()));
    return to_int(ExitCode::failed);
  }
  return to_int(context.result);
}

}  // namespace mlp
