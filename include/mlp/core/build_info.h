#pragma once
// What this program was built for. A net that trains four times too slowly has often just been compiled for the wrong
// processor, so the program says it: in `mlp --version` and in every summary.json.

#include <string>

namespace mlp {

struct BuildInfo {
  std::string version;       // of mlp: "0.1.0"
  std::string compiler;      // "g++ 12.2.0"
  std::string build_type;    // CMake's: "Release", "Debug", …
  std::string flags;         // of the compiler, warnings left out: "-O3 -DNDEBUG -march=native"
  std::string instructions;  // the widest vectors that the code may use: "AVX-512", "AVX2 + FMA", "SSE2", …
  int vector_bytes;          // bytes of one vector register
  bool native;               // built for the processor of the machine that built it (MLP_NATIVE)
};

/// Constant facts, all known when the library was compiled.
const BuildInfo& build_info();

/// The facts as one line for people:
///     mlp 0.1.0, g++ 12.2.0, Release (-O3 -DNDEBUG -march=native), AVX-512 (64-byte vectors)
std::string build_line();

}  // namespace mlp
