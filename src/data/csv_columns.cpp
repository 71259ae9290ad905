#include "mlp/data/csv_columns.h"

#include <algorithm>
#include <map>

#include "mlp/core/error.h"
#include "mlp/core/misfit.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

/// What a column is named for.
struct Role {
  std::string option;  // of the source
  std::string what;    // "a target", for messages
};

Index place_of_name(const CsvLayout& layout, const std::string& wanted, const Role& role, const std::string& file) {
  const auto found = std::find(layout.names.begin(), layout.names.end(), wanted);
  if (found != layout.names.end()) return found - layout.names.begin();
  std::string hint = delimiter_hint(layout);
  if (hint.empty()) hint = did_you_mean(wanted, layout.names);
  if (hint.empty() && !layout.header) hint = "without a header, columns are given by number, 0 for the first";
  if (hint.empty()) hint = known_names(layout);
  throw Misfit(role.option, file + ": there is no column \"" + wanted + "\", which is " + role.what + "; " + hint);
}

Index place_of(const CsvLayout& layout, const CsvColumn& wanted, const Role& role, const std::string& file) {
  if (const auto* name = std::get_if<std::string>(&wanted)) return place_of_name(layout, *name, role, file);
  const Index number = std::get<Index>(wanted);
  const Index count = static_cast<Index>(layout.names.size());
  if (number >= -count && number < count) return number < 0 ? count + number : number;
  const std::string hint = delimiter_hint(layout);
  throw Misfit(role.option, file + ": there is no column " + std::to_string(number) + ", which is " + role.what + "; " +
                                (hint.empty() ? "the file has columns 0 to " + std::to_string(count - 1) : hint));
}

void refuse_equal_names(const CsvReader& reader, const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto [other, is_new] = first.emplace(names[i], i);
    if (!is_new)
      throw InputError(reader.place() + "columns " + std::to_string(other->second) + " and " + std::to_string(i) +
                       " are both named \"" + names[i] + "\"; rename one of them");
  }
}

}  // namespace

// A file cut at the wrong delimiter has one column, whose name holds the right one.
std::string delimiter_hint(const CsvLayout& layout) {
  if (layout.names.size() != 1) return "";
  for (const auto& [letter, name] : {std::pair{',', "\",\""}, {';', "\";\""}, {'\t', "\"\\t\""}, {'|', "\"|\""}})
    if (layout.names[0].find(letter) != std::string::npos)
      return "the file has one column only: is its delimiter " + std::string(name) + "?";
  return "";
}

std::string known_names(const CsvLayout& layout) {
  constexpr std::size_t enough = 20;
  std::vector<std::string> some(layout.names.begin(),
                                layout.names.begin() + static_cast<Index>(std::min(enough, layout.names.size())));
  const std::size_t others = layout.names.size() - some.size();
  if (others > 0) some.push_back(std::to_string(others) + " others");
  return "the columns are " + listed(some);
}

std::string default_name(std::size_t column) { return "column_" + std::to_string(column); }

CsvLayout read_header(CsvReader& reader, const CsvFormat& format) {
  CsvLayout layout;
  layout.header = format.header;
  layout.missing = format.missing;
  if (!reader.next()) throw InputError(reader.name() + ": the file is empty");
  layout.first_line = reader.line();
  if (!format.header) {
    for (std::size_t i = 0; i < reader.fields().size(); ++i) layout.names.push_back(default_name(i));
    reader.go_back();
    return layout;
  }
  bool all_numbers = true;
  for (const std::string_view field : reader.fields()) {
    const std::size_t i = layout.names.size();
    if (field.empty())
      layout.warnings.push_back(reader.place() + "column " + std::to_string(i) +
                                " has no name; if it holds row numbers, ignore it: \"ignore\": [" + std::to_string(i) +
                                "]");
    all_numbers = all_numbers && read_number(field);
    layout.names.push_back(field.empty() ? default_name(i) : std::string(field));
  }
  if (all_numbers)
    layout.warnings.push_back(
        reader.place() + "the header holds nothing but numbers; if it is the first sample, write \"header\": false");
  refuse_equal_names(reader, layout.names);
  return layout;
}

void choose_columns(CsvLayout& layout, const CsvOptions& options) {
  const std::string file = options.path.string();
  enum class Part { feature, target, ignored, categorical };
  std::vector<Part> parts(layout.names.size(), Part::feature);
  const auto assign = [&](const CsvColumn& column, Part part, const Role& role) {
    const Index place = place_of(layout, column, role, file);
    Part& current = parts[static_cast<std::size_t>(place)];
    const std::string& name = layout.names[static_cast<std::size_t>(place)];
    if (current == part) throw Misfit(role.option, file + ": column \"" + name + "\" is given twice as " + role.what);
    const char* roles[] = {"a feature", "a target", "ignored", "categorical"};
    if (current != Part::feature)
      throw Misfit(role.option, file + ": column \"" + name + "\" is both " + roles[static_cast<int>(current)] +
                                    " and " + roles[static_cast<int>(part)]);
    current = part;
    return place;
  };
  const Role target{"target", "a target"}, ignored{"ignore", "to be ignored"},
      categorical{"categorical", "categorical"};
  for (const CsvColumn& column : options.targets) layout.targets.push_back(assign(column, Part::target, target));
  for (const CsvColumn& column : options.ignore) assign(column, Part::ignored, ignored);
  for (const CsvColumn& column : options.categorical) assign(column, Part::categorical, categorical);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == Part::categorical) layout.categorical.push_back(std::ssize(layout.features));
    if (parts[i] == Part::feature || parts[i] == Part::categorical) layout.features.push_back(static_cast<Index>(i));
  }
  if (layout.features.empty()) {
    const std::string hint = delimiter_hint(layout);
    throw InputError(file + ": no feature is left: every column is a target or ignored" +
                     (hint.empty() ? "" : "; " + hint));
  }
}

}  // namespace mlp
