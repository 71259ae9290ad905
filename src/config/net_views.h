#pragma once
// views.json: what a net makes of its data, for pictures. Of two features the outputs over the plane (the decision
// surface), of a regression on one feature the fitted curve, both at epochs 0, 1, 2, 5, 10, … and in the end; of a
// classification the samples that it is most wrong about.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "mlp/config/build.h"

namespace mlp {

template <class T>
class NetViews {
 public:
  using Clock = std::chrono::steady_clock;

  /// `run` and `config` must outlive this. Nothing is written before there is something to show, or where the config
  /// asks for no report.
  NetViews(const BuiltRun<T>& run, const RunConfig& config, Threads threads, std::filesystem::path file,
           std::function<Clock::time_point()> clock = Clock::now);

  /// Takes up the frames of earlier sittings, up to this epoch; else what an earlier run left is removed.
  void begin(std::int64_t epoch, bool resumed);

  /// An epoch is over: where it is due, a frame is added. The file is replaced, or that tried, at most once a second.
  void on_epoch(const TrainState<T>& state);

  /// Replaces the file where it lacks frames: before a checkpoint, and where a run ends without a net.
  void save();

  /// The run is over: the frame of the net that was saved, which is that of `epoch`, and the worst samples.
  /// Where they cannot be written, there is no file.
  void finish(const TrainState<T>& state, std::int64_t epoch);

  /// Why the file could not be written when that was last tried; mostly empty. A run goes on without its pictures.
  const std::string& problem() const { return problem_; }

 private:
  bool has_frames() const { return !views_.empty(); }
  void write();
  void add_frame(std::int64_t epoch, const TrainState<T>& state);
  void add_worst(const TrainState<T>& state);
  void describe_surface();
  void describe_curve();
  Matrix<T> outputs_of(const SampleReader<T>& samples, const TrainState<T>& state,
                       std::vector<Index>* classes = nullptr) const;
  template <class Work>
  void guarded(const Work& work);

  const BuiltRun<T>& run_;
  const RunConfig& config_;
  Threads threads_;
  std::filesystem::path file_;
  nlohmann::ordered_json views_;  // with "surface" or "curve"; empty where the net has neither
  Matrix<T> grid_;                // the inputs of the frames, a column each
  double low_ = 0, high_ = 1;     // of the surface's values
  bool is_unsaved_ = false;       // there are frames that the file lacks
  std::function<Clock::time_point()> clock_;
  Clock::time_point tried_;  // when the file was last written, or could not be
  std::string problem_;
};

/// The shape of image samples, {height, width}: that of the source, or that which the names pixel_ROW_COLUMN of all
/// features give; else {}.
std::vector<Index> image_shape(const DataInfo& info);

}  // namespace mlp
