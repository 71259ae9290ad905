#pragma once
// The tables of docs/config.md: what the program's own tables say of every key, as Markdown. In the page a table stands
// between a line `<!-- table: NAME -->` and a line `<!-- end of table -->`.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/config/catalog.h"

namespace mlp {

struct NamedTable {
  std::string name;  // "activation", or the path of an object of the config: "data.split"; "config" for its top
  std::string text;
};

/// A table for each kind of component, and for each object of a run's config.
std::vector<NamedTable> config_tables(const Catalog& catalog);

/// The page with all its tables made anew. Throws InputError for a table of an unknown name, or without an end.
std::string with_fresh_tables(std::string_view page, const Catalog& catalog);

}  // namespace mlp
