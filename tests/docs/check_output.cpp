// check_output PAGE COMMAND FILE: compares FILE, the output of a command that takes too long for a test, with what the
// page shows for it. Numbers may differ by a tenth: training on another processor is another one in its last bits.

#include <cstdio>
#include <iostream>

#include "mlp/core/files.h"
#include "output_match.h"
#include "page.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: check_output PAGE COMMAND FILE\n";
    return 2;
  }
  const std::string start = "$ " + std::string(argv[2]) + "\n";
  for (const mlp::CodeBlock& block : mlp::read_page(argv[1]).blocks) {
    if (!block.text.starts_with(start)) continue;
    const std::string problem = mlp::output_difference(block.text.substr(start.size()), mlp::read_file(argv[3]), 0.1);
    if (problem.empty()) return 0;
    std::cerr << argv[1] << ":" << block.line << ": " << argv[3] << " is not what is shown: " << problem << "\n";
    return 1;
  }
  std::cerr << argv[1] << ": shows no output of " << argv[2] << "\n";
  return 1;
}
