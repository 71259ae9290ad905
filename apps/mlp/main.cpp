// The program mlp: the command line over the built-in components.

#include "mlp/app/program.h"

int main(int argc, char** argv) { return mlp::run_program(argc, argv, mlp::builtin_catalog()); }
