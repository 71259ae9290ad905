// The catalog of the components that come with the library, put together from the tables of this folder.

#include "mlp/config/catalog.h"

namespace mlp {

Catalog builtin_catalog() {
  Catalog catalog;
  add_layers(catalog.layers);
  add_activations(catalog.activations);
  add_initializers(catalog.initializers);
  add_losses(catalog.losses);
  add_optimizers(catalog.optimizers);
  add_schedules(catalog.schedules);
  add_metrics(catalog.metrics);
  add_sources(catalog.sources);
  return catalog;
}

void report_neither_number_nor_component(Section& s, std::string_view key, std::string_view of_what,
                                         std::string_view summary) {
  const Tree* written = s.raw(key, "", summary);
  s.problem(key, "expected a number, the name of " + std::string(of_what) + " or an object with \"type\", found " +
                     described(*written));
}

}  // namespace mlp
