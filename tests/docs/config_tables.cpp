#include "config_tables.h"

#include <algorithm>

#include "mlp/config/describe.h"
#include "mlp/config/json.h"
#include "mlp/config/run_config.h"
#include "mlp/core/error.h"

namespace mlp {
namespace {

constexpr std::string_view begin_mark = "<!-- table: ", begin_close = " -->\n", end_mark = "<!-- end of table -->";

/// Text that does not end a cell.
std::string cell(const std::string& text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? "\\|" : std::string(1, c);
  return escaped;
}

std::string code(const std::string& text) { return "`" + text + "`"; }

std::string default_of(const KeyDescription& key) {
  if (key.required) return "**required**";
  if (key.type == "object" && !key.keys.empty()) return key.fallback ? "" : "none";
  return key.fallback ? code(to_compact_json(*key.fallback)) : "none";
}

std::string type_of(const KeyDescription& key) {
  std::string type = key.type;
  for (std::size_t at = 0; (at = type.find("component", at)) != std::string::npos; at += key.component.size())
    type.replace(at, 9, key.component);
  if (key.component.empty() && !key.choices.empty()) {
    std::string choices;
    for (const std::string& choice : key.choices) choices += (choices.empty() ? "" : ", ") + code(choice);
    type = (type.find("list") != std::string::npos ? "list of " : "") + choices;
    if (key.type.find("object") != std::string::npos) type += " or object";
  }
  Range range;
  range.low = key.low.value_or(range.low);
  range.high = key.high.value_or(range.high);
  range.low_open = key.low_open;
  range.high_open = key.high_open;
  return range.text().empty() ? type : type + ", " + range.text();
}

std::string row_of(const KeyDescription& key) {
  return "| " + code(key.key) + " | " + default_of(key) + " | " + cell(type_of(key)) + " | " + cell(key.summary) +
         " |\n";
}

constexpr std::string_view head = "| key | default | type and range | meaning |\n|---|---|---|---|\n";

std::string table_of(const std::vector<KeyDescription>& keys) {
  std::string text(head);
  for (const KeyDescription& key : keys) text += row_of(key);
  return text;
}

/// Each name in bold, its own keys below it.
std::string table_of(const KindDescription& kind) {
  std::string text = "| " + kind.kind + ", key | default | type and range | meaning |\n|---|---|---|---|\n";
  for (const ComponentDescription& component : kind.components) {
    text += "| **" + code(component.name) + "** | | | " + cell(component.summary) + " |\n";
    for (const KeyDescription& key : component.keys) text += row_of(key);
  }
  return text;
}

void add_objects(std::vector<NamedTable>& tables, const std::string& path, const std::vector<KeyDescription>& keys) {
  tables.push_back({path, table_of(keys)});
  for (const KeyDescription& key : keys)
    if (!key.keys.empty()) add_objects(tables, path == "config" ? key.key : path + "." + key.key, key.keys);
}

}  // namespace

std::vector<NamedTable> config_tables(const Catalog& catalog) {
  std::vector<NamedTable> tables;
  add_objects(tables, "config", describe_run(catalog));
  for (const KindDescription& kind : {describe(catalog.layers, &catalog), describe(catalog.activations, &catalog),
                                      describe(catalog.initializers, &catalog), describe(catalog.losses, &catalog),
                                      describe(catalog.optimizers, &catalog), describe(catalog.schedules, &catalog),
                                      describe(catalog.metrics, &catalog), describe(catalog.sources, &catalog)})
    tables.push_back({kind.kind, table_of(kind)});
  return tables;
}

std::string with_fresh_tables(std::string_view page, const Catalog& catalog) {
  const std::vector<NamedTable> tables = config_tables(catalog);
  std::string fresh;
  for (;;) {
    const std::size_t begin = page.find(begin_mark);
    if (begin == std::string_view::npos) return fresh + std::string(page);
    const std::size_t name = begin + begin_mark.size(), close = page.find(begin_close, name);
    const std::size_t end = page.find(end_mark, name);
    if (close == std::string_view::npos || end == std::string_view::npos) throw InputError("a table has no end");
    const std::string_view wanted = page.substr(name, close - name);
    const auto table = std::ranges::find(tables, wanted, &NamedTable::name);
    if (table == tables.end()) throw InputError("there is no table \"" + std::string(wanted) + "\"");
    fresh +=
        std::string(page.substr(0, close + begin_close.size())) + "\n" + table->text + "\n" + std::string(end_mark);
    page.remove_prefix(end + end_mark.size());
  }
}

}  // namespace mlp
