#pragma once
// One exception type per exit code. They are caught once, in the program's main function.

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace mlp {

/// The process's exit codes: part of the contract with the users.
enum class ExitCode {
  done = 0,
  failed = 1,
  bad_input = 2,
  diverged = 3,
  check_failed = 5,
  hung_up = 129,
  interrupted = 130,
  terminated = 143
};

/// An error whose text is meant for the user: it says what is wrong, where, and what would be right.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// Something failed while running that is nobody's input: a full disk, no memory. Exit code 1.
struct Failure : Error {
  explicit Failure(const std::string& message) : Error(ExitCode::failed, message) {}
};

/// The user's input is wrong: command line, config, data or model file. Exit code 2.
struct InputError : Error {
  explicit InputError(const std::string& message) : Error(ExitCode::bad_input, message) {}
};

/// The loss or the parameters are no longer finite. Exit code 3.
struct Diverged : Error {
  explicit Diverged(const std::string& message) : Error(ExitCode::diverged, message) {}
};

/// `gradcheck` or `verify` found a difference. Exit code 5.
struct CheckFailed : Error {
  explicit CheckFailed(const std::string& message) : Error(ExitCode::check_failed, message) {}
};

/// The known name that is meant by one from another framework ("mse"), or nearest to a misspelt one (fewest edits;
/// neighbours swapped count as one); "" where none is near enough to be meant.
std::string nearest_name(std::string_view misspelt, std::span<const std::string> known);

/// `did you mean "relu"?` for a near miss, else an empty text.
std::string did_you_mean(std::string_view misspelt, std::span<const std::string> known);

/// "a, b and c", for messages.
std::string listed(std::span<const std::string> names);

}  // namespace mlp
