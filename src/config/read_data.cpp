// The "data" section of a run's config.

#include <cmath>

#include "mlp/config/run_config.h"
#include "mlp/core/numbers.h"
#include "text.h"

namespace mlp {
namespace {

std::optional<Task> read_task(Section& data) {
  const auto name =
      data.optional_choice("task", {"binary_classification", "multiclass_classification", "regression", "autoencoder"},
                           "what is to be learned; default by the loss");
  return name ? task_of_name(*name) : std::nullopt;
}

double read_part(Section& s, std::string_view key) {
  const double amount = s.number(key, 0, "a share of all rows (below 1), or a number of rows").at_least(0);
  if (amount >= 1 && amount != std::floor(amount))
    s.problem(key, "expected a share below 1 or a whole number of rows, found " + shortest(amount));
  return amount;
}

SplitOptions read_split(Section& data) {
  Section s = data.section("split", "which samples train, validate and test");
  SplitOptions split;
  split.validation = read_part(s, "validation");
  split.test = read_part(s, "test");
  split.shuffle = s.boolean("shuffle", true, "false: training, validation and test in the file's order");
  split.stratify = s.boolean("stratify", false, "every class has its share in every part");
  s.finish("\"split\"");
  return split;
}

const std::initializer_list<std::string_view> scalings{"none", "standardize", "minmax"};

/// The object form of a scaling.
ScalingOptions read_scaling_object(Section s, std::string_view key) {
  ScalingOptions scaling;
  scaling.kind =
      *scaling_of_name(s.choice("type", scalings, "none", "standardize: mean 0, variance 1; minmax: into a range"));
  if (scaling.kind == ScalingKind::minmax || s.context().describing) {
    const std::vector<double> range = s.numbers("range", {0, 1}, "where minmax puts smallest and largest");
    if (range.size() == 2 && range[0] < range[1])
      scaling.low = range[0], scaling.high = range[1];
    else
      s.problem("range", "expected two numbers [low, high] with low < high");
  }
  if (scaling.kind != ScalingKind::minmax && s.has("range")) {
    s.raw("range", "list of numbers", "");
    s.problem("range", "a range is that of \"type\": \"minmax\"");
  }
  scaling.fit_on_all =
      s.choice("fit_on", {"train", "all"}, "train", "the rows that the statistics are taken from") == "all";
  s.finish("\"" + std::string(key) + "\"");
  return scaling;
}

/// The name of a kind of scaling, or an object with "type".
ScalingOptions read_scaling(Section& data, std::string_view key, std::string_view summary) {
  const Tree* written = data.peek(key);
  if (written != nullptr && written->kind == Tree::Kind::object)
    return read_scaling_object(data.section(key, summary), key);
  ScalingOptions scaling;
  scaling.kind = *scaling_of_name(data.choice(key, scalings, "none", summary));
  KeyDescription& description = data.description(key);
  description.type = "string or object";
  if (data.context().describing) {
    Section object(nullptr, "", data.context());
    read_scaling_object(object, key);
    description.keys = object.keys();
  }
  return scaling;
}

/// "test", which is no source, or a source.
SourceChoice read_validation_source(Section& data, SplitOptions& split) {
  const std::string_view key = "validation_source";
  const std::string summary =
      "where the validation part comes from; \"test\": the test part is measured, as tutorials do";
  const std::string type = "\"test\" or component";
  const auto& table = data.catalog().sources;
  const Tree* written = data.peek(key);
  const bool is_name = written != nullptr && written->kind == Tree::Kind::string;
  if (!is_name || table.find(written->string) != nullptr) {
    SourceChoice source = data.optional_component(key, table, summary);
    data.description(key).type = type;
    return source;
  }
  data.raw(key, type, summary);
  split.validation_is_test = written->string == "test";
  std::vector<std::string> names = table.names();
  names.insert(names.begin(), "test");
  if (!split.validation_is_test)
    data.problem(key, "unknown data source " + in_quotes(written->string) + suggestion(written->string, names));
  return nullptr;
}

void read_own_parts(Section& data, RunConfig& run) {
  SplitOptions& split = run.data.split;
  run.validation_source = read_validation_source(data, split);
  run.test_source = data.optional_component("test_source", data.catalog().sources, "where the test part comes from");
  run.has_validation = split.validation > 0 || data.has("validation_source");
  const auto check = [&](const char* key, bool is_given, double share, const std::string& part) {
    if (is_given && share > 0)
      data.problem(key, "it is the whole " + part + " part, but \"split\" has one, too; set split." + part + " to 0");
  };
  check("validation_source", run.validation_source || split.validation_is_test, split.validation, "validation");
  check("test_source", run.test_source != nullptr, split.test, "test");
}

}  // namespace

void read_data(Section& root, RunConfig& run) {
  Section data = root.section("data", "what is learned from");
  run.source = data.component("source", root.catalog().sources, "", "a file or a generator");
  run.data.task = read_task(data);
  run.data.split = read_split(data);
  read_own_parts(data, run);
  run.data.scaling = read_scaling(data, "scaling", "of the inputs");
  run.data.target_scaling = read_scaling(
      data, "target_scaling", "of a regression's targets: the loss is of scaled ones, metrics and predictions are not");
  run.data.seed = static_cast<std::uint64_t>(
      data.integer("seed", 0, "of generators and split: repeats of a run share their data").at_least(0).value());
  data.finish("\"data\"");
}

}  // namespace mlp
