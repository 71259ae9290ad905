#include "mlp/report/progress_display.h"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr double seconds_between_frames = 0.1, seconds_between_lines = 10;
constexpr std::size_t most_lines = 16;  // more runs side by side than that share the last line

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Progress is not worth failing for: where stderr is closed or full, it is lost.
void write_to_stderr(const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = ::write(STDERR_FILENO, text.data() + done, text.size() - done);
    if (written > 0)
      done += static_cast<std::size_t>(written);
    else if (errno != EINTR)
      return;
  }
}

}  // namespace

ProgressDisplay::ProgressDisplay(bool quiet)
    : ProgressDisplay(terminal_of(STDERR_FILENO), write_to_stderr, seconds_now, quiet) {}

ProgressDisplay::ProgressDisplay(const Terminal& terminal, Output output, Clock clock, bool quiet)
    : terminal_(terminal), output_(std::move(output)), clock_(std::move(clock)), quiet_(quiet) {}

ProgressDisplay::~ProgressDisplay() {
  if (shown_ > 0) output_(erased());
}

// Moves the cursor to the first of the lines and clears the screen from there: \x1b[A is "up", \x1b[J "clear below".
std::string ProgressDisplay::erased() const {
  return shown_ == 0 ? "" : "\x1b[" + std::to_string(shown_) + "A\r\x1b[J";
}

std::string ProgressDisplay::drawn() {
  std::string text;
  shown_ = 0;
  for (const auto& [_, line] : lines_) {
    if (shown_ + 1 == most_lines && lines_.size() > most_lines) {
      text += "and " + std::to_string(lines_.size() - shown_) + " more runs\n";
      ++shown_;
      break;
    }
    text += progress_bar(line.progress, terminal_) + "\n";
    ++shown_;
  }
  return text;
}

void ProgressDisplay::draw() {
  const std::string erase = erased();
  output_(erase + drawn());
  drawn_at_ = clock_();
}

void ProgressDisplay::update(std::size_t run, const Progress& progress) {
  if (quiet_) return;
  const std::lock_guard guard(mutex_);
  const double now = clock_();
  const auto [place, is_new] = lines_.try_emplace(run);
  Line& line = place->second;
  line.progress = progress;
  if (is_new) line.written = now;
  if (terminal_.interactive) {
    if (is_new || now - drawn_at_ >= seconds_between_frames) draw();
  } else if (now - line.written >= seconds_between_lines) {
    output_(progress_text(progress) + "\n");
    line.written = now;
  }
}

void ProgressDisplay::finish(std::size_t run, const std::string& message) {
  const std::lock_guard guard(mutex_);
  lines_.erase(run);
  const std::string erase = erased();
  const std::string text = message.empty() ? "" : printable(message, /*keep_newlines=*/true) + "\n";
  const std::string again = terminal_.interactive && !quiet_ ? drawn() : "";
  if (!(erase + text + again).empty()) output_(erase + text + again);
}

void ProgressDisplay::say(const std::string& message) {
  const std::lock_guard guard(mutex_);
  const std::string erase = erased();
  const std::string text = printable(message, /*keep_newlines=*/true) + "\n";
  output_(erase + text + (terminal_.interactive && !quiet_ ? drawn() : ""));
}

}  // namespace mlp
