#pragma once
// What a table's components say of themselves: every factory is run once on a section that describes, and the keys that
// it asks for are its documentation. `mlp list`, `mlp schema` and the tests over all entries read from here.

#include <string>
#include <vector>

#include "mlp/config/section.h"

namespace mlp {

struct ComponentDescription {
  std::string name;
  std::string summary;
  std::vector<KeyDescription> keys;
};

struct KindDescription {
  std::string kind;  // "activation"
  std::vector<ComponentDescription> components;
};

template <class Product>
KindDescription describe(const Registry<Product>& table, const Catalog* catalog) {
  KindDescription kind{table.kind(), {}};
  for (const auto& entry : table.entries()) {
    Problems none;
    Section section(nullptr, "", {catalog, &none, true});
    entry.make(section);
    kind.components.push_back({entry.name, entry.summary, section.keys()});
  }
  return kind;
}

/// The names of a table with their parameters, for a terminal: columns for name, default, type and range, and meaning.
/// A line has at most `width` columns where its words allow it. Ends with a line break.
///     leaky_relu   z where z > 0, else negative_slope·z
///       negative_slope  0.01  number, at least 0  slope for z < 0
std::string listing(const KindDescription& kind, std::size_t width = 100);

/// The same table for the keys of an object; nested ones are written as PARENT.KEY.
std::string listing(const std::vector<KeyDescription>& keys, std::size_t width = 100);

}  // namespace mlp
