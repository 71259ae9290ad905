#pragma once
// report.html: what happened in one run or in many, and why, as one file that needs no other and no network. All
// pictures are in it as SVG, so that it can be read without JavaScript; a script adds what moves.

#include <cstdint>
#include <span>
#include <string>

#include "mlp/report/run_group.h"

namespace mlp {

struct PageOptions {
  std::string title;
  /// How far training is, in a sentence. Where there is one, the page asks for itself again every few seconds.
  std::string under_way = {};
  /// Of such a page when it was written, in seconds since 1970, and how many seconds without a new one mean that nobody
  /// is there to write it: the page says so.
  std::int64_t written_at = 0, patience = 0;
};

/// The page of these groups; of a single run, where they are one group of one.
std::string report_page(std::span<const RunGroup> groups, const PageOptions& options);

}  // namespace mlp
