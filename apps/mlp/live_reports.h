#pragma once
// The pages of runs under way: while training goes on, report.html of a run and that of its experiment are written
// anew, and reload themselves. The thread that trains does it between two batches: at most once a second, and so rarely
// that at most a twentieth of the time goes into it; at least once a minute, so that a page can tell that its program
// is gone. Several jobs may call any function side by side.

#include <atomic>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "jobs.h"

namespace mlp {

class LiveReports {
 public:
  /// Of these jobs, which must outlive it. Nothing is written before the first update. `clock` gives seconds.
  explicit LiveReports(const std::vector<Job>& jobs, std::function<double()> clock = seconds_of_machine);

  /// The job's folder is its own now: history.csv is there. Of every job, also of those that are not watched.
  /// `theory`: what RunProgress says of it.
  void begun(std::size_t job, std::map<std::string, double> theory = {});

  /// A job that is watched stands at `epoch` of `epochs`; with `new_row`, history.csv has a row more. Writes what is
  /// due: of an experiment its page at once, those of its runs from their first second on. Cheap enough for every
  /// batch. Returns what hinders it, once: a page that cannot be written is not tried again.
  std::string update(std::size_t job, std::int64_t epoch, std::int64_t epochs, bool new_row);

  /// The job is over, and its page is finished by others. The experiment's counts it as ended.
  void ended(std::size_t job);

  /// Training has ended before the pages could be finished: they are written once more, and reload no longer.
  void close();

 private:
  struct Page {
    std::filesystem::path folder;
    std::string title;
    std::vector<std::size_t> jobs;  // one, or those of the experiment
    bool is_experiment = false;
    std::atomic<double> due = 0;         // the time of the next writing where there is news, by the clock
    std::atomic<double> due_anyway = 0;  // and where there is none: the page says that somebody is there
    double pause = 0;                    // from the last writing to `due`
    std::atomic<std::int64_t> news = 1;  // grows with each row, and each run that begins or ends
    std::int64_t shown = 0;              // `news` when it was last written; 0: never
    std::atomic<bool> is_broken = false;
  };
  enum class JobState { waiting, running, over };
  struct JobPage {
    Page page;
    Page* experiment = nullptr;
    std::map<std::string, double> theory;  // not written any more once it is running
    std::atomic<JobState> state = JobState::waiting;
    std::atomic<std::int64_t> epoch = 0, epochs = 0;
  };

  static double seconds_of_machine();
  std::string write_if_due(Page& page, double now);
  void write(Page& page, bool under_way);
  std::string progress_of(const Page& page) const;

  const std::vector<Job>& jobs_;
  std::function<double()> clock_;
  std::deque<JobPage> pages_;  // one for each job
  std::deque<Page> experiments_;
  std::mutex writing_;  // one page at a time
};

}  // namespace mlp
