// update_tables PAGE: writes the page's tables anew from the program's own.

#include <iostream>

#include "config_tables.h"
#include "mlp/core/files.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: update_tables docs/config.md\n";
    return 2;
  }
  mlp::write_file(argv[1], mlp::with_fresh_tables(mlp::read_file(argv[1]), mlp::builtin_catalog()));
}
