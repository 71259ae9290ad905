#include "mlp/data/split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "mlp/core/misfit.h"
#include "mlp/core/numbers.h"
#include "mlp/data/permutation.h"

namespace mlp {
namespace {

// Sizes of training, validation and test part.
using Sizes = std::array<Index, 3>;

Index part_size(double amount, Index rows, const std::string& key, const std::string& origin) {
  const std::string value = "split." + key + " is " + shortest(amount);
  if (!(amount >= 0) || (amount >= 1 && amount != std::floor(amount)))
    throw Misfit("split/" + key, value + "; it must be a share from 0 to below 1, or a whole number of rows");
  if (amount > static_cast<double>(rows))
    throw Misfit("split/" + key, origin + ": " + value + ", but there are only " + grouped(rows) + " rows to split");
  if (amount >= 1) return static_cast<Index>(amount);
  const Index size = std::llround(amount * static_cast<double>(rows));
  if (amount > 0 && size == 0)
    throw Misfit("split/" + key,
                 origin + ": " + value + ", which of " + grouped(rows) + " rows is none; take a larger share");
  return size;
}

Sizes part_sizes(const SplitInput& input, const SplitOptions& options) {
  const Index rows = input.rows_to_split();
  if (input.own_test > 0 && options.test != 0)
    throw Misfit("split/test", input.origin + ": the source has a test part of its own; split.test must be 0");
  if (input.own_validation > 0 && (options.validation != 0 || options.validation_is_test))
    throw Misfit("split/validation", "split.validation must be 0 where the validation part has a source of its own");
  if (options.validation_is_test && options.validation != 0)
    throw Misfit("split/validation", "split.validation must be 0 where the validation source is \"test\"");
  const Index validation = part_size(options.validation, rows, "validation", input.origin);
  const Index test = part_size(options.test, rows, "test", input.origin);
  if (validation + test >= rows)
    throw Misfit("split", input.origin + ": validation (" + grouped(validation) + " rows) and test (" + grouped(test) +
                              ") leave nothing of " + grouped(rows) + " rows to train on; make split smaller");
  if (options.validation_is_test && test + input.own_test == 0)
    throw Misfit("validation_source",
                 input.origin + ": the validation source is \"test\", but there is no test part; set split.test");
  return {rows - validation - test, validation, test};
}

// Largest remainder (Hamilton's method): each class gets its quota count·size/total, rounded down, and one more where
// the remainders are largest, until the shares add up to `size`.
std::vector<Index> apportion(Index size, const std::vector<Index>& counts) {
  const double total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), Index{0}));
  std::vector<Index> shares;
  std::vector<double> remainders;
  for (const Index count : counts) {
    const double quota = static_cast<double>(count) * static_cast<double>(size) / total;
    shares.push_back(static_cast<Index>(quota));
    remainders.push_back(quota - std::floor(quota));
  }
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  const Index missing = size - std::accumulate(shares.begin(), shares.end(), Index{0});
  for (Index i = 0; i < missing; ++i) ++shares[order[static_cast<std::size_t>(i)]];
  return shares;
}

void require_every_class(const SplitInput& input, const Sizes& sizes, const std::array<std::vector<Index>, 3>& quotas) {
  for (std::size_t part = 0; part < sizes.size(); ++part)
    for (std::size_t c = 0; c < quotas[part].size(); ++c) {
      if (sizes[part] == 0 || quotas[part][c] > 0) continue;
      const Index count = quotas[0][c] + quotas[1][c] + quotas[2][c];
      throw Misfit("split/stratify", input.origin + ": split.stratify: class \"" + input.class_names[c] + "\" has " +
                                         grouped(count) + (count == 1 ? " row" : " rows") + ", too few to be in the " +
                                         std::array{"training", "validation", "test"}[part] +
                                         " part as well; make the parts larger or write \"stratify\": false");
    }
}

// How many rows of each class go to each part.
std::array<std::vector<Index>, 3> class_quotas(const SplitInput& input, const Sizes& sizes) {
  const Index rows = input.rows_to_split();
  std::vector<Index> counts(input.class_names.size());
  for (Index row = 0; row < rows; ++row)
    ++counts[static_cast<std::size_t>(input.labels[static_cast<std::size_t>(row)])];
  std::array<std::vector<Index>, 3> quotas{counts, apportion(sizes[1], counts), apportion(sizes[2], counts)};
  for (std::size_t c = 0; c < counts.size(); ++c) quotas[0][c] -= quotas[1][c] + quotas[2][c];
  require_every_class(input, sizes, quotas);
  return quotas;
}

}  // namespace

Split split_rows(const SplitInput& input, const SplitOptions& options, std::uint64_t seed) {
  const Sizes sizes = part_sizes(input, options);
  const Index rows = input.rows_to_split();
  if (options.stratify && input.labels.empty())
    throw Misfit("split/stratify", "split.stratify needs classes; for this task write \"stratify\": false");

  std::vector<Index> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), Index{0});
  if (options.shuffle) permute(order, RandomStream(seed, Purpose::split, 0));

  // Each row goes to the first part that still has room (for its class, when stratified).
  auto room = options.stratify ? class_quotas(input, sizes)
                               : std::array<std::vector<Index>, 3>{std::vector{sizes[0]}, std::vector{sizes[1]},
                                                                   std::vector{sizes[2]}};
  std::array<std::vector<Index>, 3> parts;
  for (const Index row : order) {
    const std::size_t c = options.stratify ? static_cast<std::size_t>(input.labels[static_cast<std::size_t>(row)]) : 0;
    std::size_t part = 0;
    while (room[part][c] == 0) ++part;
    --room[part][c];
    parts[part].push_back(row);
  }
  for (Index row = rows; row < rows + input.own_test; ++row) parts[2].push_back(row);
  for (Index row = rows + input.own_test; row < input.samples; ++row) parts[1].push_back(row);
  if (options.validation_is_test) parts[1] = parts[2];
  return {std::move(parts[0]), std::move(parts[1]), std::move(parts[2])};
}

}  // namespace mlp
