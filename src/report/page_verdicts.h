#pragma once
// The verdicts on the gradient flow in the headline: which nets failed and why, and the table of all nets.

#include <string>

#include "page_parts.h"

namespace mlp {

/// The nets of which most starts missed the target, each with what became of its gradient, where, since when, and why;
/// empty where no run was judged by a target, or there is nothing to compare.
std::string failures_html(const PageContent& content);

/// "Stopped early. The target of a test accuracy of at least 0.78 was reached. " of a single run.
std::string status_html(const PageContent& content);

/// The verdict of a single run, with what it rests on.
std::string verdicts_html(const PageContent& content);

/// With a capital letter.
std::string capitalized(std::string sentence);

/// A row for each net: the metric that decides, the target, and its verdicts with what they rest on.
std::string groups_table(const PageContent& content);

}  // namespace mlp
