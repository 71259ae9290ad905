#include "trained_net.h"

#include "mlp/config/json.h"
#include "mlp/data/categories.h"
#include "mlp/data/samples_file.h"

namespace mlp {
namespace {

/// A trained net has no use for files with first values, and they may be gone: zeros stand in for them.
void forget_initial_files(Tree& value) {
  for (Tree& item : value.items) forget_initial_files(item);
  for (Member& member : value.members) {
    const Tree* type = member.value.find("type");
    if (member.key.ends_with("_initializer") && type != nullptr && type->string == "file")
      member.value = Tree::of("zeros");
    else
      forget_initial_files(member.value);
  }
}

}  // namespace

SavedNet read_saved_net(const std::filesystem::path& run, const Catalog& catalog) {
  SavedNet net{.path = model_file_of(run), .file = {}, .config = {}};
  net.file = read_model_file(net.path);
  const std::string origin = net.path.string() + " (its config)";
  Tree tree = parse_json(std::make_shared<const ConfigText>(ConfigText{origin, net.file.config, "/"}));
  if (Tree* model = tree.find("model")) forget_initial_files(*model);
  Problems problems;
  net.config = read_run_config(tree, catalog, problems);
  problems.raise();
  return net;
}

Table read_samples_for(const SavedNet& net, const std::filesystem::path& file, bool targets_required) {
  const DataInfo& info = net.file.data;
  SampleFormats formats = net.config.source->sample_formats();
  // A prediction for each row: none is left out. Measuring goes by the rows that training would have seen.
  const bool may_drop = formats.csv.missing == MissingValues::drop && targets_required;
  formats.csv.missing = !info.replacements.empty() ? MissingValues::mean
                        : may_drop                 ? MissingValues::drop
                                                   : MissingValues::error;
  KnownColumns known{columns_of(info.feature_names, info.categorical), info.target_names,
                     targets_required && info.task != Task::autoencoder};
  for (const CategoricalColumn& column : info.categorical) known.categorical.push_back(column.name);
  return read_samples(file, formats, known);
}

}  // namespace mlp
