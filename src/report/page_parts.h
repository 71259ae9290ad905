#pragma once
// The sections of report.html, each as HTML, and the numbers that its script draws from.

#include <span>
#include <string>
#include <vector>

#include "mlp/report/comparison.h"
#include "mlp/report/run_group.h"
#include "page_nets.h"
#include "run_details.h"
#include "series_style.h"

namespace mlp {

/// All that the sections are made of.
struct PageContent {
  std::span<const RunGroup> groups;
  std::vector<ComparedGroup> compared;           // one for each group
  std::vector<std::vector<RunDetails>> details;  // of each run of each group
  std::vector<NetOfGroup> nets;
  std::string title;

  bool is_single() const { return groups.size() == 1 && groups[0].runs.size() == 1; }
};

/// A section of the page, or nothing where there is nothing to show.
struct PageSection {
  std::string id, title, body;
};

PageSection headline_section(const PageContent& content);
PageSection curves_section(const PageContent& content);
PageSection flow_section(const PageContent& content);
PageSection layers_section(const PageContent& content);
PageSection histograms_section(const PageContent& content);
PageSection nets_section(const PageContent& content);
PageSection runs_section(const PageContent& content);

/// The JSON of everything that the script draws.
std::string page_data(const PageContent& content);

/// The names in the legend of the curves: the groups, or training and validation of a single run.
std::vector<std::string> legend_names(const PageContent& content);

/// A legend in HTML, which the script makes into switches.
std::string legend_html(const std::vector<std::string>& names);

/// "Band: …", and of how many nets at a time.
std::string band_note(const PageContent& content);

bool lower_is_better(const std::string& metric);

/// "test accuracy" of "test_accuracy".
std::string metric_title(const std::string& name);

}  // namespace mlp
