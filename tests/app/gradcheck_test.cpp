#include <gtest/gtest.h>

#include "mlp/app/program.h"
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
  EXPECT_NE(r.out.find("\ndense_1/kernel        8        8        0 "), std::string::npos) << r.out;  // all entries
  const ProgramResult some = here.mlp({"gradcheck", "xor.json", "--entries", "3"});
  EXPECT_NE(some.out.find("\ndense_1/kernel        8        3        0 "), std::string::npos) << some.out;
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

/// tanh with a derivative that is one percent too large.
template <class T>
struct WrongTanh final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override { y = x.tanh(); }
  void pullback(In<T>, In<T> y, In<T> dy, Out<T> dx) const override { dx = T(1.01) * dy * (T(1) - y.square()); }
};

TEST(GradcheckCommand, AWrongDerivativeNamesTensorAndEntry) {
  const Workplace here;
  Catalog catalog = builtin_catalog();
  catalog.activations.add("wrong_tanh", "a mistake", [](Section&) {
    return ActivationChoice{both<Activation, WrongTanh>(), nullptr};
  });
  const std::string config = (here / "xor.json").string();
  const char* arguments[] = {"mlp", "gradcheck", config.c_str(), "--set", "model.layers.0.activation=wrong_tanh"};
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = run_program(5, arguments, catalog);
  const std::string out = testing::internal::GetCapturedStdout(), err = testing::internal::GetCapturedStderr();
  EXPECT_EQ(code, 5);
  EXPECT_NE(err.find("\n  dense_1/kernel["), std::string::npos) << err;
  EXPECT_NE(err.find("\n  dense_1/bias["), std::string::npos) << err;
  EXPECT_EQ(err.find("dense_2"), std::string::npos) << err;       // the gradient of the last layer is right
  EXPECT_NE(err.find("error 0.0099"), std::string::npos) << err;  // 0.01/1.01
  EXPECT_NE(out.find("wrong"), std::string::npos) << out;
}

TEST(GradcheckCommand, WhereNothingCouldBeMeasuredItDoesNotPass) {
  const Workplace here;
  // No difference of doubles is that exact.
  const ProgramResult r = here.mlp({"gradcheck", "xor.json", "--tolerance", "1e-15"});
  EXPECT_EQ(r.code, 5) << r.out;
  EXPECT_NE(r.err.find("nothing could be checked"), std::string::npos) << r.err;
}

TEST(GradcheckCommand, IsSilentWhereItIsToldTo) {
  const Workplace here;
  const ProgramResult r = here.mlp({"gradcheck", "xor.json", "--quiet"});
  EXPECT_EQ(r.code, 0);
  EXPECT_EQ(r.out + r.err, "");
}

}  // namespace
}  // namespace mlp
