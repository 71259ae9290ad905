#pragma once
// What is odd about the runs of a config, said once for all the runs that it is true of.

#include <string>
#include <vector>

#include "distinct_runs.h"
#include "mlp/config/build.h"
#include "mlp/config/catalog.h"

namespace mlp {

/// Messages, each with the runs that it is of.
class Findings {
 public:
  void add(const std::string& message, const std::string& run);

  /// "MESSAGE (in 3 of 9 runs: relu, tanh, …)"; where it is of all runs, the message alone.
  std::vector<std::string> texts(std::size_t all_runs) const;

 private:
  struct Message {
    std::string text;
    std::vector<std::string> runs;
  };
  std::vector<Message> messages_;
};

/// How closely the data are looked at: whole_data reads every value, which takes seconds for images.
enum class Thoroughness { quick, whole_data };

/// Builds the run and collects the warnings of net, data and training. Throws InputError where the run cannot be built.
std::vector<std::string> warnings_of(const RunConfig& config, const Catalog& catalog, Thoroughness how,
                                     DataCache& cache);

}  // namespace mlp
