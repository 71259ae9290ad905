// mlp schema: the JSON Schema of a config, for editors.

#include "mlp/config/schema.h"

#include <iostream>

#include "command.h"
#include "mlp/config/json.h"
#include "vocabulary.h"

namespace mlp {

void add_schema(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(
      program, context, "schema", "the JSON Schema (draft-07) of a config, for completion and checks in editors",
      "mlp schema > mlp.schema.json      and in a config: \"$schema\": \"mlp.schema.json\"");
  command.callback([&context] {
    std::cout << to_json(json_schema(describe_run(context.catalog), describe_kinds(context.catalog))) << "\n";
  });
}

}  // namespace mlp
