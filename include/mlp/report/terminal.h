#pragma once
// What the program may send to where its output goes.

#include <cstddef>
#include <string>

namespace mlp {

struct Terminal {
  bool interactive = false;  // a terminal that understands control sequences: lines may be redrawn
  bool colour = false;       // interactive, and NO_COLOR (no-color.org) is not set
  bool unicode = false;      // the locale's characters are UTF-8
  std::size_t width = 80;    // columns
  bool has_width = false;    // a terminal, if only a dumb one: no line should be wider
};

/// Looks at the stream of that number (1 stdout, 2 stderr) and the environment (TERM, NO_COLOR, LC_ALL, LC_CTYPE, LANG,
/// COLUMNS).
Terminal terminal_of(int stream);

/// The text in the colour of series `index`, where colours are allowed.
std::string coloured(const std::string& text, std::size_t index, bool colour);

}  // namespace mlp
