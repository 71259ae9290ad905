#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "mlp/core/npy.h"
#include "program.h"
#include "tests/data/idx_bytes.h"

namespace mlp {
namespace {

// Three training rows (x = 1, 2, 3: mean 2, population deviation √(2/3)), then one to validate, one to test.
constexpr const char* csv = "x,\"the, class\"\n1,b\n2,\"a,\"\"1\"\"\"\n3,b\n4,b\n5,\"a,\"\"1\"\"\"\n";
constexpr const char* config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "the, class"},
           "split": {"validation": 1, "test": 1, "shuffle": false}, "scaling": "standardize"},
  "model": {"layers": [{"type": "dense", "units": 2, "activation": "softmax"}]},
  "loss": "categorical_crossentropy", "precision": "float64"
})";

class DataCommand : public testing::Test {
 protected:
  DataCommand() {
    here.write("d.csv", csv);
    here.write("d.json", config);
  }
  Workplace here;
};

TEST_F(DataCommand, DescribesSizesClassesAndRanges) {
  const ProgramResult r = here.mlp({"data", "d.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("3 training, 1 validation, 1 test"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("a,\"1\""), std::string::npos);
  EXPECT_NE(r.out.find("binary_classification"), std::string::npos);
  EXPECT_NE(r.out.find("-1.225  1.225     0    1"), std::string::npos) << r.out;
}

TEST_F(DataCommand, WritesTheArraysOfEachPart) {
  EXPECT_EQ(here.mlp({"data", "d.json", "-o", "d.npz"}).code, 0);
  const std::vector<Tensor> arrays = read_npz(here / "d.npz");
  std::vector<std::string> names;
  for (const Tensor& a : arrays) names.push_back(a.name);
  EXPECT_EQ(names, (std::vector<std::string>{"x_train", "y_train", "x_val", "y_val", "x_test", "y_test"}));
  EXPECT_EQ(arrays[0].shape, (Shape{3, 1}));
  EXPECT_EQ(arrays[1].shape, (Shape{3, 2}));
  const auto x = arrays[0].values<double>(), y = arrays[1].values<double>();
  EXPECT_NEAR(x[0], -std::sqrt(1.5), 1e-15);
  EXPECT_EQ(x[1], 0);
  EXPECT_EQ(std::vector<double>(y.begin(), y.end()), (std::vector<double>{0, 1, 1, 0, 0, 1}));  // b, a, b
}

TEST_F(DataCommand, WritesThePrecisionOfTheRun) {
  EXPECT_EQ(here.mlp({"data", "d.json", "--set", "precision=float32", "-o", "d.npz"}).code, 0);
  EXPECT_EQ(read_npz(here / "d.npz")[0].type, ElementType::f32);
}

TEST_F(DataCommand, QuotesNamesInCsv) {
  EXPECT_EQ(here.mlp({"data", "d.json", "--set", "data.scaling=none", "-o", "out.csv"}).code, 0);
  EXPECT_EQ(here.read("out.csv"),
            "part,x,\"the, class\"\ntraining,1,b\ntraining,2,\"a,\"\"1\"\"\"\ntraining,3,b\nvalidation,4,b\n"
            "test,5,\"a,\"\"1\"\"\"\n");
}

TEST_F(DataCommand, SaysHowManyInputsItLeavesOut) {
  std::string head = "y", row = "\na", other = "\nb";
  for (int i = 0; i < 70; ++i) {
    head += ",x" + std::to_string(i);
    row += "," + std::to_string(i);
    other += ",-" + std::to_string(2 * i);
  }
  here.write("d.csv", head + row + other + row + other + "\n");
  const ProgramResult r = here.mlp(
      {"data", "d.json", "--set", "data.source.target=0", "--set", "data.split={}", "--set", "data.scaling=none"});
  EXPECT_NE(r.out.find("\nx29 "), std::string::npos) << r.out;
  EXPECT_EQ(r.out.find("\nx30 "), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("\nand 40 more; all of them from -138 to 69\n"), std::string::npos) << r.out;
}

TEST_F(DataCommand, OfPixelsGivesTheRange) {
  here.write("images", idx_bytes(8, {4, 1, 2}, {51, 102, 102, 204, 153, 153, 51, 102}));
  here.write("labels", idx_bytes(8, {4}, {0, 1, 0, 1}));
  const ProgramResult r = here.mlp({"data", "d.json", "--set", "data.split={}", "--set", "data.scaling=none", "--set",
                                    R"(data.source={"type": "idx", "images": "images", "labels": "labels"})"});
  EXPECT_NE(r.out.find("pixels (training part, scaled): from 0.2 to 0.8\n"), std::string::npos) << r.out << r.err;
}

TEST_F(DataCommand, AnEmptyPartHasNoRows) {
  EXPECT_EQ(here.mlp({"data", "d.json", "--set", "data.split.test=0", "-o", "d.npz"}).code, 0);
  EXPECT_EQ(find_tensor(read_npz(here / "d.npz"), "x_test")->shape, (Shape{0, 1}));
  EXPECT_EQ(find_tensor(read_npz(here / "d.npz"), "y_test")->shape, (Shape{0, 2}));
}

TEST_F(DataCommand, ANetThatDoesNotFitDoesNotHideTheData) {
  const ProgramResult r = here.mlp({"data", "d.json", "--set", "model.layers.0.units=7"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("3 training"), std::string::npos);
  EXPECT_NE(r.out.find("warning: the rest of the config does not fit"), std::string::npos) << r.out;
}

TEST_F(DataCommand, ShowsControlCharactersInsteadOfSendingThem) {
  here.write("d.csv", "x,the\x1b[31m class\n1,b\n2,a\n3,b\n4,b\n5,a\n");
  const ProgramResult r = here.mlp({"data", "d.json", "--set", "data.source.target=1"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ((r.out + r.err).find('\x1b'), std::string::npos);
}

TEST_F(DataCommand, RefusesAnUnknownEndingBeforeLoading) {
  const ProgramResult r = here.mlp({"data", "nowhere.json", "-o", "d.txt"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("d.txt: the name must end in .csv or .npz"), std::string::npos) << r.err;
}

/// A pipe is read once: a mistake in it must not be told of what a second reading finds.
TEST_F(DataCommand, TellsWhatIsWrongWithAPipe) {
  ASSERT_EQ(::mkfifo((here / "pipe.csv").c_str(), 0600), 0);
  const auto run_on = [&](const std::string& text, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"d.json", "--set", "data.source.path=pipe.csv"});
    RunningProgram running(arguments, here.path());
    std::ofstream(here / "pipe.csv") << text;
    return running.wait();
  };
  const ProgramResult wrong = run_on("x,\"the, class\"\n1,b\nred,a\n", {"data"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.err.find("pipe.csv:3: column \"x\": \"red\" is not a finite number"), std::string::npos) << wrong.err;
  const ProgramResult misfit = run_on(csv, {"data", "--set", "model.layers.0.units=7"});
  EXPECT_EQ(misfit.code, 0) << misfit.err;
  EXPECT_NE(misfit.out.find("the rest of the config does not fit: the last layer"), std::string::npos) << misfit.out;
  EXPECT_EQ(run_on(csv, {"train", "--quiet", "--set", "repeats=3"}).code, 0);
  const ProgramResult several = run_on(csv, {"train", "--vary", "data.seed=1,2"});
  EXPECT_EQ(several.code, 2);
  EXPECT_NE(several.err.find("pipe.csv again: it is a pipe, which gives its content once"), std::string::npos)
      << several.err;
}

/// What a file is called, and what is in it, must not steer the terminal through an error message either.
TEST_F(DataCommand, ShowsControlCharactersInErrors) {
  here.write("d\x1b[2J.csv", "x,the\x1b[31m class\n1,b\n2,a\n");
  const ProgramResult r =
      here.mlp({"data", "d.json", "--set", "data.source.path=\"d\\u001b[2J.csv\"", "--set", "data.source.target=z"});
  EXPECT_EQ(r.code, 2);
  EXPECT_EQ(r.err.find('\x1b'), std::string::npos);
  EXPECT_NE(r.err.find("d\\x1b[2J.csv: there is no column \"z\""), std::string::npos) << r.err;
  EXPECT_NE(r.err.find("the columns are x and the\\x1b[31m class"), std::string::npos) << r.err;
}

}  // namespace
}  // namespace mlp
