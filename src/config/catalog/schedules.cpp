// The table of learning-rate schedules. With t = updates made so far (or epochs) and T = all of the run.

#include <algorithm>
#include <functional>

#include "mlp/config/catalog.h"

namespace mlp {
namespace {

double read_initial(Section& s) { return s.number("initial", "the learning rate at t = 0").above(0); }

double read_factor(Section& s, double fallback, std::string_view summary) {
  return s.number("factor", fallback, summary).above(0);
}

double read_decay(Section& s) { return s.number("rate", "the rate of decay per step (or epoch)").at_least(0); }

ScheduleChoice read_constant(Section& s) { return {std::make_shared<ConstantSchedule>(read_initial(s))}; }

ScheduleChoice read_step(Section& s) {
  const double initial = read_initial(s), factor = read_factor(s, 0.5, "multiplies the rate each time");
  const double every = s.number("every", "steps (or epochs) between changes").above(0);
  return {std::make_shared<StepSchedule>(initial, factor, every)};
}

ScheduleChoice read_exponential(Section& s) {
  const double initial = read_initial(s);
  return {std::make_shared<ExponentialSchedule>(initial, read_decay(s))};
}

ScheduleChoice read_inverse_time(Section& s) {
  const double initial = read_initial(s);
  return {std::make_shared<InverseTimeSchedule>(initial, read_decay(s))};
}

ScheduleChoice read_polynomial(Section& s) {
  const double initial = read_initial(s), end = s.number("end", 0, "the rate at t = T").at_least(0);
  const double power = s.number("power", 1, "1: a straight line; above: fast first; below: fast at the end").above(0);
  return {std::make_shared<PolynomialSchedule>(initial, end, power)};
}

ScheduleChoice read_cosine(Section& s) {
  const double initial = read_initial(s), least = s.number("min", 0, "the rate at the end").at_least(0);
  const auto restarts = s.integer("restarts", 0, "how often it starts anew: equal cycles").at_least(0);
  return {std::make_shared<CosineSchedule>(initial, least, 1 + static_cast<double>(restarts.value()))};
}

ScheduleChoice read_piecewise(Section& s) {
  const std::size_t problems_before = s.context().problems->size();
  std::vector<double> boundaries =
      s.numbers("boundaries", "the t at which the next value begins to hold, rising", Range::above(0));
  std::vector<double> values = s.numbers("values", "the rates: one more than boundaries", Range::at_least(0));
  const bool both_read = s.context().problems->size() == problems_before;
  if (!s.context().describing && both_read) {
    if (std::ranges::adjacent_find(boundaries, std::greater_equal<>()) != boundaries.end())
      s.problem("boundaries", "must rise from one to the next");
    else if (values.size() != boundaries.size() + 1)
      s.problem("values", "expected " + std::to_string(boundaries.size() + 1) +
                              " values, one more than boundaries, found " + std::to_string(values.size()));
  }
  values.resize(boundaries.size() + 1);  // where something was wrong
  return {std::make_shared<PiecewiseSchedule>(std::move(boundaries), std::move(values))};
}

ScheduleChoice read_one_cycle(Section& s) {
  const double most = s.number("max", "the rate at the peak").above(0);
  const double initial =
      s.optional_number("initial", "the rate at t = 0; default: max/25", Range::above(0)).value_or(most / 25);
  const double end = s.optional_number("end", "the rate of the last step; default: initial/10000", Range::at_least(0))
                         .value_or(initial / 1e4);
  const double climb = s.number("pct_start", 0.3, "the share of the run that climbs to the peak").above(0).below(1);
  return {std::make_shared<OneCycleSchedule>(initial, most, end, climb)};
}

ScheduleChoice read_reduce_on_plateau(Section& s) {
  const double initial = read_initial(s);
  ReduceOnPlateau rule;
  rule.watch.monitor = s.text("monitor", "val_loss", "the column of history.csv that is watched");
  rule.factor = s.number("factor", 0.1, "multiplies the rate each time").above(0).below(1);
  rule.watch.patience = s.integer("patience", 10, "so many epochs without improvement are waited for").at_least(1);
  rule.watch.min_delta = s.number("min_delta", 1e-4, "a smaller improvement is none").at_least(0);
  rule.least_factor = s.number("min", 0, "the smallest rate").at_least(0) / initial;
  if (rule.least_factor > 1) s.problem("min", "must not be above \"initial\"");
  return {std::make_shared<ConstantSchedule>(initial), false, rule, s};
}

/// A line of the table: what every schedule takes besides its own parameters is read here.
void add_schedule(Registry<ScheduleChoice>& table, std::string name, std::string summary,
                  const std::function<ScheduleChoice(Section&)>& make) {
  table.add(std::move(name), std::move(summary), [make](Section& s) {
    ScheduleChoice choice = make(s);
    choice.counts_epochs = s.choice("unit", {"step", "epoch"}, "step", "what t counts") == "epoch";
    const std::int64_t steps =
        s.integer("warmup_steps", 0, "the rate is multiplied by min(1, (t+1)/warmup_steps); 0: it is not").at_least(0);
    if (steps > 1) choice.schedule = std::make_shared<WarmUp>(choice.schedule, static_cast<double>(steps));
    return choice;
  });
}

// A word that is no schedule may have been meant as a number, too: to call it an unknown schedule would mislead.
bool is_unknown_name(const Tree& written, const Registry<ScheduleChoice>& table) {
  return written.kind == Tree::Kind::string && table.find(written.string) == nullptr;
}

}  // namespace

void add_schedules(Registry<ScheduleChoice>& table) {
  add_schedule(table, "constant", "initial", read_constant);
  add_schedule(table, "step", "initial * factor^floor(t/every)", read_step);
  add_schedule(table, "exponential", "initial * e^(-rate t)", read_exponential);
  add_schedule(table, "inverse_time", "initial / (1 + rate t)", read_inverse_time);
  add_schedule(table, "polynomial", "end + (initial - end) (1 - t/T)^power", read_polynomial);
  add_schedule(table, "cosine", "min + (initial - min) (1 + cos(pi t/T)) / 2 (Loshchilov & Hutter 2017)", read_cosine);
  add_schedule(table, "piecewise", "values[i], where i of the boundaries are at most t", read_piecewise);
  add_schedule(table, "one_cycle", "up to max and down again, each half a cosine (Smith & Topin 2019)", read_one_cycle);
  add_schedule(table, "reduce_on_plateau", "initial * factor^(how often a column of history.csv stood still)",
               read_reduce_on_plateau);
}

ScheduleChoice read_learning_rate(Section& s, double fallback) {
  const std::string_view key = "learning_rate", summary = "eta: a number, or a schedule";
  const Tree* written = s.peek(key);
  ScheduleChoice choice;
  if (written == nullptr || written->is_number())
    choice.schedule = std::make_shared<ConstantSchedule>(s.number(key, fallback, summary).above(0));
  else if (is_component(*written) && !is_unknown_name(*written, s.catalog().schedules))
    choice = s.component(key, s.catalog().schedules, "", summary);
  else
    report_neither_number_nor_component(s, key, "a schedule", summary);
  s.description(key).type = "number or component";
  s.description(key).component = s.catalog().schedules.kind();
  return choice ? choice : ScheduleChoice{std::make_shared<ConstantSchedule>(fallback)};
}

}  // namespace mlp
