#include <gtest/gtest.h>

#include "mlp/core/npy.h"
#include "program.h"
#include "tests/support/onnx_file.h"

namespace mlp {
namespace {

class ExportCommand : public testing::Test {
 protected:
  ExportCommand() { EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet"}).code, 0); }
  std::string error(const std::string& run, const std::string& output) const {
    const ProgramResult r = here.mlp({"export", run, "-o", output});
    EXPECT_EQ(r.code, 2) << r.err;
    EXPECT_EQ(r.out, "");
    return r.err;
  }
  Workplace here;
};

TEST_F(ExportCommand, WritesWhatTheEndingAsksFor) {
  for (const std::string ending : {".onnx", ".npz", ".safetensors", ".json"}) {
    const ProgramResult r = here.mlp({"export", "runs/xor", "-o", "net" + ending});
    EXPECT_EQ(r.code, 0);
    EXPECT_EQ(r.out, "");
    EXPECT_EQ(r.err, "wrote net" + ending + "\n");
  }
  EXPECT_EQ(test::parse_onnx_model(here.read("net.onnx")).graph_name, "xor");
  EXPECT_EQ(read_npz(here / "net.npz").at(0).name, "dense_1/kernel");
  EXPECT_EQ(here.read("net.json").find("{\n  \"format\": \"mlp net 1\","), 0u);
}

TEST_F(ExportCommand, TensorsOfAnExportAreInitialWeightsOfAnotherRun) {
  for (const std::string file : {"net.npz", "net.safetensors"}) {
    EXPECT_EQ(here.mlp({"export", "runs/xor", "-o", file, "--quiet"}).err, "");
    const ProgramResult r = here.mlp({"train", "xor.json", "--quiet", "--force", "-o", "again", "--set",
                                      "training.epochs=0", "--set", "model.initial_weights=" + file});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_EQ(here.mlp({"export", "again/xor", "-o", "again.onnx", "--quiet"}).code, 0);
    EXPECT_EQ(here.mlp({"export", "runs/xor", "-o", "first.onnx", "--quiet"}).code, 0);
    EXPECT_EQ(here.read("again.onnx"), here.read("first.onnx"));
  }
}

TEST_F(ExportCommand, NeedsTheModelFileAlone) {
  std::filesystem::rename(here / "runs/xor/model.safetensors", here / "net.st");
  EXPECT_EQ(here.mlp({"export", "net.st", "-o", "net.onnx", "--quiet"}).code, 0);
  EXPECT_EQ(test::parse_onnx_model(here.read("net.onnx")).outputs.at(0).sizes, (std::vector<std::string>{"N", "1"}));
}

TEST_F(ExportCommand, ReplacesAFileButNotForNothing) {
  here.write("net.onnx", "old");
  EXPECT_NE(error("runs/xo", "net.onnx").find("did you mean \"runs/xor\"?"), std::string::npos);
  EXPECT_EQ(here.read("net.onnx"), "old");
  EXPECT_EQ(here.mlp({"export", "runs/xor", "-o", "net.onnx", "--quiet"}).code, 0);
  EXPECT_NE(here.read("net.onnx"), "old");
}

TEST_F(ExportCommand, DoesNotReplaceTheModelThatItReads) {
  const std::string before = here.read("runs/xor/model.safetensors");
  EXPECT_EQ(error("runs/xor", "runs/../runs/xor/model.safetensors"),
            "runs/../runs/xor/model.safetensors is the file that the net is read from; write to another one\n");
  EXPECT_EQ(here.read("runs/xor/model.safetensors"), before);
}

TEST_F(ExportCommand, SaysWhatIsWrong) {
  EXPECT_EQ(error("runs/xor", "net.onx"),
            "net.onx: the name must end in .onnx, .npz, .safetensors or .json, which tells what to write\n");
  EXPECT_EQ(error("runs/xor", "nowhere/net.npz"), "cannot write nowhere/net.npz: No such file or directory\n");
  EXPECT_EQ(error("runs", "net.json"), "runs holds several runs; name one of them, such as runs/xor\n");
  EXPECT_NE(error("xor.json", "net.json").find("xor.json: not a safetensors file"), std::string::npos);
  std::filesystem::remove(here / "runs/xor/summary.json");
  std::filesystem::remove(here / "runs/xor/model.safetensors");
  EXPECT_EQ(error("runs/xor", "net.onnx"), "runs/xor holds an unfinished run; finish it with mlp train and --resume\n");
  const ProgramResult r = here.mlp({"export", "runs/xor"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("--output is required"), std::string::npos);
}

}  // namespace
}  // namespace mlp
