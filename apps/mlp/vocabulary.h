#pragma once
// Every kind of component that a config may name, with all that the catalog knows of it.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/config/describe.h"

namespace mlp {

/// All tables of the catalog, described, in the order in which a config has them.
std::vector<KindDescription> describe_kinds(const Catalog& catalog);

/// The kind that `word` means: its name or the plural of it, "source" and "sources" for a data source. Throws
/// InputError with the nearest one where it is none.
const KindDescription& find_kind(const std::vector<KindDescription>& kinds, std::string_view word);

/// "activations"
std::string plural_of(const KindDescription& kind);

}  // namespace mlp
