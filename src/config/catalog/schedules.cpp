// The table of learning-rate schedules. With t = updates made so far (or epochs) and T = all of the run.

#include "mlp/config/catalog.h"

namespace mlp {
namespace {

double read_initial(Section& s) { return s.number("initial", "the learning rate at t = 0").above(0); }

/// A line of the table: what every schedule takes besides its own parameters is read here.
void add_schedule(Registry<ScheduleChoice>& table, std::string name, std::string summary,
                  const std::function<std::shared_ptr<const Schedule>(Section&)>& make) {
  table.add(std::move(name), std::move(summary), [make](Section& s) {
    ScheduleChoice choice{make(s)};
    choice.counts_epochs = s.choice("unit", {"step", "epoch"}, "step", "what t counts") == "epoch";
    return choice;
  });
}

}  // namespace

void add_schedules(Registry<ScheduleChoice>& table) {
  add_schedule(table, "constant", "initial",
               [](Section& s) { return std::make_shared<ConstantSchedule>(read_initial(s)); });
  add_schedule(table, "step", "initial * factor^floor(t/every)", [](Section& s) {
    const double initial = read_initial(s), factor = s.number("factor", 0.5, "multiplies the rate each time").above(0);
    return std::make_shared<StepSchedule>(initial, factor,
                                          s.number("every", "steps (or epochs) between changes").above(0));
  });
  add_schedule(table, "exponential", "initial * e^(-rate t)", [](Section& s) {
    const double initial = read_initial(s);
    return std::make_shared<ExponentialSchedule>(initial,
                                                 s.number("rate", "the rate of decay per step (or epoch)").at_least(0));
  });
  add_schedule(
      table, "cosine", "min + (initial - min) (1 + cos(pi t/T)) / 2 (Loshchilov & Hutter 2017)", [](Section& s) {
        const double initial = read_initial(s), least = s.number("min", 0, "the rate at the end").at_least(0);
        return std::make_shared<CosineSchedule>(
            initial, least,
            1 + static_cast<double>(s.integer("restarts", 0, "how often it starts anew: equal cycles").at_least(0)));
      });
}

ScheduleChoice read_learning_rate(Section& s, double fallback) {
  const std::string_view key = "learning_rate", summary = "eta: a number, or a schedule";
  const Tree* written = s.peek(key);
  ScheduleChoice choice;
  if (written == nullptr || written->is_number())
    choice.schedule = std::make_shared<ConstantSchedule>(s.number(key, fallback, summary).above(0));
  else if (is_component(*written))
    choice = s.component(key, s.catalog().schedules, "", summary);
  else
    report_neither_number_nor_component(s, key, "a schedule", summary);
  s.description(key).type = "number or component";
  s.description(key).component = s.catalog().schedules.kind();
  return choice ? choice : ScheduleChoice{std::make_shared<ConstantSchedule>(fallback)};
}

}  // namespace mlp
