#pragma once
// Of a plan's runs those that differ in more than their seed, and what is found in some of them.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/config/plan.h"
#include "mlp/config/problems.h"

namespace mlp {

/// What was found in some of several runs: each finding once, with the labels of the runs that it is of.
template <class T>
class Findings {
 public:
  void add(const T& finding, const std::string& run) {
    const auto known = std::ranges::find(all_, finding, &Finding::first);
    if (known == all_.end())
      all_.push_back({finding, {run}});
    else
      known->second.push_back(run);
  }

  using Finding = std::pair<T, std::vector<std::string>>;
  const std::vector<Finding>& all() const { return all_; }

 private:
  std::vector<Finding> all_;
};

/// The first repeat of each variant and point of the sweep.
std::vector<const PlannedRun*> distinct_runs(const Plan& plan);

/// Adds what is wrong with the configs of the plan's runs; what is wrong in some of its variants or points of the sweep
/// only, says in which.
void check_configs(const Plan& plan, const Catalog& catalog, Problems& problems);

/// "MESSAGE (in 3 of 9 runs: relu, tanh, …)"; where it is of all runs, the message alone.
std::string with_runs(const std::string& message, const std::vector<std::string>& runs, std::size_t all_runs);

/// "relu/optimizer.learning_rate=0.1"; "" where the plan is one run only.
std::string label_of(const PlannedRun& run);

}  // namespace mlp
