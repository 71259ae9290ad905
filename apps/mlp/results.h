#pragma once
// What stands at the end of training and of `mlp compare`: pictures and tables in a folder, a table and a chart on the
// screen.

#include <filesystem>
#include <string>
#include <vector>

#include "mlp/report/page.h"
#include "mlp/report/run_group.h"
#include "mlp/report/terminal.h"

namespace mlp {

/// The pictures of one run and its report.html, in its folder.
void write_run_pictures(const std::filesystem::path& folder, const std::string& title);

/// report.html of these groups, in the folder.
void write_page(const std::filesystem::path& folder, const std::vector<RunGroup>& groups, const PageOptions& options);

/// Kinds of files that a comparison has, and those that it may have.
inline const std::vector<std::string> comparison_formats{"svg", "html", "csv", "json"};
inline const std::vector<std::string> all_comparison_formats{"svg", "png", "html", "csv", "json"};

/// comparison.csv, comparison.json, the pictures and report.html: those of these kinds.
void write_comparison(const std::filesystem::path& folder, const std::vector<RunGroup>& groups,
                      const std::string& title, const std::vector<std::string>& formats = comparison_formats);

/// The table of the groups, what their gradients suffer from, and the charts of their losses and gradients.
std::string results_text(const std::vector<RunGroup>& groups, const Terminal& terminal);

}  // namespace mlp
