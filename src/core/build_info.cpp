#include "mlp/core/build_info.h"

#include <Eigen/Core>

#ifndef MLP_WIDTH_FLAG  // a build for one width of vectors has its flag among the others
#define MLP_WIDTH_FLAG ""
#endif

namespace mlp {
namespace {

std::string compiler() {
#ifdef __clang__
  return std::string("clang++ ") + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) + "." +
         std::to_string(__clang_patchlevel__);
#else
  return std::string("g++ ") + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "." +
         std::to_string(__GNUC_PATCHLEVEL__);
#endif
}

std::string instructions() {
#if defined(__AVX512F__)
  return "AVX-512";
#elif defined(__AVX2__) && defined(__FMA__)
  return "AVX2 + FMA";
#elif defined(__AVX__)
  return "AVX";
#elif defined(__SSE2__)
  return "SSE2";
#elif defined(__ARM_NEON)
  return "NEON";
#else
  return "no vectors that we know of";
#endif
}

BuildInfo gathered() {
  BuildInfo info;
  info.version = MLP_VERSION;
  info.compiler = compiler();
  info.build_type = MLP_BUILD_TYPE;
  info.flags = std::string(MLP_BUILD_FLAGS) + (MLP_WIDTH_FLAG[0] == '\0' ? "" : " " MLP_WIDTH_FLAG);
  info.instructions = instructions();
  info.vector_bytes = EIGEN_MAX_ALIGN_BYTES;
  info.native = info.flags.find("-march=native") != std::string::npos;
  return info;
}

}  // namespace

const BuildInfo& build_info() {
  static const BuildInfo info = gathered();
  return info;
}

std::string build_line() {
  const BuildInfo& info = build_info();
  return "mlp " + info.version + ", " + info.compiler + ", " + info.build_type + " (" + info.flags + "), " +
         info.instructions + " (" + std::to_string(info.vector_bytes) + "-byte vectors)";
}

}  // namespace mlp
