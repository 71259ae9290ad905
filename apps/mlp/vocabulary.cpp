#include "vocabulary.h"

#include "mlp/core/error.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

/// What may be written for a kind: "data source", "data sources", "source", "sources".
std::vector<std::string> words_for(const KindDescription& kind) {
  std::vector<std::string> words{kind.kind, plural_of(kind)};
  if (const std::size_t space = kind.kind.rfind(' '); space != std::string::npos)
    for (const std::string& word : {kind.kind, plural_of(kind)}) words.push_back(word.substr(space + 1));
  return words;
}

}  // namespace

std::vector<KindDescription> describe_kinds(const Catalog& catalog) {
  return {describe(catalog.sources, &catalog),     describe(catalog.layers, &catalog),
          describe(catalog.activations, &catalog), describe(catalog.initializers, &catalog),
          describe(catalog.losses, &catalog),      describe(catalog.optimizers, &catalog),
          describe(catalog.schedules, &catalog),   describe(catalog.metrics, &catalog)};
}

const KindDescription& find_kind(const std::vector<KindDescription>& kinds, std::string_view word) {
  std::vector<std::string> all, plurals;
  for (const KindDescription& kind : kinds) {
    plurals.push_back(plural_of(kind));
    for (const std::string& known : words_for(kind)) {
      if (known == word) return kind;
      all.push_back(known);
    }
  }
  const std::string hint = did_you_mean(word, all);
  throw InputError("\"" + printable(word) + "\" is no kind of component; " + (hint.empty() ? "" : hint + " ") +
                   "Kinds: " + listed(plurals));
}

std::string plural_of(const KindDescription& kind) { return kind.kind == "loss" ? "losses" : kind.kind + "s"; }

}  // namespace mlp
