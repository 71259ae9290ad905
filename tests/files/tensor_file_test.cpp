#include "mlp/files/tensor_file.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "mlp/core/npy.h"
#include "mlp/files/safetensors.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

class TensorFile : public testing::Test {
 protected:
  TensorFile() {
    write_npz(folder / "two.npz", two);
    write_safetensors(folder / "two.safetensors", two, {});
    write_npy(folder / "one.npy", two[1]);
  }
  std::string message(const std::string& file, const std::optional<std::string>& name = std::nullopt) const {
    const std::string text = message_of<InputError>([&] { read_one_tensor(folder / file, name); });
    const std::string prefix = folder.path().string() + "/";
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
  }

  const std::vector<Tensor> two{tensor_of<double>("dense/kernel", {2, 1}, std::vector<double>{0.1, 2}),
                                tensor_of<float>("dense/bias", {1}, std::vector<float>{-3})};
  TemporaryFolder folder;
};

TEST_F(TensorFile, IsReadByItsEnding) {
  for (const char* file : {"two.npz", "two.safetensors"}) {
    const std::vector<Tensor> tensors = read_tensor_file(folder / file);
    ASSERT_EQ(tensors.size(), 2u);
    for (const Tensor& tensor : two) {
      const Tensor read = read_one_tensor(folder / file, tensor.name);
      EXPECT_EQ(read.name, tensor.name);
      EXPECT_EQ(read.type, tensor.type);
      EXPECT_EQ(read.shape, tensor.shape);
      EXPECT_EQ(read.converted<double>(), tensor.converted<double>());
    }
  }
  EXPECT_EQ(read_one_tensor(folder / "one.npy", std::nullopt).converted<double>(), std::vector<double>{-3});
  put_bytes(folder / "w.txt", "");
  EXPECT_EQ(message("w.txt"), "w.txt: tensors are read from files whose names end in .safetensors, .npz or .npy");
  EXPECT_EQ(message("gone.npz").substr(0, 12), "cannot read ");
}

TEST_F(TensorFile, ANameIsNeededWhereThereAreSeveral) {
  EXPECT_EQ(message("two.npz"), "two.npz has 2 tensors; name one with \"tensor\": dense/kernel and dense/bias");
  EXPECT_EQ(
      message("two.npz", "dense/kernl"),
      "two.npz has no tensor \"dense/kernl\"; did you mean \"dense/kernel\"? It has: dense/kernel and dense/bias");
  EXPECT_EQ(message("two.npz", "x"), "two.npz has no tensor \"x\"; it has: dense/kernel and dense/bias");
}

}  // namespace
}  // namespace mlp
