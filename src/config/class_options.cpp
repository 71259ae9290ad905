#include "class_options.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "section_read.h"
#include "text.h"

namespace mlp {
namespace {

ClassWeight read_weight(Section& s, const Member& member) {
  const Tree& value = member.value;
  ClassWeight weight{member.key, value.number, member.key_place, pointer_to(s.pointer() + "/class_weight", member.key)};
  const auto problem = [&](const std::string& message) {
    s.context().problems->add(value.place.text ? value.place : member.key_place, weight.pointer, message);
  };
  if (!value.is_number())
    problem("expected a number, the weight of the class, found " + described(value));
  else if (!(value.number >= 0))
    problem(out_of_range(Range::at_least(0), value));
  return weight;
}

/// n/(K·nₖ): every class has the same sum of weights, and their mean over the samples is 1.
std::vector<double> balanced_weights(const std::vector<Index>& counts) {
  const double samples = static_cast<double>(std::accumulate(counts.begin(), counts.end(), Index{0}));
  const double classes = static_cast<double>(std::ranges::count_if(counts, [](Index count) { return count > 0; }));
  std::vector<double> weights;
  for (const Index count : counts) weights.push_back(count > 0 ? samples / (classes * static_cast<double>(count)) : 1);
  return weights;
}

void report_unknown(const ClassWeight& weight, const std::vector<std::string>& names, const std::string& origin,
                    Problems& problems) {
  const std::string hint = did_you_mean(weight.name, names);
  const std::vector<std::string> first(names.begin(), names.begin() + std::min<std::ptrdiff_t>(20, std::ssize(names)));
  problems.add(weight.place, weight.pointer,
               origin + " has no class " + in_quotes(weight.name) + "; " +
                   (hint.empty() ? "classes: " : hint + " Classes: ") + listed(first));
}

}  // namespace

ClassOptions read_class_options(Section& s) {
  ClassOptions options;
  options.label_smoothing =
      s.number("label_smoothing", 0, "eps: a target t of K classes becomes t (1 - eps) + eps/K").at_least(0).below(1);
  const std::string_view key = "class_weight";
  const Tree* written = s.raw(key, "object or \"balanced\"",
                              "{\"CLASS\": w, ...}: factors of the losses of a class's training samples (default 1); "
                              "\"balanced\": the rarer, the larger");
  s.description(key).nullable = true;
  if (written == nullptr || written->kind == Tree::Kind::null) {
    s.echo(key, Tree());
  } else if (written->kind == Tree::Kind::object) {
    for (const Member& member : written->members) options.weights.push_back(read_weight(s, member));
  } else if (written->kind == Tree::Kind::string && written->string == "balanced") {
    options.balanced = true;
  } else {
    s.problem(key, "expected {\"CLASS\": weight, …} or \"balanced\", found " + described(*written));
  }
  return options;
}

ClassTargets class_targets(const ClassOptions& options, const DataInfo& data, const std::vector<Index>& training_counts,
                           const std::string& origin, double largest) {
  ClassTargets targets{options.label_smoothing, {}};
  if (options.balanced) targets.weights = balanced_weights(training_counts);
  if (!options.weights.empty()) targets.weights.assign(data.class_names.size(), 1);
  Problems problems;
  for (const ClassWeight& weight : options.weights) {
    const auto found = std::ranges::find(data.class_names, weight.name);
    if (found == data.class_names.end())
      report_unknown(weight, data.class_names, origin, problems);
    else if (weight.weight > largest)
      problems.add(weight.place, weight.pointer,
                   "the weight " + shortest(weight.weight) +
                       " is beyond the numbers of this run's precision, which end at " + shortest(largest));
    else
      targets.weights[static_cast<std::size_t>(found - data.class_names.begin())] = weight.weight;
  }
  problems.raise();
  return targets;
}

}  // namespace mlp
