#pragma once
// A trained net from its model file alone: config, data description and parameters.

#include <filesystem>

#include "mlp/config/build.h"
#include "mlp/files/model_file.h"
#include "run_files.h"

namespace mlp {

/// A model file and the config in it, without the parts of the config that only training needs.
struct SavedNet {
  std::filesystem::path path;
  ModelFile file;
  RunConfig config;
};

/// Reads RUN: a run's folder or a model file.
SavedNet read_saved_net(const std::filesystem::path& run, const Catalog& catalog);

/// The parameters and running statistics of a model file as the model wants them. Throws InputError where tensors are
/// missing, or do not fit.
template <class T>
struct NetValues {
  Buffer<T> parameters, statistics;

  NetValues(const Model<T>& model, const SavedNet& net)
      : parameters(static_cast<std::size_t>(model.parameters().size())),
        statistics(static_cast<std::size_t>(model.statistics().size())) {
    fill_from_tensors<T>(net.file.tensors, net.path.string(),
                         {{model.parameters(), parameters.data()}, {model.statistics(), statistics.data()}});
  }

  /// An execution in inference mode with these values. Must not outlive them.
  Execution<T> execution(int threads) {
    Execution<T> run;
    run.threads = Threads(threads);
    run.parameters = parameters.data();
    run.statistics = statistics.data();
    return run;
  }
};

/// The samples of a file (CSV or images), for this net.
Table read_samples_for(const SavedNet& net, const std::filesystem::path& file, bool targets_required);

}  // namespace mlp
