#pragma once
// Every name that a config may use. A catalog is a plain value: builtin_catalog() fills one, line by line, and a
// program that extends mlp adds lines of its own through the same calls (docs/extending.md). These tables alone feed
// the reader of configs, `mlp list`, `mlp schema`, the error messages and the tests that run over all entries.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mlp/config/registry.h"
#include "mlp/config/section.h"
#include "mlp/data/source.h"
#include "mlp/math/activation.h"
#include "mlp/math/constraint.h"
#include "mlp/math/initializer.h"
#include "mlp/math/loss.h"
#include "mlp/math/metric.h"
#include "mlp/math/optimizer.h"
#include "mlp/math/penalty.h"
#include "mlp/math/schedule.h"
#include "mlp/model/layer.h"
#include "mlp/training/settings.h"

namespace mlp {

/// An activation: a function, and, where it has parameters to learn (prelu), the layer that learns them; the function
/// is then what the layer starts as.
struct ActivationChoice {
  Both<Activation> function;
  std::function<Both<Layer>()> make_layer = nullptr;  // empty for a plain function

  explicit operator bool() const { return static_cast<bool>(function); }
};

/// A layer of the config: one stage, or two where an activation with parameters follows.
struct LayerChoice {
  std::vector<Both<Layer>> stages;
  Penalty activity = {};
  bool needs_inputs = false;  // joins several layers, which "inputs" must name
  bool constrained = false;   // its weights are projected after each step
  Learning learning = {};

  explicit operator bool() const { return !stages.empty(); }
};

/// A factor of the losses of a class's samples, and where it was written.
struct ClassWeight {
  std::string name;
  double weight = 1;
  Place place;
  std::string pointer;
};

/// How a loss of classes shall look at targets.
struct ClassOptions {
  double label_smoothing = 0;
  bool balanced = false;  // the weights follow from the numbers of samples
  std::vector<ClassWeight> weights;

  explicit operator bool() const { return label_smoothing != 0 || balanced || !weights.empty(); }
};

/// A loss of numbers or classes; a line of the table may make just the loss.
struct LossChoice {
  LossChoice(Both<Loss> the_loss = {}, ClassOptions options = {})  // NOLINT: a loss is a choice
      : loss(std::move(the_loss)), classes(std::move(options)) {}

  Both<Loss> loss;
  ClassOptions classes;

  explicit operator bool() const { return static_cast<bool>(loss); }
};

/// A schedule, what its t counts, and, for reduce_on_plateau, the rule that the trainer applies to it.
struct ScheduleChoice {
  std::shared_ptr<const Schedule> schedule;
  bool counts_epochs = false;
  std::optional<ReduceOnPlateau> plateau = std::nullopt;
  std::optional<Section> plateau_section = std::nullopt;  // until its monitor was checked: columns are known later

  explicit operator bool() const { return schedule != nullptr; }
};

/// Whether an optimizer is meant for gradients of the full training set.
enum class FullBatch { indifferent, advised, required };

struct OptimizerChoice {
  Both<Optimizer> rule;
  ScheduleChoice learning_rate;
  FullBatch full_batch = FullBatch::indifferent;

  explicit operator bool() const { return static_cast<bool>(rule); }
};

using InitializerChoice = std::shared_ptr<const Initializer>;
using SourceChoice = std::shared_ptr<const Source>;

struct Catalog {
  Registry<LayerChoice> layers{"layer"};
  Registry<ActivationChoice> activations{"activation"};
  Registry<InitializerChoice> initializers{"initializer"};
  Registry<LossChoice> losses{"loss"};
  Registry<OptimizerChoice> optimizers{"optimizer"};
  Registry<ScheduleChoice> schedules{"schedule"};
  Registry<Both<Metric>> metrics{"metric"};
  Registry<SourceChoice> sources{"data source"};
};

/// Everything that mlp brings along.
Catalog builtin_catalog();

// The parts of builtin_catalog(), one file each in src/config/catalog/ (two of activations).
void add_layers(Registry<LayerChoice>& table);
void add_activations(Registry<ActivationChoice>& table);
void add_initializers(Registry<InitializerChoice>& table);
void add_losses(Registry<LossChoice>& table);
void add_optimizers(Registry<OptimizerChoice>& table);
void add_schedules(Registry<ScheduleChoice>& table);
void add_metrics(Registry<Both<Metric>>& table);
void add_sources(Registry<SourceChoice>& table);

/// Keys that several components read alike.
Penalty read_penalty(Section& s, std::string_view key, std::string_view of_what);
Constraint read_constraint(Section& s, std::string_view key);
/// "trainable" and "learning_rate_multiplier", of every layer that has parameters.
Learning read_learning(Section& s);
InitializerChoice read_initializer(Section& s, std::string_view key, std::string_view fallback, bool is_matrix,
                                   std::string_view summary);
Reduction read_reduction(Section& s);
ClassOptions read_class_options(Section& s);
/// What a value must be that may be a number instead of a component: its name or an object.
inline bool is_component(const Tree& value) {
  return value.kind == Tree::Kind::string || value.kind == Tree::Kind::object;
}
void report_neither_number_nor_component(Section& s, std::string_view key, std::string_view of_what,
                                         std::string_view summary);
/// A number, or a schedule.
ScheduleChoice read_learning_rate(Section& s, double fallback);

}  // namespace mlp
