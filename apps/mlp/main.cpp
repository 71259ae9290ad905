#include "mlp/app/program.h"

int main(int argc, char** argv) { return mlp::run_program(argc, argv, mlp::builtin_catalog()); }
