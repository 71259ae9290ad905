#include "mlp/core/build_info.h"

#include <gtest/gtest.h>

#include <Eigen/Core>
#include <string>

namespace mlp {
namespace {

TEST(BuildInfo, KnowsTheVersionTheCompilerAndItsFlags) {
  const BuildInfo& info = build_info();
  EXPECT_EQ(info.version, "0.1.0");  // CMakeLists.txt and the changelog say so too
#ifdef __clang__
  EXPECT_EQ(info.compiler.rfind("clang++ " + std::to_string(__clang_major__) + ".", 0), 0u) << info.compiler;
#else
  EXPECT_EQ(info.compiler.rfind("g++ " + std::to_string(__GNUC__) + ".", 0), 0u) << info.compiler;
#endif
#ifdef __OPTIMIZE__
  EXPECT_NE(info.flags.find("-O"), std::string::npos) << info.flags;
#endif
  EXPECT_FALSE(info.build_type.empty());
}

// The library and the programs that include its headers must be compiled for the same vectors; these tests are such a
// program.
TEST(BuildInfo, VectorsAreAsWideHereAsInTheLibrary) { EXPECT_EQ(build_info().vector_bytes, EIGEN_MAX_ALIGN_BYTES); }

TEST(BuildInfo, NamesTheInstructionsOfTheWidth) {
  const BuildInfo& info = build_info();
  const bool wide = info.instructions == "AVX-512";
  const bool medium = info.instructions == "AVX2 + FMA" || info.instructions == "AVX";
  EXPECT_EQ(info.vector_bytes, wide ? 64 : medium ? 32 : 16);
}

TEST(BuildInfo, LineSaysItAll) {
  const BuildInfo& info = build_info();
  EXPECT_EQ(build_line(), "mlp " + info.version + ", " + info.compiler + ", " + info.build_type + " (" + info.flags +
                              "), " + info.instructions + " (" + std::to_string(info.vector_bytes) + "-byte vectors)");
}

}  // namespace
}  // namespace mlp
