#include "confusion.h"

#include <algorithm>
#include <tuple>

#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/report/table.h"

namespace mlp {
namespace {

constexpr Index most_columns = 20;
constexpr std::size_t widest_name = 12;  // of a column
constexpr std::size_t most_mistakes = 10;

std::string name_of(const std::vector<std::string>& names, Index k) { return names.at(static_cast<std::size_t>(k)); }

std::string matrix_table(const ConfusionCounts& counts, const std::vector<std::string>& names, bool ascii) {
  std::vector<Column> columns{{"true class"}};
  std::vector<std::vector<std::string>> rows;
  for (Index i = 0; i < counts.rows(); ++i) {
    columns.push_back({fitted(name_of(names, i), widest_name, ascii), Align::right});
    std::vector<std::string>& row = rows.emplace_back(std::vector<std::string>{name_of(names, i)});
    for (Index k = 0; k < counts.cols(); ++k) row.push_back(grouped(counts(i, k)));
  }
  return format_table(columns, rows, {.ascii = ascii});
}

/// The largest numbers beside the diagonal; of equal ones those of the first classes.
std::string mistakes_table(const ConfusionCounts& counts, const std::vector<std::string>& names, std::size_t width,
                           bool ascii) {
  std::vector<std::tuple<Index, Index, Index>> mistakes;  // minus the number, true, predicted
  for (Index i = 0; i < counts.rows(); ++i)
    for (Index k = 0; k < counts.cols(); ++k)
      if (i != k && counts(i, k) > 0) mistakes.emplace_back(-counts(i, k), i, k);
  std::ranges::sort(mistakes);
  mistakes.resize(std::min(mistakes.size(), most_mistakes));
  std::vector<std::vector<std::string>> rows;
  for (const auto& [minus, i, k] : mistakes)
    rows.push_back({name_of(names, i), name_of(names, k), grouped(-minus), grouped(counts.row(i).sum())});
  const std::vector<Column> columns{
      {"true class"}, {"predicted"}, {"samples", Align::right}, {"of the class", Align::right}};
  return format_table(columns, rows, {.width = width, .ascii = ascii});
}

}  // namespace

std::string confusion_text(const ConfusionCounts& counts, const std::vector<std::string>& class_names,
                           const std::string& part, std::size_t width, bool ascii) {
  const std::string title = "confusion matrix of " + printable(part);
  if (counts.rows() <= most_columns) {
    const std::string table = matrix_table(counts, class_names, ascii);
    if (width == 0 || columns_of(table.substr(0, table.find('\n'))) <= width)
      return title + " (columns: predicted class)\n" + table;
  }
  const Index mistakes = counts.sum() - counts.trace();
  const std::string head = title + ": " + grouped(counts.rows()) + " classes, " + grouped(mistakes) +
                           (mistakes == 1 ? " mistake" : " mistakes");
  if (mistakes == 0) return head + "\n";
  return head + ", the most frequent of them:\n" + mistakes_table(counts, class_names, width, ascii);
}

}  // namespace mlp
