#include "mlp/files/checkpoint.h"

#include <algorithm>
#include <sstream>

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/files/safetensors.h"

namespace mlp {
namespace {

constexpr const char* checkpoint_format = "mlp checkpoint 4";

template <class State, class Visitor>
void visit_pretraining(State& s, Visitor& visitor);

/// One list of everything in a training state, for writing and reading, so that the two cannot disagree.
template <class State, class Visitor>
void visit(State& s, Visitor& visitor) {
  visitor.number(s.begun, s.step, s.epoch, s.batch, s.seconds);
  visitor.vector("parameters", s.parameters);
  visitor.vector("statistics", s.statistics);
  visitor.vector("moments", s.moments);
  visitor.vector("common", s.common);
  visit_pretraining(s.pretraining, visitor);
  visitor.number(s.sums.loss, s.sums.penalty, s.sums.samples);
  // A metric may keep more numbers the longer it runs.
  for (std::size_t i = 0; i < s.sums.metrics.size(); ++i)
    visitor.growing_vector("metric_" + std::to_string(i), s.sums.metrics[i]);
  visitor.number(s.stopping.best, s.stopping.best_epoch);
  visitor.vector("restorable_parameters", s.restorable.parameters);
  visitor.vector("restorable_statistics", s.restorable.statistics);
  visitor.number(s.kept.watch.best, s.kept.watch.best_epoch);
  visitor.vector("kept_parameters", s.kept.net.parameters);
  visitor.vector("kept_statistics", s.kept.net.statistics);
  visitor.number(s.plateau.watch.best, s.plateau.watch.best_epoch, s.plateau.factor);
}

/// The stage under way is a small training of its own: what its state consists of is known when it begins.
template <class State, class Visitor>
void visit_pretraining(State& s, Visitor& visitor) {
  std::int64_t under_way = static_cast<std::int64_t>(s.current.size());
  visitor.number(s.stages, s.steps, under_way);
  visitor.growing_vector("pretrained_parameters", s.result.parameters);
  visitor.growing_vector("pretrained_statistics", s.result.statistics);
  if constexpr (!std::is_const_v<State>) s.current.resize(static_cast<std::size_t>(under_way));
  for (auto& stage : s.current) {
    visitor.number(stage.begun, stage.step, stage.epoch, stage.batch, stage.seconds);
    visitor.growing_vector("stage_parameters", stage.parameters);
    visitor.growing_vector("stage_statistics", stage.statistics);
    visitor.growing_vector("stage_moments", stage.moments);
    visitor.growing_vector("stage_common", stage.common);
    visitor.number(stage.sums.loss, stage.sums.penalty, stage.sums.samples);
  }
}

template <class Element>
Tensor vector_tensor(std::string name, std::span<const Element> values) {
  return tensor_of(std::move(name), {static_cast<Index>(values.size())}, values);
}

/// Collects the tensors of a file: single numbers in one of integers and one of doubles.
class StateWriter {
 public:
  template <class... Numbers>
  void number(const Numbers&... values) {
    (add(values), ...);
  }
  template <class Values>
  void vector(std::string name, const Values& values) {
    tensors_.push_back(vector_tensor(std::move(name), std::span<const typename Values::value_type>(values)));
  }
  template <class Values>
  void growing_vector(std::string name, const Values& values) {
    vector(std::move(name), values);
  }

  std::vector<Tensor> finish() {
    vector("counters", counters_);
    vector("numbers", numbers_);
    return std::move(tensors_);
  }

 private:
  void add(double value) { numbers_.push_back(value); }
  void add(std::int64_t value) { counters_.push_back(value); }
  void add(std::uint64_t value) { counters_.push_back(static_cast<std::int64_t>(value)); }
  void add(bool value) { counters_.push_back(value ? 1 : 0); }
  void add(const Sum& sum) { number(sum.total(), sum.correction()); }

  std::vector<Tensor> tensors_;
  std::vector<std::int64_t> counters_;
  std::vector<double> numbers_;
};

/// Gives back what a StateWriter collected, in the same order.
class StateReader {
 public:
  StateReader(const std::filesystem::path& path, const std::vector<Tensor>& tensors)
      : path_(path), tensors_(tensors), counters_(all<std::int64_t>("counters")), numbers_(all<double>("numbers")) {}

  template <class... Numbers>
  void number(Numbers&... values) {
    (get(values), ...);
  }
  template <class Values>
  void vector(const std::string& name, Values& values) {
    const Shape& shape = named(name).shape;
    if (shape != Shape{static_cast<Index>(values.size())})
      refuse("tensor \"" + name + "\" has shape " + text_of(shape) + "; this run needs [" +
             std::to_string(values.size()) + "]");
    growing_vector(name, values);
  }
  template <class Values>
  void growing_vector(const std::string& name, Values& values) {
    const auto stored = all<typename Values::value_type>(name);
    values.assign(stored.begin(), stored.end());
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const { throw InputError(path_.string() + ": " + why); }

  const Tensor& named(const std::string& name) const {
    const Tensor* tensor = find_tensor(tensors_, name);
    if (tensor == nullptr) refuse("tensor \"" + name + "\" is missing");
    return *tensor;
  }
  template <class Element>
  std::span<const Element> all(const std::string& name) const {
    const Tensor& tensor = named(name);
    try {
      return tensor.values<Element>();
    } catch (const InputError& error) {
      refuse(error.what());
    }
  }
  template <class Number>
  Number next(std::span<const Number>& from) const {
    if (from.empty()) refuse("it has fewer numbers than this run needs");
    const Number value = from.front();
    from = from.subspan(1);
    return value;
  }

  void get(double& value) { value = next(numbers_); }
  void get(std::int64_t& value) { value = next(counters_); }
  void get(std::uint64_t& value) { value = static_cast<std::uint64_t>(next(counters_)); }
  void get(bool& value) { value = next(counters_) != 0; }
  void get(Sum& sum) {
    const double total = next(numbers_), correction = next(numbers_);
    sum = Sum(total, correction);
  }

  const std::filesystem::path& path_;
  const std::vector<Tensor>& tensors_;
  std::span<const std::int64_t> counters_;
  std::span<const double> numbers_;
};

/// A line of JSON without what surrounds it.
std::string bare(const std::string& line) {
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(begin, line.find_last_not_of(", ") + 1 - begin);
}

}  // namespace

template <class T>
void write_checkpoint(const std::filesystem::path& path, const TrainState<T>& state, const CheckpointFacts& facts) {
  StateWriter writer;
  visit(state, writer);
  writer.number(facts.history_bytes, facts.layers_bytes, facts.pretraining_bytes);
  write_safetensors(
      path, writer.finish(),
      {{"format", checkpoint_format}, {"config", facts.config}, {"data_fingerprint", facts.data_fingerprint}});
  sync_folder(resolved(path).parent_path());
}

template <class T>
CheckpointFacts read_checkpoint(const std::filesystem::path& path, const std::string& config,
                                const std::string& data_fingerprint, TrainState<T>& state) {
  Safetensors file = read_safetensors(path);
  if (file.metadata["format"] != checkpoint_format || !file.has_digest)
    throw InputError(path.string() + ": not a checkpoint of this program");
  if (file.metadata["config"] != config)
    throw InputError(path.string() + ": the checkpoint of a run with another config (" +
                     config_difference(file.metadata["config"], config) +
                     "); restore the config, or train anew with --force");
  if (file.metadata["data_fingerprint"] != data_fingerprint)
    throw InputError(
        path.string() +
        ": the data have changed since this checkpoint (their fingerprint differs); restore them, or train "
        "anew with --force");
  StateReader reader(path, file.tensors);
  visit(state, reader);
  CheckpointFacts facts{.config = config, .data_fingerprint = data_fingerprint};
  reader.number(facts.history_bytes, facts.layers_bytes, facts.pretraining_bytes);
  return facts;
}

std::string config_difference(const std::string& before, const std::string& now) {
  std::istringstream old_lines(before), new_lines(now);
  std::string old_line, new_line;
  while (old_line == new_line) {
    const bool has_old = static_cast<bool>(std::getline(old_lines, old_line));
    const bool has_new = static_cast<bool>(std::getline(new_lines, new_line));
    if (!has_old && !has_new) return "";
    if (!has_old) old_line = "nothing";
    if (!has_new) new_line = "nothing";
  }
  return bare(old_line) + " became " + bare(new_line);
}

#define MLP_INSTANTIATE(T)                                                                                       \
  template void write_checkpoint(const std::filesystem::path&, const TrainState<T>&, const CheckpointFacts&);    \
  template CheckpointFacts read_checkpoint(const std::filesystem::path&, const std::string&, const std::string&, \
                                           TrainState<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
