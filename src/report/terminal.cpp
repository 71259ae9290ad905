#include "mlp/report/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "mlp/core/numbers.h"

namespace mlp {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// POSIX: of these three the first that is set and not empty counts.
bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string value(environment(name));
    if (value.empty()) continue;
    std::transform(value.begin(), value.end(), value.begin(), [](char letter) {
      return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

std::size_t width_of(int stream) {
  winsize size{};
  if (::ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const auto columns = read_integer(environment("COLUMNS"));
  return columns && *columns > 0 && *columns < 10000 ? static_cast<std::size_t>(*columns) : 80;
}

}  // namespace

Terminal terminal_of(int stream) {
  Terminal terminal;
  terminal.has_width = ::isatty(stream) != 0;
  terminal.interactive = terminal.has_width && environment("TERM") != "dumb" && !environment("TERM").empty();
  terminal.colour = terminal.interactive && environment("NO_COLOR").empty();
  terminal.unicode = locale_is_utf8();
  terminal.width = std::max<std::size_t>(width_of(stream), 20);
  return terminal;
}

std::string coloured(const std::string& text, std::size_t index, bool colour) {
  // The basic colours that are legible on dark and on light: blue, red, green, magenta, yellow, cyan.
  static constexpr std::array codes{34, 31, 32, 35, 33, 36};
  if (!colour || text.empty()) return text;
  return "\x1b[" + std::to_string(codes[index % codes.size()]) + "m" + text + "\x1b[0m";
}

}  // namespace mlp
