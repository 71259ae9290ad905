#include "data_report.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>

#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "print.h"

namespace mlp {
namespace {

// More lines than this nobody reads.
constexpr std::size_t most_lines = 30;

std::string shape_text(const DataDescription& d) {
  std::string text = grouped(d.inputs);
  for (std::size_t i = 0; i < d.sample_shape.size(); ++i)
    text += (i == 0 ? " (" : " × ") + std::to_string(d.sample_shape[i]);
  return d.sample_shape.empty() ? text : text + ")";
}

/// A file below the working directory as the user would name it.
std::string short_path(const std::string& origin) {
  const std::filesystem::path here = std::filesystem::path(origin).lexically_proximate(std::filesystem::current_path());
  return here.empty() || *here.begin() == ".." ? origin : here.string();
}

std::string scaling_text(const ScalingOptions& scaling) {
  const std::string rows = scaling.fit_on_all ? ", fitted on all samples" : ", fitted on the training part";
  return std::string(scaling_name(scaling.kind)) + (scaling.kind == ScalingKind::none ? "" : rows);
}

void print_head(const DataDescription& d, const DataOptions& options) {
  std::vector<std::pair<std::string, std::string>> facts{{"data", short_path(d.origin)}};
  if (!d.validation_origin.empty()) facts.push_back({"validation data", short_path(d.validation_origin)});
  if (!d.test_origin.empty()) facts.push_back({"test data", short_path(d.test_origin)});
  facts.insert(facts.end(), {{"task", std::string(task_name(d.task))},
                             {"samples", grouped(d.samples[0]) + " training, " + grouped(d.samples[1]) +
                                             " validation, " + grouped(d.samples[2]) + " test"},
                             {"inputs", shape_text(d)},
                             {"outputs", grouped(d.outputs)},
                             {"scaling", scaling_text(options.scaling)}});
  if (options.target_scaling.kind != ScalingKind::none)
    facts.push_back({"target scaling", scaling_text(options.target_scaling)});
  print_facts(facts);
}

void print_classes(const DataDescription& d) {
  if (d.class_names.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(d.class_names.size(), most_lines); ++i)
    rows.push_back({d.class_names[i], grouped(d.class_counts[0][i]), grouped(d.class_counts[1][i]),
                    grouped(d.class_counts[2][i])});
  std::cout << "\n";
  print_table({{"class"}, {"training", Align::right}, {"validation", Align::right}, {"test", Align::right}}, rows);
  if (d.class_names.size() > most_lines)
    std::cout << "and " << counted(static_cast<std::int64_t>(d.class_names.size() - most_lines), "more class")
              << "es\n";
}

/// What is left of a mean that scaling has made 0 are rounding errors.
std::string mean_cell(double mean, double deviation) { return rounded(std::abs(mean) < 1e-6 * deviation ? 0 : mean); }

/// Pixels have no meaning one by one.
void print_pixels(const FeatureStatistics& s) {
  std::cout << "\npixels (training part, scaled): from " << rounded(std::ranges::min(s.min)) << " to "
            << rounded(std::ranges::max(s.max)) << "\n";
}

void print_statistics(const std::string& what, const std::vector<std::string>& names, const FeatureStatistics& s) {
  if (names.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < std::min(names.size(), most_lines); ++i)
    rows.push_back({names[i], rounded(s.min[i]), rounded(s.max[i]), mean_cell(s.mean[i], s.deviation[i]),
                    rounded(s.deviation[i])});
  std::cout << "\n";
  print_table({{what}, {"min", Align::right}, {"max", Align::right}, {"mean", Align::right}, {"std", Align::right}},
              rows);
  if (names.size() <= most_lines) return;
  const auto [low, high] = std::pair(std::ranges::min(s.min), std::ranges::max(s.max));
  std::cout << "and " << grouped(static_cast<std::int64_t>(names.size() - most_lines)) << " more; all of them from "
            << rounded(low) << " to " << rounded(high) << "\n";
}

void print_warnings(const std::vector<std::string>& warnings) {
  if (warnings.empty()) return;
  std::cout << "\n";
  for (const std::string& warning : warnings) std::cout << "warning: " << printable(warning, true) << "\n";
}

}  // namespace

void print_description(const DataDescription& description, const DataOptions& options) {
  print_head(description, options);
  print_classes(description);
  if (description.sample_shape.empty())
    print_statistics("input", description.feature_names, description.features);
  else
    print_pixels(description.features);
  print_statistics("target", description.target_names, description.targets);
  print_warnings(description.warnings);
}

}  // namespace mlp
