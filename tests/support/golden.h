#pragma once
// Golden values: a text file of rows "name,number,number,…", written by the script beside it.

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace mlp::test {

class Golden {
 public:
  /// `path` is relative to tests/golden.
  explicit Golden(const std::string& path) {
    std::ifstream file(std::string(MLP_SOURCE_DIR) + "/tests/golden/" + path);
    for (std::string line; std::getline(file, line);) {
      std::istringstream cells(line);
      std::string name;
      std::getline(cells, name, ',');
      std::vector<double>& row = rows_[name];
      for (std::string cell; std::getline(cells, cell, ',');)
        row.push_back(std::strtod(cell.c_str(), nullptr));  // denormals too
    }
    if (rows_.empty()) throw std::runtime_error("no golden values in " + path);
  }

  const std::vector<double>& operator[](const std::string& name) const {
    const auto row = rows_.find(name);
    if (row == rows_.end()) throw std::runtime_error("no golden row " + name);
    return row->second;
  }
  bool has(const std::string& name) const { return rows_.contains(name); }

 private:
  std::map<std::string, std::vector<double>> rows_;
};

}  // namespace mlp::test
