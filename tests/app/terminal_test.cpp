// What stands on a terminal of 80 columns: a pseudo-terminal tells the program that it has one.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <utility>

#include "mlp/core/text_width.h"
#include "program.h"

namespace mlp {
namespace {

/// What `mlp compare runs/xor` writes to a terminal of so many columns, with this TERM and locale.
std::string on_terminal(const Workplace& here, int columns, const char* term, const char* locale) {
  const int screen = ::posix_openpt(O_RDWR | O_NOCTTY);
  EXPECT_GE(screen, 0);
  EXPECT_EQ(::grantpt(screen) | ::unlockpt(screen), 0);
  const int keyboard = ::open(::ptsname(screen), O_RDWR | O_NOCTTY);
  winsize size{};
  size.ws_row = 50;
  size.ws_col = static_cast<unsigned short>(columns);
  EXPECT_EQ(::ioctl(keyboard, TIOCSWINSZ, &size), 0);
  const int child = ::fork();
  if (child == 0) {
    ::dup2(keyboard, 1);
    ::setenv("TERM", term, 1);
    ::setenv("LC_ALL", locale, 1);
    ::unsetenv("NO_COLOR");
    if (::chdir(here.path().c_str()) == 0)
      ::execl(MLP_PROGRAM, "mlp", "compare", "runs/xor", "--format", "csv", nullptr);
    ::_exit(127);
  }
  ::close(keyboard);
  std::string text;
  char bytes[4096];
  for (ssize_t count = ::read(screen, bytes, sizeof bytes); count > 0; count = ::read(screen, bytes, sizeof bytes))
    text.append(bytes, static_cast<std::size_t>(count));
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  ::close(screen);
  std::erase(text, '\r');
  return text;
}

/// Three nets of which all starts are judged, with names that leave little room.
void train_three_nets(const Workplace& here) {
  const ProgramResult trained =
      here.mlp({"train", "xor.json", "--quiet", "--set", "repeats=2", "--set", "training.epochs=2", "--set",
                R"(variants={"a-net-of-tanh-units":{},"a-saturated-net":{"model":{"layers":[{"type":"dense","units":5,)"
                R"("repeat":3,"activation":"tanh","kernel_initializer":{"type":"uniform","low":9,"high":10}},)"
                R"({"type":"dense","units":1,"activation":"sigmoid"}]}}})"});
  ASSERT_EQ(trained.code, 0) << trained.err;
}

std::string without_colours(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\x1b')
      i = text.find('m', i);
    else
      plain += text[i];
  return plain;
}

/// The verdicts of the two runs of the saturated net become these: as wide as any two are.
void make_verdicts_differ(const Workplace& here) {
  for (const auto& [seed, verdict] : {std::pair("seed-1", "saturated"), {"seed-2", "vanishing"}}) {
    const std::string file = "runs/xor/a-saturated-net/" + std::string(seed) + "/summary.json";
    const std::string summary = here.read(file), key = "\"verdict\": \"";
    const std::size_t start = summary.find(key);
    ASSERT_NE(start, std::string::npos) << summary;
    const std::size_t end = summary.find('"', start + key.size());
    here.write(file, summary.substr(0, start) + key + verdict + summary.substr(end));
  }
}

/// A bare chroot may have no pseudo-terminals; then there is nothing to be seen on one.
class OnATerminal : public testing::Test {
 protected:
  void SetUp() override {
    const int screen = ::posix_openpt(O_RDWR | O_NOCTTY);
    if (screen < 0) GTEST_SKIP() << "this system has no pseudo-terminals (mount devpts at /dev/pts)";
    ::close(screen);
  }
};

// Several verdicts are wider than the head of their column.
TEST_F(OnATerminal, NoLineIsWiderThanItWhateverItsWidth) {
  const Workplace here;
  train_three_nets(here);
  make_verdicts_differ(here);
  for (int columns = 60; columns <= 130; columns += 2) {
    const std::string text = without_colours(on_terminal(here, columns, "xterm", "C.UTF-8"));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(columns_of(line), static_cast<std::size_t>(columns)) << line;
  }
}

// Where there is no room for all verdicts, the most frequent one stands for them, whole.
TEST_F(OnATerminal, TellsTheFirstOfManyVerdictsWhereItIsNarrow) {
  const Workplace here;
  train_three_nets(here);
  make_verdicts_differ(here);
  const std::string narrow = on_terminal(here, 66, "dumb", "C.UTF-8"), wide = on_terminal(here, 100, "dumb", "C.UTF-8");
  EXPECT_NE(narrow.find("vanishing 1, 1 other\n"), std::string::npos) << narrow;
  EXPECT_NE(narrow.find("numbers: median of the 2 repeats\n"), std::string::npos) << narrow;
  EXPECT_NE(wide.find("vanishing 1, saturated 1\n"), std::string::npos) << wide;
}

TEST_F(OnATerminal, NoLineIsWiderThanIt) {
  const Workplace here;
  train_three_nets(here);
  for (const char* term : {"xterm", "dumb"})
    for (const int columns : {80, 60}) {
      const std::string text = without_colours(on_terminal(here, columns, term, "C.UTF-8"));
      EXPECT_NE(text.find("a-saturated-net: "), std::string::npos) << text;
      EXPECT_NE(text.find("gradient by layer"), std::string::npos) << text;
      std::istringstream lines(text);
      for (std::string line; std::getline(lines, line);)
        EXPECT_LE(columns_of(line), static_cast<std::size_t>(columns)) << term << ": " << line;
    }
}

// At 80 columns the losses are left out before a name or a verdict is cut.
TEST_F(OnATerminal, NamesAreWholeAt80Columns) {
  const Workplace here;
  train_three_nets(here);
  const std::string narrow = on_terminal(here, 80, "dumb", "C.UTF-8"), wide = on_terminal(here, 200, "dumb", "C.UTF-8");
  EXPECT_EQ(narrow.find("…"), std::string::npos) << narrow;
  EXPECT_NE(wide.find("numbers: median (lower - upper quartile)"), std::string::npos) << wide;
}

TEST_F(OnATerminal, ADumbOneGetsAsciiWithoutColours) {
  const Workplace here;
  train_three_nets(here);
  EXPECT_NE(on_terminal(here, 80, "xterm", "C.UTF-8").find('\x1b'), std::string::npos);
  for (const char letter : on_terminal(here, 80, "dumb", "C"))
    ASSERT_TRUE(letter == '\n' || (letter >= ' ' && letter <= '~')) << static_cast<int>(letter);
}

}  // namespace
}  // namespace mlp
