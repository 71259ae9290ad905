#include "mlp/data/join.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/misfit.h"
#include "mlp/core/numbers.h"
#include "mlp/data/categories.h"

namespace mlp {
namespace {

constexpr int validation_draw = 1, test_draw = 2;

std::string quoted(const std::vector<std::string>& names) {
  constexpr std::size_t enough = 10;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < std::min(enough, names.size()); ++i) some.push_back("\"" + names[i] + "\"");
  if (names.size() > enough) some.push_back(std::to_string(names.size() - enough) + " others");
  return listed(some);
}

std::vector<std::string> without(std::vector<std::string> names, std::vector<std::string> others) {
  std::sort(others.begin(), others.end());
  std::erase_if(names, [&](const std::string& name) { return std::binary_search(others.begin(), others.end(), name); });
  return names;
}

/// `role` is "validation" or "test".
void check_columns(const Table& table, const Table& part, const std::string& role) {
  const std::string source = "the " + role + " source";
  if (part.target_names != table.target_names) {
    const auto targets = [](const Table& t) { return t.target_names.empty() ? "none" : quoted(t.target_names); };
    throw InputError(part.origin + ": the targets of " + source + " are " + targets(part) + ", those of " +
                     table.origin + " " + targets(table) + "; they must be the same");
  }
  const auto missing = without(table.feature_names, part.feature_names);
  if (!missing.empty())
    throw InputError(part.origin + ": " + source + " lacks " + quoted(missing) + " of " + table.origin);
  const auto more = without(part.feature_names, table.feature_names);
  if (!more.empty())
    throw InputError(part.origin + ": " + source + " has " + quoted(more) + ", which " +
                     (more.size() == 1 ? "is no feature" : "are no features") + " of " + table.origin +
                     "; \"ignore\" leaves columns out");
  if (!part.sample_shape.empty() && !table.sample_shape.empty() && part.sample_shape != table.sample_shape)
    throw InputError(part.origin + ": the samples of " + source + " have another shape than those of " + table.origin);
}

/// The features of a part in the order of the names.
Features in_order(Features features, const std::vector<std::string>& from, const std::vector<std::string>& to,
                  const std::string& origin) {
  if (from == to) return features;
  std::map<std::string, Index> place;
  for (std::size_t i = 0; i < from.size(); ++i) place[from[i]] = static_cast<Index>(i);
  return std::visit(
      [&](const auto& values) -> Features {
        if constexpr (std::is_same_v<std::decay_t<decltype(values)>, StreamedFeatures>) {
          return in_order(in_memory(values, origin), from, to, origin);
        } else {
          std::decay_t<decltype(values)> ordered(values.rows(), values.cols());
          for (std::size_t i = 0; i < to.size(); ++i) ordered.row(static_cast<Index>(i)) = values.row(place.at(to[i]));
          return ordered;
        }
      },
      features);
}

template <class Value>
void append(Matrix<Value>& values, const Matrix<Value>& more, const std::string& origin) {
  const Index before = values.cols(), all = before + more.cols();
  require_memory(saturating_product(static_cast<std::uint64_t>(values.rows() * all), sizeof(Value)),
                 origin + " with its validation and test samples", "Take fewer samples.");
  values.conservativeResize(Eigen::NoChange, all);
  values.rightCols(more.cols()) = more;
}

std::vector<std::shared_ptr<const SampleBlock>> blocks_of(Features features) {
  if (const auto* streamed = std::get_if<StreamedFeatures>(&features)) return streamed->blocks();
  if (auto* bytes = std::get_if<Matrix<std::uint8_t>>(&features)) return {memory_block(std::move(*bytes))};
  return {memory_block(std::move(std::get<Matrix<double>>(features)))};
}

/// Bytes stay bytes as long as all are; streamed samples stay where they are.
void append_features(Features& features, Features more, const std::string& origin) {
  using Bytes = Matrix<std::uint8_t>;
  if (std::holds_alternative<StreamedFeatures>(features) || std::holds_alternative<StreamedFeatures>(more)) {
    auto blocks = blocks_of(std::move(features));
    for (auto& block : blocks_of(std::move(more))) blocks.push_back(std::move(block));
    features = StreamedFeatures(std::move(blocks));
    return;
  }
  const auto as_numbers = [](const Features& f) -> Matrix<double> {
    if (const auto* bytes = std::get_if<Bytes>(&f)) return bytes->cast<double>() / 255;
    return std::get<Matrix<double>>(f);
  };
  if (std::holds_alternative<Bytes>(features) && std::holds_alternative<Bytes>(more))
    return append(std::get<Bytes>(features), std::get<Bytes>(more), origin);
  if (std::holds_alternative<Bytes>(features)) features = as_numbers(features);
  if (std::holds_alternative<Bytes>(more)) return append(std::get<Matrix<double>>(features), as_numbers(more), origin);
  append(std::get<Matrix<double>>(features), std::get<Matrix<double>>(more), origin);
}

/// A single column of numbers as names of classes, for sources of which another has names.
NamedTargets as_names(Targets targets) {
  if (auto* named = std::get_if<NamedTargets>(&targets)) return std::move(*named);
  NamedTargets names;
  require_exact(std::get<NumericTargets>(targets));
  for (const double value : std::get<NumericTargets>(targets).values.reshaped())
    names.values.push_back(shortest(value));
  return names;
}

void append_targets(Targets& targets, Targets more, const std::string& origin) {
  if (std::holds_alternative<NoTargets>(targets)) return;
  if (std::holds_alternative<NumericTargets>(targets) && std::holds_alternative<NumericTargets>(more)) {
    auto &numbers = std::get<NumericTargets>(targets), &others = std::get<NumericTargets>(more);
    if (numbers.first_inexact.empty()) numbers.first_inexact = std::move(others.first_inexact);
    return append(numbers.values, others.values, origin);
  }
  NamedTargets names = as_names(std::move(targets));
  NamedTargets others = as_names(std::move(more));
  if (names.first_text.empty()) names.first_text = std::move(others.first_text);
  names.values.insert(names.values.end(), others.values.begin(), others.values.end());
  targets = std::move(names);
}

/// Puts the samples of another source behind those of the table.
void append_part(Table& table, Table part, const std::string& role) {
  if (part.test_samples > 0)
    throw InputError(part.origin + ": the " + role + " source has a test part of its own, which nobody would look at");
  check_columns(table, part, role);
  part.features = in_order(std::move(part.features), part.feature_names, table.feature_names, part.origin);
  share_categories(table, part);
  table.fills_missing = table.fills_missing || part.fills_missing;
  if (table.fills_missing) {  // what is filled in must be in memory
    table.features = in_memory(std::move(table.features), table.origin);
    part.features = in_memory(std::move(part.features), part.origin);
  }
  table.places.append(part.places, table.samples());
  append_features(table.features, std::move(part.features), table.origin);
  append_targets(table.targets, std::move(part.targets), table.origin);
  table.warnings.insert(table.warnings.end(), part.warnings.begin(), part.warnings.end());
}

}  // namespace

Table load_table(const Source& source, const Source* validation, const Source* test, std::uint64_t seed) {
  Table table = blaming_inside("source/", [&] { return source.load(seed); });
  if (test != nullptr) {
    if (table.test_samples > 0)
      throw InputError(table.origin + ": the source has a test part of its own; leave that out, or \"test_source\"");
    Table part = blaming_inside("test_source/", [&] { return test->load_more(seed, test_draw); });
    table.test_origin = part.origin;
    table.test_samples = part.samples();
    append_part(table, std::move(part), "test");
  }
  if (validation != nullptr) {
    Table part = blaming_inside("validation_source/", [&] { return validation->load_more(seed, validation_draw); });
    table.validation_origin = part.origin;
    table.validation_samples = part.samples();
    append_part(table, std::move(part), "validation");
  }
  encode_categories(table);
  return table;
}

}  // namespace mlp
