#pragma once
// What is wrong with a configuration: collected rather than thrown one at a time, then shown all together, in the form
// that compilers have taught people to read.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/config/tree.h"

namespace mlp {

struct Problem {
  Place place;
  std::string pointer;  // JSON pointer of the value: "/model/layers/0/units"
  std::string message;  // what is wrong and what would be right
};

/// One place, one pointer, one message.
bool operator==(const Problem& a, const Problem& b);

/// Problems found so far. A problem that is already there is not added twice.
class Problems {
 public:
  void add(Problem problem);
  void add(Place place, std::string pointer, std::string message);
  bool empty() const { return problems_.empty(); }
  std::size_t size() const { return problems_.size(); }
  const std::vector<Problem>& all() const { return problems_; }

  /// Throws InputError with every problem (the first 20, text by text in the order of their places), each as
  ///     file:line:column: /json/pointer: message
  ///       12 |     "units": -5,
  ///          |              ^~
  /// Does nothing where there is none.
  void raise() const;

 private:
  std::vector<Problem> problems_;
};

/// One problem in the form above, without a line break at the end. An option of the command line has no line and
/// column:
///     command line: /optimizer/momentum: expected a number, found the string "fast"
///       --set optimizer.momentum=fast
///                                ^~~~
/// A value that nobody wrote has no line to show.
std::string formatted(const Problem& problem);

/// Where the value of a JSON pointer was written, or, where nobody wrote it, what is around it.
Place place_at(const Tree& config, std::string_view pointer);

struct LineColumn {
  std::size_t line = 1;
  std::size_t column = 1;  // in characters (code points)
};

/// Where a place starts, counted from 1; a byte order mark does not count.
LineColumn line_and_column(const Place& place);

}  // namespace mlp
