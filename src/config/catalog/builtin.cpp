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

}  // namespace mlp
