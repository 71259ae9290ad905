// Every activation of the catalog as a layer of 128 units meets it, with 128 samples: y = g(x), and dx = (∂y/∂x)ᵀ·dy.
// "items" are elements. bench/formula.cpp compares them with formulas.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "../activation_layer.h"
#include "mlp/config/catalog.h"
#include "mlp/config/json.h"

namespace mlp::bench {
namespace {

template <class T>
void forward(benchmark::State& timing, const std::shared_ptr<const Activation<T>>& g) {
  ActivationLayer<T> l;
  for ([[maybe_unused]] const auto& again : timing) {
    g->apply(l.in(l.x), l.out(l.y));
    benchmark::ClobberMemory();
  }
  timing.SetItemsProcessed(timing.iterations() * l.units * l.samples);
}

template <class T>
void backward(benchmark::State& timing, const std::shared_ptr<const Activation<T>>& g) {
  ActivationLayer<T> l;
  g->apply(l.in(l.x), l.out(l.y));
  for ([[maybe_unused]] const auto& again : timing) {
    g->pullback(l.in(l.x), l.in(l.y), l.in(l.dy), l.out(l.dx));
    benchmark::ClobberMemory();
  }
  timing.SetItemsProcessed(timing.iterations() * l.units * l.samples);
}

/// With what it takes by default; formula has no default, and gets silu's.
Both<Activation> activation(const Registry<ActivationChoice>::Entry& entry, const Catalog& catalog) {
  const std::string parameters = entry.name == "formula" ? R"json("expression": "z * sigmoid(z)")json" : "";
  const Tree tree = parse_json(std::make_shared<const ConfigText>(ConfigText{"", "{" + parameters + "}", "/"}));
  Problems problems;
  Section section(&tree, "", {&catalog, &problems});
  const ActivationChoice choice = entry.make(section);
  problems.raise();
  return choice.function;
}

const bool registered = [] {
  const Catalog catalog = builtin_catalog();
  for (const auto& entry : catalog.activations.entries()) {
    const Both<Activation> g = activation(entry, catalog);
    const auto add = [&](const char* how, auto function, const auto& of_precision) {
      benchmark::RegisterBenchmark(("activation/" + entry.name + how).c_str(), function, of_precision);
    };
    add("/float32/forward", forward<float>, g.get<float>());
    add("/float32/backward", backward<float>, g.get<float>());
    add("/float64/forward", forward<double>, g.get<double>());
    add("/float64/backward", backward<double>, g.get<double>());
  }
  return true;
}();

}  // namespace
}  // namespace mlp::bench
