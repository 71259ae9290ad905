#pragma once
// What is not the same in the configs of the nets that a page compares.

#include <string>

#include "page_parts.h"

namespace mlp {

/// A table of the keys whose values differ, and of the layers where those do: a row for each net, or, of few nets, a
/// row for each key. Of the seeds of repeats and of names nothing is said, nor of a component's parameters that have
/// their default. Empty for a single net.
std::string differences_table(const PageContent& content);

}  // namespace mlp
