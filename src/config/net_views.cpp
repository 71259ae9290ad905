#include "net_views.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/math/metrics/accuracy.h"
#include "mlp/training/diagnostics.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

constexpr Index grid_steps = 64, curve_steps = 200, most_points = 400, most_worst = 12;
constexpr Index most_features = 12;  // that are shown of a sample that is no image
constexpr double margin = 0.08;      // of the range of the data, on either side
constexpr std::string_view pixel_digits = "0123456789abcdefghijklmnopqrstuvwxyz";

/// Samples that are a matrix.
template <class T>
class GridReader final : public SampleReader<T> {
 public:
  explicit GridReader(const Matrix<T>& inputs) : inputs_(inputs) {}
  Index samples() const override { return inputs_.cols(); }
  void gather(std::span<const Index> which, T* x, T* /*y*/) const override {
    for (const Index j : which) x = std::copy_n(inputs_.col(j).data(), inputs_.rows(), x);
  }

 private:
  const Matrix<T>& inputs_;
};

double short_number(double value) { return std::isfinite(value) ? *read_number(rounded(value, 5)) : 0; }

struct FeatureRange {
  double low, high;
};

FeatureRange widened(double low, double high) {
  const double extra = high > low ? margin * (high - low) : 1;
  return {low - extra, high + extra};
}

/// The whole range of a feature in the units of the net.
template <class T>
FeatureRange range_of(const Dataset<T>& data, Index feature) {
  double low = INFINITY, high = -INFINITY;
  for (const PartName name : part_names) {
    if (data.part(name).empty()) continue;
    const Matrix<T> inputs = data.part(name).all_inputs();
    low = std::min(low, static_cast<double>(inputs.row(feature).minCoeff()));
    high = std::max(high, static_cast<double>(inputs.row(feature).maxCoeff()));
  }
  return widened(low, high);
}

Json axis_json(const DataInfo& info, Index feature, FeatureRange range) {
  return {{"name", info.feature_names[static_cast<std::size_t>(feature)]},
          {"low", info.scaling.undo(range.low, feature)},
          {"high", info.scaling.undo(range.high, feature)}};
}

/// Two hexadecimal digits: 00 at or below low, ff at or above high.
std::string byte_text(double value, double low, double high) {
  const double share = std::isfinite(value) ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0;
  const auto byte = static_cast<std::size_t>(std::lround(255 * share));
  return {pixel_digits[byte / 16], pixel_digits[byte % 16]};
}

/// The first samples of a part, their inputs in the units of the data.
template <class T>
Json points_json(const Part<T>& part, const DataInfo& info) {
  Json points = Json::array();
  const Index count = std::min(part.samples(), most_points);
  std::vector<Index> which(static_cast<std::size_t>(count));
  std::iota(which.begin(), which.end(), Index{0});
  Matrix<T> x(info.inputs(), count), y(info.outputs(), count);
  part.gather(which, x.data(), y.data());
  for (Index j = 0; j < count; ++j) {
    Json point = Json::array();
    for (Index i = 0; i < x.rows(); ++i) point.push_back(short_number(info.scaling.undo(x(i, j), i)));
    if (is_classification(info.task))
      point.push_back(part.label(j));
    else
      for (Index i = 0; i < y.rows(); ++i) point.push_back(short_number(info.target_scaling.undo(y(i, j), i)));
    points.push_back(std::move(point));
  }
  return points;
}

/// The outputs on the grid as rows of text, the lowest row first.
template <class T>
Json surface_frame(std::int64_t epoch, const Matrix<T>& outputs, double low, double high) {
  Json values = Json::array(), classes = Json::array();
  for (Index row = 0; row < grid_steps; ++row) {
    std::string line, names;
    for (Index column = 0; column < grid_steps; ++column) {
      const auto output = outputs.col(row * grid_steps + column);
      Index best = 0;
      const T largest = output.maxCoeff(&best);
      line += byte_text(largest, low, high);
      names += pixel_digits[static_cast<std::size_t>(best) % pixel_digits.size()];
    }
    values.push_back(line);
    classes.push_back(names);
  }
  Json frame{{"epoch", epoch}, {"values", std::move(values)}};
  if (outputs.rows() > 1) frame["classes"] = std::move(classes);
  return frame;
}

template <class T>
Json curve_frame(std::int64_t epoch, const Matrix<T>& outputs) {
  Json rows = Json::array();
  for (Index i = 0; i < outputs.rows(); ++i) {
    Json& row = rows.emplace_back(Json::array());
    for (Index j = 0; j < outputs.cols(); ++j) row.push_back(short_number(outputs(i, j)));
  }
  return {{"epoch", epoch}, {"y", std::move(rows)}};
}

/// The test part; without one the validation part, else the training part.
template <class T>
PartName judged_part(const Dataset<T>& data) {
  if (!data.test().empty()) return PartName::test;
  return data.validation().empty() ? PartName::train : PartName::validation;
}

/// The outputs for some samples as a classification.
template <class T>
struct Judgement {
  Matrix<T> outputs;
  std::vector<Index> classes;  // what each sample is taken for
  double decision;             // of two classes with one output: the second, above it

  Index predicted(Index sample) const { return classes[static_cast<std::size_t>(sample)]; }

  /// What the net gives a class; of a single output, which is the second class's, its mirror image for the first.
  double output(Index sample, Index label) const {
    if (outputs.rows() > 1) return outputs(label, sample);
    return label == 1 ? outputs(0, sample) : 2 * decision - outputs(0, sample);
  }
};

}  // namespace

std::vector<Index> image_shape(const DataInfo& info) {
  if (info.sample_shape.size() == 2) return info.sample_shape;
  Index height = 0, width = 0;
  for (const std::string& name : info.feature_names) {
    if (!name.starts_with("pixel_")) return {};
    const std::size_t split = name.find('_', 6);
    if (split == std::string::npos) return {};
    const auto row = read_integer(std::string_view(name).substr(6, split - 6));
    const auto column = read_integer(std::string_view(name).substr(split + 1));
    if (!row || !column) return {};
    height = std::max<Index>(height, *row + 1);
    width = std::max<Index>(width, *column + 1);
  }
  return height * width == info.inputs() && info.inputs() > 0 ? std::vector{height, width} : std::vector<Index>();
}

template <class T>
NetViews<T>::NetViews(const BuiltRun<T>& run, const RunConfig& config, Threads threads, std::filesystem::path file,
                      std::function<Clock::time_point()> clock)
    : run_(run),
      config_(config),
      threads_(std::move(threads)),
      file_(std::move(file)),
      clock_(std::move(clock)),
      tried_(clock_()) {
  const DataInfo& info = run.data.info();
  if (!config.each_run_report || !info.categorical.empty() || run.data.train().empty()) return;
  const bool few_outputs = info.outputs() <= static_cast<Index>(pixel_digits.size());
  if (info.inputs() == 2 && info.task != Task::autoencoder && few_outputs &&
      (is_classification(info.task) || info.outputs() == 1))
    describe_surface();
  else if (info.inputs() == 1 && info.task == Task::regression && info.outputs() <= 4)
    describe_curve();
}

template <class T>
void NetViews<T>::describe_surface() {
  const DataInfo& info = run_.data.info();
  const FeatureRange x = range_of(run_.data, 0), y = range_of(run_.data, 1);
  grid_.resize(2, grid_steps * grid_steps);
  for (Index j = 0; j < grid_.cols(); ++j) {
    const auto place = [](FeatureRange range, Index step) {
      return static_cast<T>(range.low + (static_cast<double>(step) + 0.5) / grid_steps * (range.high - range.low));
    };
    grid_(0, j) = place(x, j % grid_steps);
    grid_(1, j) = place(y, j / grid_steps);
  }
  if (is_classification(info.task)) {
    // Outputs that are compared with 0 have no bounds: their targets are -1 and 1.
    low_ = config_.loss.template get<T>()->decision() == 0 ? -1 : 0;
  } else {
    const Matrix<T> targets = run_.data.train().all_targets();
    const FeatureRange range = widened(targets.minCoeff(), targets.maxCoeff());
    low_ = info.target_scaling.undo(range.low, 0);
    high_ = info.target_scaling.undo(range.high, 0);
  }
  views_["surface"] = {{"inputs", {axis_json(info, 0, x), axis_json(info, 1, y)}},
                       {"columns", grid_steps},
                       {"rows", grid_steps},
                       {"low", low_},
                       {"high", high_},
                       {"classes", info.class_names},
                       {"targets", info.target_names},
                       {"points", points_json(run_.data.train(), info)},
                       {"frames", Json::array()}};
}

template <class T>
void NetViews<T>::describe_curve() {
  const DataInfo& info = run_.data.info();
  const FeatureRange x = range_of(run_.data, 0);
  grid_.resize(1, curve_steps);
  Json places = Json::array();
  for (Index j = 0; j < curve_steps; ++j) {
    const double at = x.low + static_cast<double>(j) / (curve_steps - 1) * (x.high - x.low);
    grid_(0, j) = static_cast<T>(at);
    places.push_back(short_number(info.scaling.undo(at, 0)));
  }
  views_["curve"] = {{"input", axis_json(info, 0, x)},
                     {"targets", info.target_names},
                     {"x", std::move(places)},
                     {"points", points_json(run_.data.train(), info)},
                     {"frames", Json::array()}};
}

template <class T>
template <class Work>
void NetViews<T>::guarded(const Work& work) {
  if (!config_.each_run_report) return;
  try {
    work();
  } catch (const std::exception& error) {
    problem_ = error.what();
  }
}

template <class T>
void NetViews<T>::begin(std::int64_t epoch, bool resumed) {
  guarded([&] {
    std::error_code ignored;
    if (resumed && has_frames() && std::filesystem::exists(file_, ignored)) {
      const Json before = Json::parse(read_file(file_), nullptr, /*allow_exceptions=*/false);
      for (auto& [kind, view] : views_.items())
        if (before.is_object() && before.contains(kind) && before[kind].contains("frames"))
          for (const Json& frame : before[kind]["frames"])
            if (frame.value("epoch", std::int64_t{-1}) <= epoch) view["frames"].push_back(frame);
    }
    if (!resumed) std::filesystem::remove(file_);
  });
}

template <class T>
Matrix<T> NetViews<T>::outputs_of(const SampleReader<T>& samples, const TrainState<T>& state,
                                  std::vector<Index>* classes) const {
  Buffer<T> statistics = state.statistics;
  Execution<T> execution;
  execution.threads = threads_;
  execution.parameters = state.parameters.data();
  execution.statistics = statistics.data();
  const Metrics<T> none;
  return Evaluator<T>(run_.model, run_.criterion().unweighted(), none, run_.threshold,
                      run_.data.info().output_scaling())
      .predict(samples, execution, classes);
}

template <class T>
void NetViews<T>::add_frame(std::int64_t epoch, const TrainState<T>& state) {
  const Matrix<T> outputs = outputs_of(GridReader<T>(grid_), state);
  for (auto& [kind, view] : views_.items()) {
    if (!view.is_object() || !view.contains("frames")) continue;
    Json& frames = view["frames"];
    while (!frames.empty() && frames.back().value("epoch", std::int64_t{-1}) >= epoch) frames.erase(frames.size() - 1);
    frames.push_back(kind == "surface" ? surface_frame(epoch, outputs, low_, high_) : curve_frame(epoch, outputs));
  }
}

template <class T>
void NetViews<T>::write() {
  tried_ = clock_();  // also where it fails: on a full disk it would be tried at every epoch
  write_file(file_, views_.dump() + "\n");
  is_unsaved_ = false;
  problem_.clear();
}

template <class T>
void NetViews<T>::on_epoch(const TrainState<T>& state) {
  constexpr std::chrono::seconds pause{1};  // a page that follows the training is not written more often either
  if (!has_frames()) return;
  guarded([&] {
    if (is_auto_epoch(state.epoch)) {
      add_frame(state.epoch, state);
      is_unsaved_ = true;
    }
    if (is_unsaved_ && clock_() - tried_ >= pause) write();
  });
}

template <class T>
void NetViews<T>::save() {
  guarded([&] {
    if (is_unsaved_) write();
  });
}

template <class T>
void NetViews<T>::finish(const TrainState<T>& state, std::int64_t epoch) {
  guarded([&] {
    if (has_frames()) add_frame(epoch, state);
    if (is_classification(run_.data.info().task)) add_worst(state);
    if (!views_.empty()) write();
  });
  std::error_code ignored;
  if (!problem_.empty()) std::filesystem::remove(file_, ignored);  // else an earlier frame would pass for the last
}

/// The samples that were taken for another class, those whose true class has the smallest output first.
template <class T>
void NetViews<T>::add_worst(const TrainState<T>& state) {
  const DataInfo& info = run_.data.info();
  const Part<T>& part = run_.data.part(judged_part(run_.data));
  std::vector<Index> classes;
  Matrix<T> outputs = outputs_of(part, state, &classes);
  const Judgement<T> judgement{std::move(outputs), std::move(classes), config_.loss.template get<T>()->decision()};
  std::vector<Index> wrong;
  for (Index j = 0; j < part.samples(); ++j)
    if (judgement.predicted(j) != part.label(j)) wrong.push_back(j);
  std::ranges::stable_sort(wrong, std::less(), [&](Index j) { return judgement.output(j, part.label(j)); });
  const auto mistakes = static_cast<Index>(wrong.size());
  wrong.resize(static_cast<std::size_t>(std::min(mistakes, most_worst)));
  Matrix<T> x(info.inputs(), static_cast<Index>(wrong.size()));
  if (!wrong.empty()) part.gather(wrong, x.data(), nullptr);
  const std::vector<Index> shape = image_shape(info);
  const Index shown = shape.empty() ? std::min(info.inputs(), most_features) : info.inputs();
  Json samples = Json::array();
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const Index j = wrong[i], predicted = judgement.predicted(j);
    Json features = Json::array();
    for (Index k = 0; k < shown; ++k)
      features.push_back(short_number(info.scaling.undo(x(k, static_cast<Index>(i)), k)));
    samples.push_back({{"row", part.row(j)},
                       {"true", info.class_names.at(static_cast<std::size_t>(part.label(j)))},
                       {"predicted", info.class_names.at(static_cast<std::size_t>(predicted))},
                       {"output_true", short_number(judgement.output(j, part.label(j)))},
                       {"output_predicted", short_number(judgement.output(j, predicted))},
                       {"features", std::move(features)}});
  }
  constexpr std::array part_texts{"training", "validation", "test"};
  const auto names = info.feature_names.begin();
  views_["worst"] = {{"part", part_texts.at(static_cast<std::size_t>(judged_part(run_.data)))},
                     {"samples", part.samples()},
                     {"mistakes", mistakes},
                     {"image", shape},
                     {"feature_names", std::vector<std::string>(names, names + (shape.empty() ? shown : 0))},
                     {"worst", std::move(samples)}};
}

template class NetViews<float>;
template class NetViews<double>;

}  // namespace mlp
