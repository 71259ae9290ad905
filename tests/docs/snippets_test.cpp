// Every command that a page shows is run, in a folder where the files that the page shows are as well, and must print
// what is shown.
//     ```console            lines "$ COMMAND", each followed by its output; run in sh, from the top of the project
//     ```console fails      the same for commands that must fail; stderr is part of what they print
//     ```console elsewhere  too long for a test: .ci/run compares (tests/docs/check_output.cpp)
//     ```json NAME          a file; in docs/config.md, one without a name is a part of a config, which must be read

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>

#include "mlp/core/files.h"
#include "output_match.h"
#include "page.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

struct CommandResult {
  bool succeeded = false;
  std::string output, messages;
};

/// A folder that looks like the project's after a build.
class Workplace {
 public:
  Workplace() {
    for (const char* name : {"configs", "data", "docs", "README.md"})
      fs::create_symlink(fs::path(MLP_SOURCE_DIR) / name, folder_ / name);
    fs::create_directory(folder_ / "build");
    fs::create_symlink(MLP_PROGRAM, folder_ / "build" / "mlp");
    fs::create_symlink(MLP_EXTENDED, folder_ / "build" / "my_mlp");
  }

  void add_file(const std::string& name, const std::string& text) { put_bytes(folder_ / name, text); }

  CommandResult run(const std::string& command) const {
    const std::string here = folder_.path().string();
    add_script(command);
    const int status = std::system(("cd '" + here + "' && LC_ALL=C.UTF-8 sh .command >.out 2>.err").c_str());
    return {WIFEXITED(status) && WEXITSTATUS(status) == 0, bytes_of(folder_ / ".out"), bytes_of(folder_ / ".err")};
  }

 private:
  void add_script(const std::string& command) const { put_bytes(folder_ / ".command", command + "\n"); }

  TemporaryFolder folder_;
};

struct ShownCommand {
  std::string command, output;
};

/// "$ a\n1\n2\n$ b\n" → a with "1\n2\n", b with nothing. A command that ends in \ goes on in the next line.
std::vector<ShownCommand> commands_of(const std::string& text) {
  std::vector<ShownCommand> commands;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    const std::string line = text.substr(begin, end - begin);
    if (line.starts_with("$ "))
      commands.push_back({line.substr(2), ""});
    else if (!commands.empty() && commands.back().command.ends_with('\\'))
      commands.back().command += "\n" + line;
    else if (!commands.empty())
      commands.back().output += line + "\n";
    begin = end + 1;
  }
  return commands;
}

void run_console(const Workplace& place, const CodeBlock& block, const std::string& where) {
  const bool fails = block.label == "fails";
  for (const ShownCommand& shown : commands_of(block.text)) {
    const CommandResult result = place.run(shown.command);
    EXPECT_EQ(result.succeeded, !fails) << where << ": " << shown.command << "\n" << result.messages;
    EXPECT_EQ(output_difference(shown.output, result.output + (fails ? result.messages : ""), 0.05), "")
        << where << ": " << shown.command;
  }
}

/// A part of a config, laid over a whole one.
void read_fragment(Workplace& place, const CodeBlock& block, const std::string& where) {
  std::string text = block.text;
  text.insert(text.find('{') + 1, "\n\"extends\": \"configs/xor.json\", \"name\": \"fragment\",\n");
  place.add_file("fragment.json", text);
  const CommandResult result = place.run("build/mlp train fragment.json --dry-run");
  EXPECT_TRUE(result.succeeded) << where << ": " << result.messages;
}

class Snippets : public testing::TestWithParam<fs::path> {};

TEST_P(Snippets, GiveWhatIsShown) {
  const Page page = read_page(GetParam());
  Workplace place;
  for (const CodeBlock& block : page.blocks) {
    const std::string where = page.path.string() + ":" + std::to_string(block.line);
    if (block.language == "console" && block.label != "elsewhere")
      run_console(place, block, where);
    else if (!block.label.empty() && (block.language == "json" || block.language == "csv"))
      place.add_file(block.label, block.text);
    else if (block.language == "json" && page.path.filename() == "config.md")
      read_fragment(place, block, where);
  }
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.lexically_relative(MLP_SOURCE_DIR).replace_extension().string();
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Pages, Snippets, testing::ValuesIn(all_pages(MLP_SOURCE_DIR)), name_of);

TEST(SnippetCommands, AreCutFromTheirOutput) {
  const auto commands = commands_of("$ a \\\n  b\n1\n2\n$ c\n");
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_EQ(commands[0].command, "a \\\n  b");
  EXPECT_EQ(commands[0].output, "1\n2\n");
  EXPECT_EQ(commands[1].command, "c");
  EXPECT_EQ(commands[1].output, "");
}

TEST(SnippetCommands, ThatFailAreNoticed) {
  EXPECT_FALSE(Workplace().run("build/mlp train no-such-config.json").succeeded);
  EXPECT_TRUE(Workplace().run("build/mlp --version").succeeded);
}

}  // namespace
}  // namespace mlp
