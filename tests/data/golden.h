#pragma once
// Golden values: blocks of a line "NAME ARGUMENTS… COUNT" and COUNT lines of numbers.

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace mlp {

using GoldenRows = std::vector<std::vector<double>>;

/// The blocks of a file in tests/golden/, by all of their head but the count.
inline std::map<std::string, GoldenRows> golden(const std::string& file) {
  std::ifstream in(std::string(MLP_SOURCE_DIR) + "/tests/golden/" + file);
  EXPECT_TRUE(in.good()) << file;
  std::map<std::string, GoldenRows> blocks;
  for (std::string head; std::getline(in, head);) {
    const auto space = head.rfind(' ');
    GoldenRows& rows = blocks[head.substr(0, space)];
    rows.resize(std::stoul(head.substr(space + 1)));
    for (auto& row : rows) {
      std::string line;
      std::getline(in, line);
      std::istringstream numbers(line);
      for (double value = 0; numbers >> value;) row.push_back(value);
    }
  }
  return blocks;
}

}  // namespace mlp
