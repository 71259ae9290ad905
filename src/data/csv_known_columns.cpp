// The columns of a table for a net that was trained before: found by the names that it knows, or by their places where
// the table has no names.

#include <algorithm>
#include <map>

#include "mlp/core/error.h"
#include "mlp/data/csv_columns.h"

namespace mlp {
namespace {

// Columns of a file without header are told by their places: see csv_samples.
void find_by_place(CsvLayout& layout, const KnownColumns& known, const std::string& name) {
  const bool features_alone = layout.names.size() == known.features.size();
  if (features_alone && !known.targets_required) {
    for (std::size_t i = 0; i < layout.names.size(); ++i) layout.features.push_back(static_cast<Index>(i));
    return;
  }
  std::vector<std::string> wanted = known.features;
  wanted.insert(wanted.end(), known.targets.begin(), known.targets.end());
  for (const std::string& column : wanted)
    if (std::find(layout.names.begin(), layout.names.end(), column) == layout.names.end())
      throw InputError(name + ": a file of " + std::to_string(layout.names.size()) +
                       " columns without header does not fit: the net takes " + std::to_string(known.features.size()) +
                       " features in its own order" + (known.targets_required ? " and its targets" : "") +
                       ", or a file with the columns that it was trained on");
}

}  // namespace

void find_columns(CsvLayout& layout, const KnownColumns& known, const std::string& name) {
  layout.is_for_a_net = true;
  for (std::size_t i = 0; i < known.features.size(); ++i)
    if (std::ranges::find(known.categorical, known.features[i]) != known.categorical.end())
      layout.categorical.push_back(static_cast<Index>(i));
  if (!layout.header) find_by_place(layout, known, name);
  if (!layout.features.empty()) return;
  std::map<std::string, Index> place;
  for (std::size_t i = 0; i < layout.names.size(); ++i) place[layout.names[i]] = static_cast<Index>(i);
  std::vector<std::string> missing;
  const auto find = [&](const std::vector<std::string>& wanted, std::vector<Index>& places) {
    for (const std::string& column : wanted) {
      const auto found = place.find(column);
      if (found == place.end()) {
        missing.push_back("\"" + column + "\"");
      } else {
        places.push_back(found->second);
      }
    }
  };
  find(known.features, layout.features);
  if (known.targets_required) find(known.targets, layout.targets);
  if (missing.empty()) return;
  const bool many = missing.size() > 10;
  const std::string first = missing.front();
  if (many) missing = {first, std::to_string(missing.size() - 1) + " others"};
  const std::string hint = delimiter_hint(layout);
  throw InputError(name + ": the net needs column" + (missing.size() > 1 ? "s " : " ") + listed(missing) +
                   ", missing in this file; " + (hint.empty() ? known_names(layout) : hint));
}

}  // namespace mlp
