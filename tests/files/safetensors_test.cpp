#include "mlp/files/safetensors.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

// Files made by tests/golden/safetensors/make_safetensors.py.
std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(MLP_SOURCE_DIR) / "tests/golden/safetensors" / name;
}

const std::vector<float> kernel{1, 2, 3, 4, 5, 6}, bias{0.1f, -0.2f};
const std::vector<std::int64_t> step{(std::int64_t{1} << 53) + 1};
const std::map<std::string, std::string> metadata{{"classes", "[\"größe\",\"b\"]"}};

std::vector<Tensor> tensors() {
  return {tensor_of<float>("dense_1/kernel", {3, 2}, kernel), tensor_of<float>("dense_1/bias", {2}, bias),
          tensor_of<std::int64_t>("step", {}, step)};
}

// A file of the given header and data, without digests.
std::string file_of(const std::string& header, const std::string& data) {
  std::string bytes(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(header.size() >> (8 * i));
  return bytes + header + data;
}

std::string message_for(const std::string& bytes) {
  const TemporaryFolder folder;
  put_bytes(folder / "m", bytes);
  const std::string message = message_of<InputError>([&] { read_safetensors(folder / "m"); });
  const std::string path = (folder / "m").string();
  return message.starts_with(path) ? "m" + message.substr(path.size()) : message;
}

TEST(Safetensors, WritesTheBytesThatTheFormatSays) {
  const TemporaryFolder folder;
  write_safetensors(folder / "m", tensors(), metadata);
  EXPECT_EQ(bytes_of(folder / "m"), bytes_of(golden("ours.safetensors")));
}

TEST(Safetensors, ReadsBackEveryBit) {
  const Safetensors file = read_safetensors(golden("ours.safetensors"));
  EXPECT_TRUE(file.has_digest);
  EXPECT_EQ(file.metadata, metadata);
  ASSERT_EQ(file.tensors.size(), 3u);
  EXPECT_EQ(file.tensors[0].values<std::int64_t>()[0], step[0]);
  EXPECT_EQ(file.tensors[1].name, "dense_1/kernel");
  EXPECT_EQ(file.tensors[1].shape, (Shape{3, 2}));
  EXPECT_EQ(file.tensors[1].converted<float>(), kernel);
  EXPECT_EQ(file.tensors[2].converted<float>(), bias);
}

TEST(Safetensors, ReadsFilesOfOtherPrograms) {
  const Safetensors file = read_safetensors(golden("foreign.safetensors"));
  EXPECT_FALSE(file.has_digest);
  ASSERT_EQ(file.tensors.size(), 3u);
  EXPECT_EQ(file.tensors[0].converted<double>(), (std::vector<double>{1, 2, 255}));
  EXPECT_EQ(file.tensors[1].converted<double>(), (std::vector<double>{0.1}));
  EXPECT_EQ(file.tensors[2].shape, (Shape{0, 4}));
}

TEST(Safetensors, WritesANameThatIsNotUtf8) {
  const TemporaryFolder folder;
  write_safetensors(folder / "m", {},
                    {{"class",
                      "gr\xf6\xdf"
                      "e"}});
  EXPECT_EQ(read_safetensors(folder / "m").metadata.at("class"), "gr\uFFFD\uFFFDe");
}

TEST(Safetensors, RefusesTwoTensorsOfOneName) {
  const TemporaryFolder folder;
  const Tensor twin = tensor_of<float>("w", {2}, bias);
  EXPECT_EQ(message_of<Failure>([&] {
              write_safetensors(folder / "m", {twin, twin}, {});
            }),
            "two tensors are named \"w\"");
  EXPECT_FALSE(std::filesystem::exists(folder / "m"));
}

TEST(Safetensors, RefusesDamageByName) {
  const std::string good = bytes_of(golden("ours.safetensors"));
  const auto with = [&](const std::string& old, const std::string& changed) {
    std::string bytes = good;
    return message_for(bytes.replace(bytes.find(old), old.size(), changed));
  };
  EXPECT_EQ(message_for(""), "m: not a safetensors file: it has only 0 bytes");
  EXPECT_EQ(message_for(std::string(20, '\xff')),
            "m: the first 8 bytes announce a header of 18446744073709551615 bytes, but the file has 20: it is cut "
            "short, or not a safetensors file");
  EXPECT_TRUE(
      message_for(good.substr(0, 100)).ends_with("but the file has 100: it is cut short, or not a safetensors file"));
  EXPECT_EQ(with("{", "("), "m: not a safetensors file, or damaged: its header is no JSON object");
  EXPECT_EQ(with("größe", "grüße"), "m: the header is damaged (its SHA-256 does not match)");
  EXPECT_EQ(with("[3,2]", "[2,3]"), "m: the header is damaged (its SHA-256 does not match)");
  std::string flipped = good;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  EXPECT_EQ(message_for(flipped), "m: the data are damaged (their SHA-256 does not match)");
}

TEST(Safetensors, RefusesHeadersThatDoNotFit) {
  const auto one = [](const std::string& entry) { return message_for(file_of("{\"w\":" + entry + "}", "12345678")); };
  const std::string fine = R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
  EXPECT_EQ(one(fine), "");
  EXPECT_EQ(one("1"), "m: tensor \"w\": \"dtype\" is missing");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[2]})"), "m: tensor \"w\": \"data_offsets\" is missing");
  EXPECT_EQ(one(R"({"dtype":"F16","shape":[4],"data_offsets":[0,8]})"),
            "m: tensor \"w\": type \"F16\" is not read; F64, F32, integers and BOOL are");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"),
            "m: tensor \"w\": \"shape\" must be a list of sizes");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]})"),
            "m: tensor \"w\": \"shape\" must be a list of sizes");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[2.0],"data_offsets":[0,8]})"),
            "m: tensor \"w\": \"shape\" must be a list of sizes");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[2],"data_offsets":[0]})"),
            "m: tensor \"w\": \"data_offsets\" must be two positions");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[3],"data_offsets":[0,12]})"),
            "m: tensor \"w\": its data (bytes 0 to 12) are not in the file, which has 8 bytes of data: it is cut short "
            "or damaged");
  EXPECT_EQ(one(R"({"dtype":"F64","shape":[2],"data_offsets":[0,8]})"),
            "m: tensor \"w\": shape [2] of type F64 needs 16 bytes, but it has 8");
  EXPECT_EQ(
      one(R"({"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,8]})"),
      "m: tensor \"w\": shape [4294967296, 4294967296] of type F64 needs 18446744073709551615 bytes, but it has 8");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})"),
            "m: tensor \"w\": there are unused bytes before its data");
  EXPECT_EQ(one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4]})"), "m: there are 4 bytes after the last tensor");
  EXPECT_EQ(one(fine + ",\"v\":" + fine), "m: tensor \"w\": its data overlap with another tensor's");
  EXPECT_EQ(one(fine + ",\"w\":" + fine), "m: \"w\" occurs twice in the header");
  EXPECT_EQ(one(fine + ",\"\\u001b[2J\":1"), "m: tensor \"\\x1b[2J\": \"dtype\" is missing");
  EXPECT_EQ(one("[[[[]]]]"), "m: not a safetensors file: its header is nested too deeply");
  EXPECT_EQ(one(fine + ",\"__metadata__\":{\"a\":1}"), "m: \"__metadata__\": \"a\" must be a text");
  EXPECT_EQ(one(fine + ",\"__metadata__\":[]"), "m: \"__metadata__\" must be an object of texts");
}

TEST(Safetensors, NoticesEveryFlippedBitAndEveryCut) {
  const std::string good = bytes_of(golden("ours.safetensors"));
  const Safetensors original = read_safetensors(golden("ours.safetensors"));
  const TemporaryFolder folder;
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    put_bytes(folder / "m", bytes);
    try {  // what is not noticed is a change of the digests' own names: then the file is one without digests
      const Safetensors file = read_safetensors(folder / "m");
      EXPECT_FALSE(file.has_digest) << at;
    } catch (const InputError&) {
    }
    EXPECT_NE(message_for(good.substr(0, at)), "") << at;
  }
}

}  // namespace
}  // namespace mlp
