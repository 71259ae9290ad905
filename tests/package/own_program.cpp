// The whole program, built outside of the project: the way to add an activation or a layer of one's own.
#include "mlp/app/program.h"

int main(int argc, char** argv) { return mlp::run_program(argc, argv, mlp::builtin_catalog()); }
