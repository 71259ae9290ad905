#include "mlp/core/npy.h"

#include <gtest/gtest.h>

#include <map>

#include "mlp/core/error.h"
#include "mlp/core/zip.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

// Files written by NumPy: tests/golden/arrays/make_arrays.py.
std::filesystem::path golden(const std::string& name) {
  return std::filesystem::path(MLP_SOURCE_DIR) / "tests/golden/arrays" / name;
}

std::map<std::string, std::string> files_in(const std::string& archive) {
  std::map<std::string, std::string> files;
  for (const ZipEntry& entry : read_zip(golden(archive))) files[entry.name] = entry.content;
  return files;
}

TEST(ReadNpz, ReadsEveryTypeStoredAndDeflated) {
  for (const char* archive : {"types_stored.npz", "types_deflated.npz"}) {
    const std::vector<Tensor> tensors = read_npz(golden(archive));
    ASSERT_EQ(tensors.size(), 12u);
    for (const Tensor& tensor : tensors) {
      std::vector<double> expected{0, 1, 2, 3, 4, 5};
      if (tensor.name[0] == 'f' || tensor.name[0] == 'i') expected[0] = -7;
      if (tensor.name == "b1") expected = {0, 1, 1, 1, 1, 1};
      EXPECT_EQ(tensor.shape, (Shape{2, 3}));
      EXPECT_EQ(tensor.converted<double>(), expected) << tensor.name;
      EXPECT_EQ(static_cast<int>(size_of(tensor.type)), tensor.name[1] - '0');
    }
    EXPECT_EQ(find_tensor(tensors, "i2")->values<std::int16_t>()[0], -7);
    EXPECT_EQ(find_tensor(tensors, "none"), nullptr);
  }
}

TEST(ReadNpz, GivesRowMajorElementsWhateverTheFilesOrders) {
  const std::vector<Tensor> tensors = read_npz(golden("layouts.npz"));
  std::vector<float> counted(24);
  for (std::size_t i = 0; i < 24; ++i) counted[i] = static_cast<float>(i);
  for (const char* name : {"c_order", "fortran_order", "version_2", "version_3", "big_endian"}) {
    const Tensor& tensor = *find_tensor(tensors, name);
    EXPECT_EQ(tensor.shape, (Shape{2, 3, 4}));
    EXPECT_EQ(tensor.converted<float>(), counted) << name;
  }
  EXPECT_EQ(find_tensor(tensors, "scalar")->shape, Shape{});
  EXPECT_EQ(find_tensor(tensors, "scalar")->converted<double>(), std::vector{0.1});
  EXPECT_EQ(find_tensor(tensors, "vector")->converted<double>(), (std::vector{1.5, -2.5}));
  EXPECT_EQ(find_tensor(tensors, "empty")->shape, (Shape{0, 3}));
}

TEST(ReadNpz, ReadsWhatSavezWrites) {
  const std::vector<Tensor> tensors = read_npz(golden("savez.npz"));
  ASSERT_EQ(tensors.size(), 2u);
  EXPECT_EQ(find_tensor(tensors, "dense_1/kernel")->shape, (Shape{3, 4}));
  EXPECT_EQ(find_tensor(tensors, "dense_1/bias")->converted<double>(), (std::vector{0.1, 0.2}));
}

TEST(Npy, WritesTheBytesThatNumPyWrites) {
  for (const auto& [name, content] : files_in("types_stored.npz"))
    EXPECT_EQ(npy_bytes(parse_npy(content, name)), content) << name;
  const auto layouts = files_in("layouts.npz");
  for (const char* name : {"scalar.npy", "vector.npy", "empty.npy"})
    EXPECT_EQ(npy_bytes(parse_npy(layouts.at(name), name)), layouts.at(name)) << name;
  EXPECT_EQ(npy_bytes(parse_npy(layouts.at("fortran_order.npy"), "")), layouts.at("c_order.npy"));
}

TEST(Npy, RefusesOtherTypesByName) {
  const auto files = files_in("refused.npz");
  const std::string remedy = "; save the array as float32, float64, integers or bool";
  const std::map<std::string, std::string> messages{
      {"date.npy", "x: elements of type \"<M8[s]\" are not read" + remedy},
      {"text.npy", "x: its elements are text, which is read as targets alone" + remedy},
      {"complex.npy", "x: elements of type \"<c8\" are not read" + remedy},
      {"fields.npy", "x: a structured array (several fields) is not read; save its columns as a plain array"}};
  for (const auto& [name, message] : messages) {
    const std::string& bytes = files.at(name);
    EXPECT_EQ(message_of<InputError>([&] { parse_npy(bytes, "x"); }), message);
  }
}

TEST(NpyText, ReadsCharactersOfEitherOrderAndBytes) {
  const auto files = files_in("texts.npz");
  ASSERT_EQ(files.size(), 3u);
  for (const auto& [name, bytes] : files) {
    EXPECT_EQ(parse_npy_text(bytes, name), (std::vector<std::string>{"Größe", "水", "", "😀 x", "a"})) << name;
    const NpyHeader header = read_npy_header(bytes, name);
    EXPECT_EQ(header.text, name == "bytes.npy" ? NpyText::bytes : NpyText::characters);
    EXPECT_EQ(header.shape, (Shape{5}));
  }
}

TEST(NpyText, RefusesDamagedFiles) {
  const std::string good = files_in("texts.npz").at("characters.npy");
  const auto message = [](const std::string& bytes) {
    return message_of<InputError>([&] { parse_npy_text(bytes, "x"); });
  };
  EXPECT_EQ(message(good.substr(0, good.size() - 1)),
            "x: shape [5] needs 100 bytes of elements, but 99 are there: the file is damaged");
  std::string bytes = good;
  bytes[good.size() - 20 + 2] = '\x11';  // U+110061
  EXPECT_EQ(message(bytes), "x: its text has characters that there are not: the file is damaged");
  const auto with_type = [&](const std::string& type) {
    std::string changed = good;
    return message(changed.replace(changed.find("<U5"), 3, type));
  };
  for (const char* type : {"=U5", "<U0", "<Ux", "<V5"})
    EXPECT_EQ(with_type(type), "x: elements of type \"" + std::string(type) +
                                   "\" are not read; save the array as float32, float64, integers or bool");
}

TEST(Npy, RefusesDamagedFiles) {
  const std::string good = files_in("types_stored.npz").at("f4.npy");
  const auto message = [](const std::string& bytes) { return message_of<InputError>([&] { parse_npy(bytes, "x"); }); };
  EXPECT_EQ(message(""), "x: not a .npy file");
  EXPECT_EQ(message("PK\3\4, which is a zip archive"), "x: not a .npy file");
  EXPECT_EQ(message(good.substr(0, 100)), "x: the file is cut short in its header");
  EXPECT_EQ(message(good.substr(0, good.size() - 1)),
            "x: shape [2, 3] needs 24 bytes of elements, but 23 are there: the file is damaged");
  const auto with = [&](const std::string& old, const std::string& changed) {
    std::string bytes = good;
    return message(bytes.replace(bytes.find(old), old.size(), changed));
  };
  EXPECT_EQ(with("\x01", "\x07"), "x: version 7 of the .npy format is not known (1 to 3 are)");
  for (const auto& [old, changed] : std::map<std::string, std::string>{{"(2, 3)", "(2,-3)"},
                                                                       {"(2, 3)", "(2  3)"},
                                                                       {"'shape'", "'scape'"},
                                                                       {"'shape': (2, 3), }", "                  "},
                                                                       {"False", "Maybe"},
                                                                       {"{", "("}})
    EXPECT_EQ(with(old, changed), "x: the header of the .npy data is damaged") << old;
  EXPECT_EQ(with("(2, 3), }          ", "(9999999999,3), }  "),
            "x: shape [9999999999, 3] needs 119999999988 bytes of elements, but 24 are there: the file is damaged");
}

TEST(Npy, SurvivesAnyDamage) {
  const std::string good = files_in("layouts.npz").at("fortran_order.npy");
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const unsigned flip : {0x01u, 0x80u, 0xFFu}) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ flip);
      try {
        const Tensor tensor = parse_npy(bytes, "x");
        EXPECT_EQ(tensor.data.size(), count_of(tensor.shape) * size_of(tensor.type));
      } catch (const InputError&) {
      }
    }
    EXPECT_THROW(parse_npy(good.substr(0, at), "x"), InputError);
  }
}

TEST(WriteNpz, ReadsBackAndIsTheSameEveryTime) {
  const TemporaryFolder folder;
  const std::vector<float> kernel{1, 2, 3, 4, 5, 6};
  const std::vector<double> bias{0.1, -0.2};
  const std::vector<Tensor> tensors{tensor_of<float>("dense_1/kernel", {3, 2}, kernel),
                                    tensor_of<double>("größe", {2}, bias)};
  write_npz(folder / "a.npz", tensors);
  write_npz(folder / "b.npz", tensors);
  EXPECT_EQ(bytes_of(folder / "a.npz"), bytes_of(folder / "b.npz"));
  const std::vector<Tensor> again = read_npz(folder / "a.npz");
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].name, "dense_1/kernel");
  EXPECT_EQ(again[0].converted<float>(), kernel);
  EXPECT_EQ(again[1].name, "größe");
  EXPECT_EQ(again[1].converted<double>(), bias);
  write_npy(folder / "a.npy", tensors[1]);
  EXPECT_EQ(read_npy(folder / "a.npy").converted<double>(), bias);
}

TEST(Tensor, NamesATypeThatIsNotAsked) {
  const std::vector<double> one{1};
  EXPECT_EQ(message_of<InputError>([&] { tensor_of<double>("step", {}, one).values<float>(); }),
            "tensor \"step\" has elements of type float64, not float32");
}

}  // namespace
}  // namespace mlp
