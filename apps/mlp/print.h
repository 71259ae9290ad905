#pragma once
// Results on the screen.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "mlp/report/table.h"

namespace mlp {

/// Says something on stderr, in a line of its own. Names of files, columns and classes are the users' or of strangers:
/// characters in them that would steer a terminal are shown, not sent (printable, core/utf8.h).
void tell(const std::string& message);

/// Prints a table to stdout: on a terminal no wider than that, anywhere else in full.
void print_table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows);

/// Prints names and what stands for each, one a line, the latter one below the other.
void print_facts(const std::vector<std::pair<std::string, std::string>>& facts);

/// "0.577"; of several values "0.577 ± 0.003", mean and standard deviation (n − 1); "" of none.
std::string mean_text(const std::vector<double>& values);

}  // namespace mlp
