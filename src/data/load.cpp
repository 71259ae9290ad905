#include "mlp/data/load.h"

#include <cmath>
#include <numeric>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/categories.h"
#include "mlp/data/classes.h"
#include "mlp/data/fingerprint.h"
#include "mlp/data/join.h"
#include "mlp/data/missing.h"

namespace mlp {
namespace {

void require_targets(const Table& table, Task task) {
  if (task == Task::autoencoder || !std::holds_alternative<NoTargets>(table.targets)) return;
  throw InputError(table.origin + ": the data have no targets, which the task \"" + std::string(task_name(task)) +
                   "\" needs (only an \"autoencoder\" has none)");
}

void require_numbers(const Table& table) {
  if (const auto* named = std::get_if<NamedTargets>(&table.targets))
    throw InputError(named->first_text + "; the targets of a regression are numbers (is it a classification?)");
}

template <class T>
Matrix<T> regression_values(const Table& table, const Scaling& scaling) {
  require_numbers(table);
  const Matrix<double>& values = std::get<NumericTargets>(table.targets).values;
  Matrix<T> scaled(values.rows(), values.cols());
  for (Index j = 0; j < values.cols(); ++j)
    for (Index i = 0; i < values.rows(); ++i) {
      scaled(i, j) = static_cast<T>(scaling.apply(values(i, j), i));
      if (!std::isfinite(scaled(i, j)))
        throw InputError(
            table.places.of(j, table.origin) + "the target " + shortest(values(i, j)) + " is too large for " +
            (sizeof(T) == 4 ? "float32; divide the targets, or use float64" : "float64; divide the targets"));
    }
  return scaled;
}

/// Several classes need a row each, whatever is wanted.
Encoding encoding_for(Task task, std::optional<Encoding> wanted) {
  if (task == Task::multiclass_classification) return Encoding::one_hot;
  return wanted.value_or(Encoding::single_row);
}

DataInfo info_of(const Table& table) {
  DataInfo info;
  info.feature_names = table.feature_names;
  info.target_names = table.target_names;
  info.categorical = table.categorical;
  info.sample_shape = table.sample_shape;
  return info;
}

template <class T>
Dataset<T> assemble(SampleStore<T> samples, Table& table, const std::string& digest,
                    std::array<std::vector<Index>, 3> rows) {
  samples.features = make_feature_store<T>(table, samples.info.scaling);
  Dataset<T> dataset(std::move(samples), std::move(rows));
  dataset.origin = std::move(table.origin);
  dataset.validation_origin = std::move(table.validation_origin);
  dataset.test_origin = std::move(table.test_origin);
  dataset.fingerprint = digest;
  dataset.warnings = std::move(table.warnings);
  return dataset;
}

}  // namespace

template <class T>
Dataset<T> make_dataset(Table table, const DataOptions& options) {
  SampleStore<T> samples;
  samples.info = info_of(table);
  DataInfo& info = samples.info;
  info.task = options.task.value_or(Task::multiclass_classification);
  require_targets(table, info.task);
  if (info.task == Task::autoencoder) info.target_names.clear();  // its targets are its inputs
  if (is_classification(info.task)) {
    Classes classes = find_classes(table);
    info.task = classification_task(table, classes, options.task);
    info.encoding = encoding_for(info.task, options.encoding);
    info.class_names = std::move(classes.names);
    samples.labels = std::move(classes.labels);
  } else if (info.task == Task::regression) {
    require_numbers(table);
  }
  Split split = split_rows(
      {table.samples(), table.test_samples, samples.labels, info.class_names, table.origin, table.validation_samples},
      options.split, options.seed);
  std::vector<Index> all(static_cast<std::size_t>(table.samples()));
  std::iota(all.begin(), all.end(), Index{0});
  const auto fitted_on = [&](const ScalingOptions& scaling) { return scaling.fit_on_all ? all : split.train; };
  const std::string digest = fingerprint(table);
  info.replacements = replacements_for(table, split.train);
  fill_missing(table, info.replacements);
  info.scaling = fit_scaling(table, options.scaling, fitted_on(options.scaling));
  if (info.task == Task::regression) {
    info.target_scaling = fit_target_scaling(table, options.target_scaling, fitted_on(options.target_scaling));
    samples.values = regression_values<T>(table, info.target_scaling);
  }
  return assemble(std::move(samples), table, digest,
                  {std::move(split.train), std::move(split.validation), std::move(split.test)});
}

template <class T>
Dataset<T> load_dataset(const Source& source, const DataOptions& options) {
  return make_dataset<T>(load_table(source, nullptr, nullptr, options.seed), options);
}

template <class T>
Dataset<T> dataset_for(const DataInfo& trained, Table table) {
  encode_categories(table, trained.categorical);
  if (table.feature_count() != trained.inputs())
    throw InputError(table.origin + ": samples of " + std::to_string(table.feature_count()) +
                     " features do not fit a net of " + std::to_string(trained.inputs()) + " inputs");
  SampleStore<T> samples;
  samples.info = trained;
  const auto* numbers = std::get_if<NumericTargets>(&table.targets);
  if (numbers != nullptr && trained.task == Task::regression && numbers->values.rows() != trained.outputs())
    throw InputError(table.origin + ": " + std::to_string(numbers->values.rows()) + " targets do not fit a net of " +
                     std::to_string(trained.outputs()) + " outputs");
  const bool has_targets = !std::holds_alternative<NoTargets>(table.targets);
  if (has_targets && is_classification(trained.task)) samples.labels = known_classes(table, trained.class_names).labels;
  if (has_targets && trained.task == Task::regression)
    samples.values = regression_values<T>(table, trained.target_scaling);
  std::vector<Index> all(static_cast<std::size_t>(table.samples()));
  std::iota(all.begin(), all.end(), Index{0});
  const std::string digest = fingerprint(table);
  fill_missing(table, trained.replacements);
  return assemble(std::move(samples), table, digest, std::array<std::vector<Index>, 3>{{{}, {}, std::move(all)}});
}

template Dataset<float> load_dataset(const Source&, const DataOptions&);
template Dataset<double> load_dataset(const Source&, const DataOptions&);
template Dataset<float> make_dataset(Table, const DataOptions&);
template Dataset<double> make_dataset(Table, const DataOptions&);
template Dataset<float> dataset_for(const DataInfo&, Table);
template Dataset<double> dataset_for(const DataInfo&, Table);

}  // namespace mlp
