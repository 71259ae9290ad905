#include "component_names.h"

#include <typeinfo>

namespace mlp {
namespace {

/// What a catalog's entry makes when nothing is written but its name.
ActivationChoice made_by(const Registry<ActivationChoice>::Entry& entry, const Catalog& catalog) {
  Problems ignored;
  Section section(nullptr, "", {.catalog = &catalog, .problems = &ignored});
  return entry.make(section);
}

}  // namespace

template <class T>
std::string activation_name(const Model<T>& model, const LayerInfo& layer, const Catalog& catalog) {
  const Activation<T>* function = activation_of(model, layer);
  const Layer<T>& last = *model.nodes()[static_cast<std::size_t>(layer.last_node)].layer;
  for (const auto& entry : catalog.activations.entries()) {
    const ActivationChoice choice = made_by(entry, catalog);
    if (!choice) continue;
    if (choice.make_layer) {  // known by its layer, not by its function
      const auto its_layer = choice.make_layer().template get<T>();
      if (typeid(*its_layer) == typeid(last)) return entry.name;
    } else if (function != nullptr && typeid(*choice.function.get<T>()) == typeid(*function)) {
      return entry.name;
    }
  }
  return function == nullptr && last.is_affine() ? "linear" : "";
}

template std::string activation_name(const Model<float>&, const LayerInfo&, const Catalog&);
template std::string activation_name(const Model<double>&, const LayerInfo&, const Catalog&);

}  // namespace mlp
