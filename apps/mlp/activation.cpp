// mlp activation: look at an activation and its derivative.

#include <cmath>
#include <iostream>

#include "activation_curve.h"
#include "command.h"
#include "mlp/config/json.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/report/terminal.h"
#include "mlp/report/terminal_chart.h"

namespace mlp {
namespace {

struct ActivationOptions {
  std::string name, formula;
  std::vector<std::string> set;
  double from = -5, to = 5;
  Index points = 201;
  bool chart = false;
  std::filesystem::path plot;
};

/// A stretch of the command line as JSON; what is no JSON is a plain string, unless it starts like an object.
Tree value_in(const std::shared_ptr<const ConfigText>& text, std::size_t offset, Problems& problems) {
  Problems found;
  const std::size_t length = text->text.size() - offset;
  const std::optional<Tree> value = parse_json(text, offset, length, found);
  Tree plain = Tree::of(text->text.substr(offset));
  plain.place = {text, offset, length};
  if (value || plain.string.starts_with('{'))
    for (const Problem& problem : found.all()) problems.add(problem);
  return value.value_or(plain);
}

std::shared_ptr<const ConfigText> command_line(std::string text) {
  return std::make_shared<const ConfigText>(
      ConfigText{"command line", std::move(text), std::filesystem::current_path(), true});
}

/// NAME, or the object in its place.
Tree named_component(const ActivationOptions& options, Problems& problems) {
  const std::string word = "activation ";
  return value_in(command_line(word + options.name), word.size(), problems);
}

/// {"type": "formula", "expression": EXPR}
Tree formula_component(const ActivationOptions& options) {
  const std::string word = "--formula ";
  Tree expression = Tree::of(options.formula);
  expression.place = {command_line(word + options.formula), word.size(), options.formula.size()};
  Tree component = Tree::object();
  component.place = expression.place;
  component.set("type", Tree::of("formula"));
  component.set("expression", std::move(expression));
  return component;
}

/// The activation that was asked for, with the parameters of --set: what a config would have under "activation".
Tree component_of(const ActivationOptions& options, Problems& problems) {
  Tree component = options.formula.empty() ? named_component(options, problems) : formula_component(options);
  for (const std::string& option : options.set) {
    const std::string usage = "--set ";
    const auto text = command_line(usage + option);
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || equals == 0) {
      problems.add({text, usage.size(), option.size()}, "", "expected KEY=VALUE, such as alpha=0.5");
      continue;
    }
    if (component.kind == Tree::Kind::string) {
      Tree object = Tree::object();
      object.place = component.place;
      object.set("type", std::move(component));
      component = std::move(object);
    }
    if (component.kind != Tree::Kind::object) continue;  // its reader says so
    component.set(option.substr(0, equals), value_in(text, usage.size() + equals + 1, problems));
    component.members.back().key_place = {text, usage.size(), equals};
  }
  return component;
}

ActivationChoice read_activation(const ActivationOptions& options, const Catalog& catalog) {
  Problems problems;
  Tree config = Tree::object();
  config.set("activation", component_of(options, problems));
  problems.raise();
  Section root(&config, "", {.catalog = &catalog, .problems = &problems});
  ActivationChoice choice = root.component("activation", catalog.activations, "", "the activation");
  problems.raise();
  return choice;
}

void show(const ActivationOptions& options, const CommandContext& context) {
  if (options.name.empty() && options.formula.empty())
    throw InputError("name an activation, or write one: --formula \"z * sigmoid(z)\"");
  if (!(options.from < options.to))
    throw InputError("--from " + shortest(options.from) + " must be less than --to " + shortest(options.to));
  const ActivationChoice choice = read_activation(options, context.catalog);
  const Activation<double>& activation = *choice.function.double_precision;
  if (!activation.elementwise())
    throw InputError("\"" + printable(options.name) +
                     "\" has no curve: each of its outputs depends on all units of the layer, not on one z");
  const ActivationCurve curve = curve_of(activation, equally_spaced(options.from, options.to, options.points));
  const Panel panel = panel_of(curve, options.formula.empty() ? options.name : options.formula);
  if (!options.plot.empty()) {
    if (options.plot.extension() != ".svg")
      throw InputError(options.plot.string() + ": --plot draws SVG; name a file that ends in .svg");
    write_file(options.plot, draw({.title = "", .subtitle = "", .panels = {panel}}));
    context.say("wrote " + options.plot.string());
  }
  if (options.chart) {
    const Terminal terminal = terminal_of(1);
    std::cout << draw_characters(panel, {.width = std::min<std::size_t>(terminal.width, 100),
                                         .height = 20,
                                         .unicode = terminal.unicode,
                                         .colour = terminal.colour});
  }
  if (!options.chart && options.plot.empty()) std::cout << csv_of(curve);
}

}  // namespace

void add_activation(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(program, context, "activation",
                                  "an activation and its derivative over a range, as CSV on stdout or as a picture",
                                  "mlp activation elu --set alpha=0.5 --from -3 --to 3 --chart");
  const auto options = std::make_shared<ActivationOptions>();
  CLI::Option* name =
      command.add_option("NAME", options->name, "its name, or JSON: '{\"type\": \"elu\", \"alpha\": 0.5}'");
  command
      .add_option("--formula", options->formula, "an expression of z instead of NAME, such as \"z * sigmoid(1.702*z)\"")
      ->type_name("EXPR")
      ->excludes(name);
  command.add_option("--set", options->set, "KEY=VALUE: a parameter of the activation (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->take_all();
  const CLI::Validator sensible(
      [](const std::string& text) {
        const auto value = read_number(text);
        return value && std::abs(*value) <= 1e300 ? std::string()
                                                  : "expected a number from -1e300 to 1e300, found " + text;
      },
      "");
  command.add_option("--from", options->from, "the first z; default: -5")->type_name("Z")->check(sensible);
  command.add_option("--to", options->to, "the last z; default: 5")->type_name("Z")->check(sensible);
  command.add_option("--points", options->points, "number of points, both ends included; default: 201")
      ->type_name("N")
      ->check(whole_number(2, 1000000));
  command.add_flag("--chart", options->chart, "draw in the terminal instead of CSV");
  command.add_option("--plot", options->plot, "write a picture instead of CSV")->type_name("FILE.svg");
  command.callback([options, &context] { show(*options, context); });
}

}  // namespace mlp
