#include <gtest/gtest.h>

#include "program.h"

namespace mlp {
namespace {

TEST(GradcheckCommand, ChecksEveryTensor) {
  const Workplace here;
  const ProgramResult r = here.mlp({"gradcheck", "xor.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const char* name : {"dense_1/kernel", "dense_1/bias", "dense_2/kernel", "dense_2/bias"})
    EXPECT_NE(r.out.find(name), std::string::npos);
  EXPECT_NE(r.out.find("within 1e-06"), std::string::npos);
}

TEST(GradcheckCommand, IncludesDropoutPenaltiesAndFloat32Configs) {
  const Workplace here;
  here.write("net.json", R"({
    "data": {"source": {"type": "moons", "n": 40, "noise": 0.1}},
    "model": {"layers": [
      {"type": "dense", "units": 6, "activation": "prelu", "kernel_regularizer": {"l1": 0.01, "l2": 0.1},
       "activity_regularizer": {"l2": 0.05}},
      {"type": "dropout", "rate": 0.3},
      {"type": "dense", "units": 1, "activation": "sigmoid"}]},
    "loss": "binary_crossentropy"
  })");
  const ProgramResult r = here.mlp({"gradcheck", "net.json"});
  EXPECT_EQ(r.code, 0) << r.out << r.err;
  EXPECT_NE(r.out.find("dense_1/alpha"), std::string::npos) << r.out;
}

TEST(GradcheckCommand, AFailureNamesTensorAndEntry) {
  const Workplace here;
  // No difference of doubles is that exact.
  const ProgramResult r = here.mlp({"gradcheck", "xor.json", "--tolerance", "1e-15"});
  EXPECT_EQ(r.code, 5) << r.out;
  EXPECT_NE(
      r.err.find("nothing could be checked") == std::string::npos ? r.err.find("kernel[") : r.err.find("measured"),
      std::string::npos)
      << r.err;
}

TEST(GradcheckCommand, IsSilentWhereItIsToldTo) {
  const Workplace here;
  const ProgramResult r = here.mlp({"gradcheck", "xor.json", "--quiet"});
  EXPECT_EQ(r.code, 0);
  EXPECT_EQ(r.out + r.err, "");
}

}  // namespace
}  // namespace mlp
