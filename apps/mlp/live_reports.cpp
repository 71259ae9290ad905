#include "live_reports.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <utility>

#include "mlp/core/numbers.h"
#include "mlp/report/run_folder.h"
#include "mlp/report/run_group.h"
#include "results.h"

namespace mlp {
namespace {

/// Seconds between two writings of a page, and how many times as long as the last one took there are at least between.
constexpr double shortest_pause = 1, pause_per_writing = 20;
/// Seconds after which a page is written though nothing is new, and how many such times without it mean that its
/// program is gone.
constexpr double longest_pause = 60;
constexpr int missed_writings = 3;

std::int64_t seconds_since_1970() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// "1 has ended", "12 have ended"
std::string number_of_runs(std::size_t count, const std::string& singular, const std::string& plural) {
  return grouped(static_cast<std::int64_t>(count)) + " " + (count == 1 ? singular : plural);
}

}  // namespace

double LiveReports::seconds_of_machine() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

LiveReports::LiveReports(const std::vector<Job>& jobs, std::function<double()> clock)
    : jobs_(jobs), clock_(std::move(clock)) {
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    JobPage& own = pages_.emplace_back();
    own.page.folder = jobs[i].folder;
    own.page.title = jobs[i].label;
    own.page.jobs = {i};
    if (jobs[i].skip) own.state = JobState::over;
    if (!jobs[i].is_of_several) continue;
    if (experiments_.empty() || experiments_.back().folder != jobs[i].top) {
      Page& experiment = experiments_.emplace_back();
      experiment.folder = jobs[i].top;
      experiment.title = jobs[i].experiment;
      experiment.is_experiment = true;
    }
    experiments_.back().jobs.push_back(i);
    own.experiment = &experiments_.back();
  }
}

void LiveReports::begun(std::size_t job, std::map<std::string, double> theory) {
  JobPage& own = pages_[job];
  own.page.due = clock_() + (own.experiment == nullptr ? 0 : shortest_pause);
  own.theory = std::move(theory);
  own.state = JobState::running;
  if (own.experiment != nullptr) ++own.experiment->news;
}

std::string LiveReports::update(std::size_t job, std::int64_t epoch, std::int64_t epochs, bool new_row) {
  JobPage& own = pages_[job];
  own.epoch = epoch;
  own.epochs = epochs;
  if (new_row) {
    ++own.page.news;
    if (own.experiment != nullptr) ++own.experiment->news;
  }
  const double now = clock_();
  std::string problem = write_if_due(own.page, now);
  if (own.experiment != nullptr && problem.empty()) problem = write_if_due(*own.experiment, now);
  return problem;
}

std::string LiveReports::write_if_due(Page& page, double now) {
  if (now < page.due || page.is_broken) return "";
  const std::unique_lock lock(writing_, std::try_to_lock);
  if (!lock.owns_lock() || now < page.due) return "";
  if (page.news == page.shown && now < page.due_anyway) return "";
  try {
    page.shown = page.news;
    write(page, true);
  } catch (const std::exception& error) {
    page.is_broken = true;
    return error.what();
  }
  const double after = clock_();
  page.pause = std::max(shortest_pause, pause_per_writing * (after - now));
  page.due = after + page.pause;
  page.due_anyway = after + std::max(longest_pause, page.pause);
  return "";
}

void LiveReports::ended(std::size_t job) {
  JobPage& own = pages_[job];
  own.state = JobState::over;
  if (own.experiment != nullptr) ++own.experiment->news;
}

void LiveReports::close() {
  const std::lock_guard lock(writing_);
  const auto finish = [&](Page& page) {
    if (page.shown == 0 || page.is_broken) return;
    try {
      write(page, false);
    } catch (const std::exception&) {
      page.is_broken = true;  // what ended the training is said already
    }
  };
  for (JobPage& own : pages_)
    if (own.state == JobState::running) finish(own.page);
  for (Page& experiment : experiments_) finish(experiment);
}

/// The epoch of a run; of an experiment how many of its runs have ended, are being trained, and are yet to begin.
std::string LiveReports::progress_of(const Page& page) const {
  if (!page.is_experiment) {
    const JobPage& own = pages_[page.jobs[0]];
    return "Epoch " + grouped(own.epoch) + " of " + grouped(own.epochs) + ".";
  }
  std::size_t over = 0, running = 0;
  for (const std::size_t job : page.jobs) {
    over += pages_[job].state == JobState::over ? 1 : 0;
    running += pages_[job].state == JobState::running ? 1 : 0;
  }
  return "Of " + number_of_runs(page.jobs.size(), "run", "runs") + ", " +
         number_of_runs(over, "has ended", "have ended") + ", " +
         number_of_runs(running, "is being trained", "are being trained") + ", " +
         number_of_runs(page.jobs.size() - over - running, "is yet to begin", "are yet to begin") + ".";
}

/// Only the folders of runs that have begun in this call are looked at: what others hold is of an earlier one.
void LiveReports::write(Page& page, bool under_way) {
  std::vector<RunFolder> folders;
  for (const std::size_t job : page.jobs) {
    if (pages_[job].state == JobState::waiting) continue;
    folders.push_back(read_run(jobs_[job].folder));
    folders.back().theory = pages_[job].theory;
  }
  std::vector<RunGroup> groups;
  if (page.is_experiment)
    groups = group_runs(std::move(folders));
  else
    groups.push_back({page.title, page.title, std::move(folders)});
  PageOptions options{.title = page.title};
  if (under_way) {
    options.under_way = progress_of(page);
    options.written_at = seconds_since_1970();
    options.patience = std::llround(missed_writings * std::max(longest_pause, page.pause));
  }
  write_page(page.folder, groups, options);
}

}  // namespace mlp
