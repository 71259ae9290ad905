#include <gtest/gtest.h>

#include "program.h"

namespace mlp {
namespace {

TEST(Program, EveryCommandHasHelpWithAnExample) {
  const Workplace here;
  for (const char* command : {"train", "compare", "evaluate", "predict", "gradcheck", "summary", "init-stats",
                              "validate", "verify", "activation", "data", "list", "schema"}) {
    const ProgramResult r = here.mlp({command, "--help"});
    EXPECT_EQ(r.code, 0) << command;
    EXPECT_NE(r.out.find("Example:\n  mlp " + std::string(command)), std::string::npos) << r.out;
  }
}

TEST(Program, EveryCommandTellsItsVersionAndWithVerboseWhatItIs) {
  const Workplace here;
  const std::string version = here.mlp({"--version"}).out;
  EXPECT_TRUE(version.starts_with("mlp ")) << version;
  EXPECT_EQ(here.mlp({"list", "--version"}).out, version);
  const ProgramResult r = here.mlp({"summary", "xor.json", "--verbose", "--threads", "3"});
  EXPECT_TRUE(r.err.starts_with(version.substr(0, version.size() - 1) + "; 3 threads, ")) << r.err;
}

TEST(Program, AReaderThatHasSeenEnoughIsNoReasonToComplain) {
  const Workplace here;
  for (const std::vector<std::string>& command :
       std::initializer_list<std::vector<std::string>>{{"list"}, {"schema"}, {"activation", "relu"}}) {
    const ProgramResult r = run_mlp_unread(command, here.path());
    EXPECT_EQ(r.code, 1) << command[0];
    EXPECT_EQ(r.err, "") << command[0];
  }
}

TEST(Program, OutputThatCannotBeWrittenIsAFailure) {
  const Workplace here;
  for (const std::vector<std::string>& command : std::initializer_list<std::vector<std::string>>{
           {"list"}, {"schema"}, {"--help"}, {"train", "--help"}, {"--version"}}) {
    const ProgramResult r = run_mlp_on_full_device(command, here.path());
    EXPECT_EQ(r.code, 1) << command[0];
    EXPECT_EQ(r.err, "cannot write to stdout\n") << command[0];
  }
}

TEST(Program, WhatIsNoCommandIsTheUsersMistake) {
  const Workplace here;
  for (const std::vector<std::string>& command : std::initializer_list<std::vector<std::string>>{
           {}, {"trian"}, {"list", "--colour"}, {"predict", "runs/x"}, {"activation", "relu", "--points", "1"}}) {
    const ProgramResult r = here.mlp(command);
    EXPECT_EQ(r.code, 2);
    EXPECT_EQ(r.out, "");
    EXPECT_NE(r.err.find("--help"), std::string::npos) << r.err;
  }
}

TEST(Program, SuggestsTheNearestCommandOrOption) {
  const Workplace here;
  EXPECT_EQ(here.mlp({"trian", "xor.json"}).err,
            "mlp: unknown command \"trian\"; did you mean \"train\"?\nRun `mlp --help` for the options.\n");
  EXPECT_EQ(here.mlp({"train", "xor.json", "--repaets", "3"}).err,
            "mlp: unknown option \"--repaets\"\nRun `mlp train --help` for the options.\n");
  EXPECT_EQ(here.mlp({"train", "xor.json", "--thread", "3"}).err,
            "mlp: unknown option \"--thread\"; did you mean \"--threads\"?\nRun `mlp train --help` for the options.\n");
  EXPECT_NE(here.mlp({"train", "xor.json", "--seed", "-1"}).err.find("--seed: expected a whole number from 0 to 2^63"),
            std::string::npos);
}

TEST(Program, SaysWhatAnOptionExpects) {
  const Workplace here;
  const struct {
    std::vector<std::string> line;
    const char* message;
  } cases[] = {
      {{}, "mlp: a command is missing, as in: mlp train configs/xor.json\n"},
      {{"train"}, "mlp: CONFIG is required\n"},
      {{"list", "losses", "--threads", "0"}, "mlp: --threads: expected a whole number from 1 to 1024, found 0\n"},
      {{"list", "losses", "--threads", "3x"}, "mlp: --threads: expected a whole number from 1 to 1024, found 3x\n"},
      {{"list", "--threads", "1", "--threads", "2"}, "mlp: --threads is given more than once\n"},
      {{"train", "xor.json", "-j"}, "mlp: --jobs needs a value\n"},
      {{"train", "xor.json", "-j", "1025"}, "mlp: --jobs: expected a whole number from 1 to 1024, found 1025\n"},
      {{"gradcheck", "xor.json", "--tolerance", "5"}, "mlp: --tolerance: expected a number from 1e-15 to 1, found 5\n"},
      {{"gradcheck", "xor.json", "iris.json"}, "mlp: there is no use for \"iris.json\" here\n"},
      {{"train", "xor.json", "--resume", "--force"}, "mlp: --resume excludes --force\n"}};
  for (const auto& [line, message] : cases) {
    const ProgramResult result = here.mlp(line);
    EXPECT_EQ(result.code, 2) << message;
    EXPECT_TRUE(result.err.starts_with(message)) << "expected " << message << "found " << result.err;
  }
}

TEST(Program, WritesNoControlCharactersWhereThereIsNoTerminal) {
  const Workplace here;
  for (const std::vector<std::string>& command :
       std::initializer_list<std::vector<std::string>>{{"train", "xor.json"},
                                                       {"summary", "xor.json"},
                                                       {"data", "xor.json"},
                                                       {"init-stats", "xor.json"},
                                                       {"activation", "tanh", "--chart"}}) {
    const ProgramResult r = here.mlp(command);
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_EQ((r.out + r.err).find_first_of("\x1b\r"), std::string::npos) << command[0];
  }
}

}  // namespace
}  // namespace mlp
