#include "jobs.h"

#include <algorithm>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "live_reports.h"
#include "mlp/config/train_run.h"
#include "mlp/core/folder_lock.h"
#include "mlp/core/numbers.h"
#include "mlp/report/progress_display.h"
#include "results.h"

namespace mlp {
namespace {

class JobRunner {
 public:
  JobRunner(const std::vector<Job>& jobs, const JobOptions& options, const CommandContext& context, DataCache& cache)
      : jobs_(jobs), options_(options), context_(context), cache_(cache), live_(jobs), display_(context.quiet) {
    const int side_by_side = std::min<int>(options.count, static_cast<int>(jobs.size()));
    workers_ = std::max(1, side_by_side);
    threads_each_ = std::max(1, context.threads / workers_);
  }

  ExitCode run() {
    std::vector<std::thread> workers;
    try {
      for (int i = 1; i < workers_; ++i) workers.emplace_back([this] { work(); });
    } catch (const std::system_error&) {  // no more threads: those that there are do all
    }
    work();
    for (std::thread& worker : workers) worker.join();
    if (failure_) {
      live_.close();
      std::rethrow_exception(failure_);
    }
    if (stopped_) {
      tell_what_was_not_begun();
      return stopped();
    }
    if (diverged_) return ExitCode::diverged;
    return report_failed_ ? ExitCode::failed : ExitCode::done;
  }

 private:
  void work() {
    for (std::size_t i = next_++; i < jobs_.size(); i = next_++) {
      if (failed_) return;
      if (stop_signal().load() != 0) {
        stopped_ = true;
        return;
      }
      try {
        jobs_[i].skip ? complete_pictures(jobs_[i]) : train(i);
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        failed_ = true;
      }
    }
  }

  void tell_what_was_not_begun() {
    const std::int64_t left = std::ranges::count(jobs_, false, &Job::skip) - begun_;
    if (left == 0) return;
    context_.say(counted(left, "run") + (left == 1 ? " was" : " were") +
                 " not begun; the same command with --resume trains " + (left == 1 ? "it" : "them"));
  }

  bool is_live(const RunConfig& config) const { return options_.live || config.live_report; }
  bool has_report(const RunConfig& config) const { return config.each_run_report || is_live(config); }

  void train(std::size_t i) {
    ++begun_;
    const Job& job = jobs_[i];
    RunConfig config = read_planned(*job.run, context_.catalog);
    config.each_run_report = has_report(config);
    TrainRunOptions options{
        .folder = job.folder, .threads = threads_each_, .cache = &cache_, .resume = options_.resume};
    options.stop_signal = &stop_signal();
    std::optional<double> share_at_start;
    options.progress = [&, i, live = is_live(config)](const RunProgress& p) {
      if (!share_at_start) {
        share_at_start = p.share;
        live_.begun(i, *p.theory);
      }
      if (live) update_report(i, p);
      display_.update(i, {.run = job.label,
                          .phase = p.phase,
                          .epoch = p.epoch,
                          .epochs = p.epochs,
                          .share = p.share,
                          .seconds = p.seconds,
                          .share_at_start = *share_at_start,
                          .loss = p.loss,
                          .val_loss = p.val_loss,
                          .accuracy = p.metric_name == "accuracy" ? p.metric : std::nullopt,
                          .samples_per_second = p.samples_per_second});
    };
    const TrainRunResult result = train_unto_its_end(config, options, share_at_start);
    if (config.each_run_report) write_pictures(job);
    live_.ended(i);
    display_.finish(i, message(job, result));
  }

  /// What fails after training has begun, such as a folder that is gone, is no mistake in what was asked for.
  static TrainRunResult train_unto_its_end(const RunConfig& config, const TrainRunOptions& options,
                                           const std::optional<double>& begun) try {
    return train_run(config, options);
  } catch (const InputError& error) {
    if (!begun) throw;
    throw Failure(error.what());
  }

  /// Training goes on without a page that cannot be written.
  void update_report(std::size_t i, const RunProgress& p) {
    const std::string problem = live_.update(i, p.epoch, p.epochs, p.epoch_ended);
    if (!problem.empty()) display_.say(jobs_[i].label + ": the report is not written during training: " + problem);
  }

  /// The program may have been killed, or the disk full, between the end of a training and its report.
  void complete_pictures(const Job& job) {
    std::error_code none;
    const auto report = std::filesystem::last_write_time(job.folder / "report.html", none);
    if (!none && report >= std::filesystem::last_write_time(job.folder / "summary.json")) return;
    if (!has_report(read_planned(*job.run, context_.catalog))) return;  // later, since reading a config takes longer
    const FolderLock lock(job.folder);
    write_pictures(job);
  }

  /// A run that is trained is not lost because its pictures are.
  void write_pictures(const Job& job) {
    try {
      write_run_pictures(job.folder, job.label);
    } catch (const std::exception& error) {
      report_failed_ = true;
      display_.say(job.label + ": trained, but its report is missing: " + error.what() +
                   "; the same command with --resume writes it");
    }
  }

  std::string message(const Job& job, const TrainRunResult& result) {
    stopped_ = stopped_ || result.status == TrainingStatus::interrupted;
    if (result.status == TrainingStatus::interrupted)
      return job.label + ": interrupted; a checkpoint was written, go on with the same command and --resume";
    if (result.status != TrainingStatus::diverged) {
      if (context_.quiet) return "";
      if (!result.note.empty()) return job.label + ": " + result.note;
      return context_.verbose ? job.label + ": done" : "";
    }
    diverged_ = true;
    return job.label + ": diverged: " + result.problem;
  }

  const std::vector<Job>& jobs_;
  const JobOptions& options_;
  const CommandContext& context_;
  DataCache& cache_;
  LiveReports live_;
  ProgressDisplay display_;
  int workers_ = 1, threads_each_ = 1;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::int64_t> begun_{0};
  std::atomic<bool> failed_{false}, diverged_{false}, report_failed_{false};
  std::atomic<bool> stopped_{false};  // a run, or before it began; what comes after the last run's end stops none
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

ExitCode run_jobs(const std::vector<Job>& jobs, const JobOptions& options, const CommandContext& context,
                  DataCache& cache) {
  return JobRunner(jobs, options, context, cache).run();
}

}  // namespace mlp
