#include "mlp/export/export_file.h"

#include <gtest/gtest.h>

#include <limits>

#include "mlp/core/error.h"
#include "mlp/core/npy.h"
#include "mlp/files/safetensors.h"
#include "net_support.h"
#include "tests/support/temporary_folder.h"

namespace mlp::test {
namespace {

constexpr const char* two_layers = R"([{"type": "maxout", "units": 2, "pieces": 2},
  {"type": "dense", "units": 1, "activation": {"type": "elu", "alpha": 0.5}, "kernel_regularizer": {"l2": 0.1}}])";

Tree json_of(const std::filesystem::path& path) {
  return parse_json(std::make_shared<const ConfigText>(ConfigText{path.string(), bytes_of(path), "/"}));
}

void expect_same_tensors(const std::vector<Tensor>& found, const ExportedNet& net) {
  ASSERT_EQ(found.size(), net.tensors.size());
  for (const Tensor& expected : net.tensors) {
    const Tensor* tensor = find_tensor(found, expected.name);
    ASSERT_NE(tensor, nullptr) << expected.name;
    EXPECT_EQ(tensor->type, expected.type);
    EXPECT_EQ(tensor->shape, expected.shape);
    EXPECT_EQ(tensor->data, expected.data);
  }
}

TEST(NetFile, HoldsTheTensorsInThePrecisionOfTheRun) {
  const TemporaryFolder folder;
  for (const std::string precision : {"float32", "float64"}) {
    const ExportedNet net =
        NetCase(two_layers, false, std::string(of_numbers) + R"(, "precision": ")" + precision + "\"").exported();
    EXPECT_EQ(net.tensors[0].type, precision == "float32" ? ElementType::f32 : ElementType::f64);
    write_net_file(folder / "n.npz", net);
    expect_same_tensors(read_npz(folder / "n.npz"), net);
    write_net_file(folder / "n.safetensors", net);
    const Safetensors file = read_safetensors(folder / "n.safetensors");
    expect_same_tensors(file.tensors, net);
    EXPECT_TRUE(file.metadata.empty());
  }
}

/// The numbers of nested lists, row by row.
void append_numbers(const Tree& tree, std::vector<double>& numbers) {
  if (tree.is_number()) return numbers.push_back(tree.number);
  for (const Tree& item : tree.items) append_numbers(item, numbers);
}

TEST(NetFile, AsJsonReadsBackExactly) {
  const TemporaryFolder folder;
  const ExportedNet net = NetCase(two_layers, true).exported();
  write_net_file(folder / "n.json", net);
  const Tree json = json_of(folder / "n.json");
  const Tree* tensors = json.find("tensors");
  ASSERT_EQ(tensors->members.size(), 4u);
  for (const Tensor& tensor : net.tensors) {
    const Tree& lists = *tensors->find(tensor.name);
    std::vector<double> numbers;
    append_numbers(lists, numbers);
    const std::vector<float> rounded(numbers.begin(), numbers.end());
    const std::span<const float> expected = tensor.values<float>();
    EXPECT_EQ(rounded, std::vector<float>(expected.begin(), expected.end()));
    EXPECT_EQ(static_cast<Index>(lists.items.size()), tensor.shape[0]);
  }
  const Tree& kernel = *tensors->find("maxout_1/kernel");  // [inputs, units, pieces]
  EXPECT_EQ(kernel.items.size(), 3u);
  EXPECT_EQ(kernel.items[0].items.size(), 2u);
  EXPECT_EQ(kernel.items[0].items[0].items.size(), 2u);
}

TEST(NetFile, AsJsonSaysAllThatAProgramNeeds) {
  const TemporaryFolder folder;
  write_net_file(folder / "n.json", NetCase(two_layers, true).exported());
  const Tree json = json_of(folder / "n.json");
  EXPECT_EQ(json.find("format")->string, "mlp net 1");
  EXPECT_EQ(json.find("name")->string, "a net");
  EXPECT_EQ(json.find("precision")->string, "float32");
  EXPECT_EQ(json.find("task")->string, "regression");
  EXPECT_EQ(to_compact_json(*json.find("feature_names")), R"(["a","b","c"])");
  EXPECT_EQ(to_compact_json(*json.find("target_names")), R"(["t0"])");
  EXPECT_EQ(to_compact_json(*json.find("class_names")), "[]");
  EXPECT_EQ(to_compact_json(*json.find("scaling")), R"({"type":"standardize","shift":[10,-2,0.5],"scale":[4,0.25,1]})");
  EXPECT_EQ(to_compact_json(*json.find("layers")),
            R"([{"type":"maxout","name":"maxout_1","inputs":["input"],"units":2,"pieces":2,"use_bias":true},)"
            R"({"type":"dense","name":"dense_1","inputs":["maxout_1"],"units":1,)"
            R"("activation":{"type":"elu","alpha":0.5},"use_bias":true}])");
}

TEST(NetFile, AsJsonHasNullForWhatIsNoNumber) {
  const TemporaryFolder folder;
  ExportedNet net = NetCase(R"([{"type": "dense", "units": 1}])").exported();
  const std::vector<float> values{std::numeric_limits<float>::infinity()};
  net.tensors[1] = tensor_of<float>("dense_1/bias", {1}, values);
  write_net_file(folder / "n.json", net);
  EXPECT_EQ(json_of(folder / "n.json").find("tensors")->find("dense_1/bias")->items.at(0).kind, Tree::Kind::null);
}

TEST(NetFile, AsJsonMayHaveNoTensorsAtAll) {
  const TemporaryFolder folder;
  write_net_file(folder / "n.json", NetCase(R"([{"type": "dropout", "rate": 0.1}])").exported());
  EXPECT_TRUE(json_of(folder / "n.json").find("tensors")->members.empty());
}

TEST(NetFile, IsKnownByItsEnding) {
  for (const std::string name : {"net.onx", "net", "net.ONNX", "onnx", ".onnx"})
    EXPECT_EQ(message_of<InputError>([&] { check_net_file_name(name); }),
              name + ": the name must end in .onnx, .npz, .safetensors or .json, which tells what to write");
  for (const std::string name : {"a.onnx", "dir/b.npz", "c.safetensors", "d.x.json"}) check_net_file_name(name);
}

TEST(NetFile, ReplacesOneThatIsThere) {
  const TemporaryFolder folder;
  put_bytes(folder / "n.onnx", "something else");
  const ExportedNet net = NetCase(two_layers).exported();
  write_net_file(folder / "n.onnx", net);
  EXPECT_EQ(bytes_of(folder / "n.onnx"), onnx_bytes(net));
}

}  // namespace
}  // namespace mlp::test
