#include "mlp/files/model_file.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/files/safetensors.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

ModelFile whole_model() {
  ModelFile model;
  model.config = "{\n  \"name\": \"größe\"\n}";
  model.data.task = Task::multiclass_classification;
  model.data.encoding = Encoding::one_hot;
  model.data.feature_names = {"a", "b,\"c\"", ""};
  model.data.target_names = {"y"};
  model.data.class_names = {"1", "größe", "\n"};
  model.data.sample_shape = {1, 3};
  model.data.scaling = {ScalingKind::minmax, {0.1, -0.0, 1e-300}, {1.0 / 3, 5e-324, 1.7976931348623157e308}};
  model.data.categorical = {{"größe", 1, {"klein", "\n"}, {}}};
  model.data.replacements = {0.1, 1.0 / 3, -0.0};
  model.data.target_scaling = {ScalingKind::standardize, {1e9}, {1.0 / 7}};
  model.tensors = {tensor_of<float>("dense_1/kernel", {2, 1}, std::vector<float>{0.1f, -0.0f}),
                   tensor_of<double>("norm/moving_mean", {1}, std::vector<double>{0.1})};
  return model;
}

TEST(ModelFile, GivesBackEverything) {
  const TemporaryFolder folder;
  const ModelFile model = whole_model();
  write_model_file(folder / "m", model);
  const ModelFile read = read_model_file(folder / "m");
  EXPECT_EQ(read.config, model.config);
  EXPECT_EQ(read.data.task, model.data.task);
  EXPECT_EQ(read.data.encoding, model.data.encoding);
  EXPECT_EQ(read.data.feature_names, model.data.feature_names);
  EXPECT_EQ(read.data.target_names, model.data.target_names);
  EXPECT_EQ(read.data.class_names, model.data.class_names);
  EXPECT_EQ(read.data.sample_shape, model.data.sample_shape);
  EXPECT_EQ(read.data.scaling.kind, model.data.scaling.kind);
  EXPECT_EQ(read.data.scaling.shift, model.data.scaling.shift);
  EXPECT_TRUE(std::signbit(read.data.scaling.shift[1]));
  EXPECT_EQ(read.data.scaling.scale, model.data.scaling.scale);
  ASSERT_EQ(read.data.categorical.size(), 1u);
  EXPECT_EQ(read.data.categorical[0].name, "größe");
  EXPECT_EQ(read.data.categorical[0].first, 1);
  EXPECT_EQ(read.data.categorical[0].values, model.data.categorical[0].values);
  EXPECT_EQ(read.data.replacements, model.data.replacements);
  EXPECT_EQ(read.data.target_scaling.kind, model.data.target_scaling.kind);
  EXPECT_EQ(read.data.target_scaling.shift, model.data.target_scaling.shift);
  EXPECT_EQ(read.data.target_scaling.scale, model.data.target_scaling.scale);
  ASSERT_EQ(read.tensors.size(), 2u);
  for (const Tensor& tensor : model.tensors) {
    const Tensor* found = find_tensor(read.tensors, tensor.name);
    ASSERT_NE(found, nullptr) << tensor.name;
    EXPECT_EQ(found->type, tensor.type);
    EXPECT_EQ(found->shape, tensor.shape);
    EXPECT_TRUE(std::equal(found->data.begin(), found->data.end(), tensor.data.begin(), tensor.data.end()));
  }
}

TEST(ModelFile, KnowsEveryTaskAndScaling) {
  const TemporaryFolder folder;
  for (const Task task :
       {Task::binary_classification, Task::multiclass_classification, Task::regression, Task::autoencoder})
    for (const ScalingKind kind : {ScalingKind::none, ScalingKind::standardize, ScalingKind::minmax})
      for (const Encoding encoding : {Encoding::single_row, Encoding::one_hot}) {
        ModelFile model = whole_model();
        model.data.task = task;
        model.data.encoding = encoding;
        model.data.scaling = {kind, {}, {}};
        write_model_file(folder / "m", model);
        const DataInfo read = read_model_file(folder / "m").data;
        EXPECT_EQ(read.task, task);
        EXPECT_EQ(read.encoding, encoding);
        EXPECT_EQ(read.scaling.kind, kind);
      }
}

TEST(ModelFile, TakesNamesThatAreNotUtf8) {
  const TemporaryFolder folder;
  ModelFile model = whole_model();
  model.data.class_names = {"gr\xf6\xdf"};
  write_model_file(folder / "m", model);  // a run must not fail at its end for a name
  EXPECT_EQ(read_model_file(folder / "m").data.class_names[0], "gr\uFFFD\uFFFD");
}

TEST(ModelFile, TheSameModelGivesTheSameBytesAndADigest) {
  const TemporaryFolder folder;
  write_model_file(folder / "a", whole_model());
  write_model_file(folder / "b", whole_model());
  EXPECT_EQ(bytes_of(folder / "a"), bytes_of(folder / "b"));
  EXPECT_TRUE(read_safetensors(folder / "a").has_digest);
}

std::string model_message(const std::filesystem::path& path) {
  const std::string message = message_of<InputError>([&] { read_model_file(path); });
  const std::string name = path.string() + ": ";
  return message.starts_with(name) ? message.substr(name.size()) : message;
}

TEST(ModelFile, NoticesDamage) {
  const TemporaryFolder folder;
  write_model_file(folder / "m", whole_model());
  const std::string good = bytes_of(folder / "m");
  for (std::size_t at = 0; at < good.size(); at += 3) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    put_bytes(folder / "m", bytes);
    // A change of the digests' own names alone makes a file without digests of it, as other programs write them.
    const bool in_digest_name = good.substr(at > 12 ? at - 12 : 0, 25).find("sha256") != std::string::npos;
    EXPECT_TRUE(in_digest_name || !model_message(folder / "m").empty()) << at;
    put_bytes(folder / "m", good.substr(0, at));
    EXPECT_NE(model_message(folder / "m"), "") << at;
  }
}

TEST(ModelFile, RefusesOtherFiles) {
  const TemporaryFolder folder;
  const std::string foreign =
      "not a model of this program (its metadata lack \"format\": \"mlp model 1\"); expected the model.safetensors of "
      "a "
      "run";
  EXPECT_EQ(model_message(std::filesystem::path(MLP_SOURCE_DIR) / "tests/golden/safetensors/foreign.safetensors"),
            foreign);
  write_safetensors(folder / "m", {}, {{"format", "mlp model 0"}});
  EXPECT_EQ(model_message(folder / "m"), foreign);
  for (const char* data : {"", "{", "[]", R"({"task": "cooking"})", R"({"task": 3})"}) {
    write_safetensors(folder / "m", {}, {{"format", "mlp model 1"}, {"data", data}});
    EXPECT_EQ(model_message(folder / "m"), "the description of the data in its metadata is damaged") << data;
  }
}

/// A layout of a kernel [3, 2] and a bias [2], and what filling it from tensors says.
struct Filling {
  ParameterLayout layout;
  std::vector<float> values = std::vector<float>(8, -1);
  Filling() {
    layout.add("dense_1/kernel", {3, 2}, {}, {});
    layout.add("dense_1/bias", {2}, {}, {});
  }
  std::string message(const std::vector<Tensor>& tensors) {
    return message_of<InputError>([&] { fill_from_tensors<float>(tensors, "w.npz", {{layout, values.data()}}); });
  }
};

Tensor tensor_named(const std::string& name, Shape shape) {
  const std::vector<double> values(static_cast<std::size_t>(count_of(shape)), 0.1);
  return tensor_of<double>(name, std::move(shape), values);
}

TEST(FillFromTensors, ConvertsToTheNetsPrecision) {
  Filling net;
  const std::vector<double> whole{1, -2, 3, 4, 5, (1 << 24) + 1};
  EXPECT_EQ(net.message({tensor_named("dense_1/bias", {2}), tensor_of<double>("dense_1/kernel", {3, 2}, whole)}), "");
  EXPECT_EQ(net.values[1], -2.0f);
  EXPECT_EQ(net.values[5], 16777216.0f);
  const ParameterBlock& bias = *net.layout.find("dense_1/bias");
  EXPECT_EQ(net.values[static_cast<std::size_t>(bias.offset)], 0.1f);
}

TEST(FillFromTensors, RefusesWholeNumbers) {
  Filling net;
  const std::vector<std::int32_t> whole{1, 2};
  EXPECT_EQ(net.message({tensor_named("dense_1/kernel", {3, 2}), tensor_of<std::int32_t>("dense_1/bias", {2}, whole)}),
            "w.npz: tensor \"dense_1/bias\" has elements of type int32; save it as float32 or float64");
}

TEST(FillFromTensors, NamesWhatIsMissingTooMuchOrOfAnotherShape) {
  Filling net;
  const Tensor kernel_tensor = tensor_named("dense_1/kernel", {3, 2}), bias_tensor = tensor_named("dense_1/bias", {2});
  EXPECT_EQ(net.message({kernel_tensor}),
            "w.npz: tensor \"dense_1/bias\" is missing; the model needs it, of shape [2]");
  EXPECT_EQ(net.message({tensor_named("dense_1/kernl", {3, 2}), bias_tensor}),
            "w.npz: tensor \"dense_1/kernel\" is missing; the model needs it, of shape [3, 2]; did you mean "
            "\"dense_1/kernl\"?");
  EXPECT_EQ(net.message({tensor_named("dense_1/kernel", {2, 3}), bias_tensor}),
            "w.npz: tensor \"dense_1/kernel\" has shape [2, 3]; the model needs [3, 2] (a kernel is [inputs, units]: "
            "transpose it)");
  EXPECT_EQ(net.message({kernel_tensor, tensor_named("dense_1/bias", {2, 1})}),
            "w.npz: tensor \"dense_1/bias\" has shape [2, 1]; the model needs [2]");
  EXPECT_EQ(net.message({kernel_tensor, bias_tensor, tensor_named("dense_2/bias\x1b", {2})}),
            "w.npz: tensor \"dense_2/bias\\x1b\" belongs to no layer of the model");
}

}  // namespace
}  // namespace mlp
