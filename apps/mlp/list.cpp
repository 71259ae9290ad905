// mlp list: what a config may name, from the tables that its reader uses.

#include <iostream>

#include "command.h"
#include "mlp/report/terminal.h"
#include "vocabulary.h"

namespace mlp {
namespace {

void list(const std::vector<std::string>& words, const CommandContext& context) {
  const std::vector<KindDescription> kinds = describe_kinds(context.catalog);
  const Terminal terminal = terminal_of(1);
  const std::size_t width = terminal.has_width ? terminal.width : 120;
  if (!words.empty()) {
    std::string word;  // "data source" may come as two words
    for (const std::string& part : words) word += (word.empty() ? "" : " ") + part;
    std::cout << listing(find_kind(kinds, word), width);
    return;
  }
  for (const KindDescription& kind : kinds) {
    std::string title = plural_of(kind);
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
    std::cout << (&kind == &kinds.front() ? "" : "\n") << title << "\n\n" << listing(kind, width);
  }
}

}  // namespace

void add_list(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "list", "what a config may name, with all parameters, their defaults and ranges",
                  "mlp list activations");
  const auto words = std::make_shared<std::vector<std::string>>();
  command.add_option("KIND", *words, "one kind: activation, initializer, loss, …; default: all of them");
  command.callback([words, &context] { list(*words, context); });
}

}  // namespace mlp
