#include "plan_sweep.h"

#include <algorithm>

#include "mlp/config/json.h"
#include "mlp/core/paths.h"
#include "text.h"

namespace mlp {
namespace {

std::string value_text(const Tree& value) {
  return value.kind == Tree::Kind::string ? value.string : to_compact_json(value);
}

void add_axis(std::vector<Axis>& axes, const Member& member, Problems& problems) {
  if (member.value.kind == Tree::Kind::null) return;
  if (member.value.kind != Tree::Kind::array || member.value.items.empty())
    problems.add(member.value.place, pointer_to("/sweep", member.key),
                 "expected a list of values, found " + described(member.value));
  Axis axis{dotted_path(member.key, member.key_place, problems), member.value.items};
  if (axis.path.parts.empty()) return;
  check_axis(axis, problems);
  axes.push_back(std::move(axis));
}

/// Every point again, once for each value of one more axis.
std::vector<SweepPoint> times(const std::vector<SweepPoint>& points, const Axis& axis) {
  std::vector<std::string> texts;
  for (const Tree& value : axis.values) texts.push_back(axis.path.text + "=" + value_text(value));
  const std::vector<std::string> folders = folder_names(texts);
  std::vector<SweepPoint> product;
  for (const SweepPoint& point : points) {
    for (std::size_t i = 0; i < axis.values.size(); ++i) {
      SweepPoint& next = product.emplace_back(point);
      next.folders.push_back(folders[i]);
      next.values.emplace_back(axis.path.text, value_text(axis.values[i]));
      next.assignments.push_back({axis.path, axis.values[i]});
    }
  }
  return product;
}

}  // namespace

std::vector<Axis> read_axes(const Tree& config, const Overrides& overrides, Problems& problems) {
  std::vector<Axis> axes;
  const auto with_path = [](const DottedPath& path) {
    return [&path](const Axis& axis) { return axis.path.text == path.text; };
  };
  if (const Tree* sweep = config.find("sweep"); sweep != nullptr && sweep->kind != Tree::Kind::null) {
    if (sweep->kind != Tree::Kind::object)
      problems.add(sweep->place, "/sweep", "expected an object (dotted path: list), found " + described(*sweep));
    for (const Member& member : sweep->members) add_axis(axes, member, problems);
  }
  for (const Assignment& set : overrides.set) std::erase_if(axes, with_path(set.path));
  for (const Axis& vary : overrides.vary) {
    const auto same = std::ranges::find_if(axes, with_path(vary.path));
    if (same != axes.end())
      *same = vary;
    else
      axes.push_back(vary);
  }
  return axes;
}

double count_points(const std::vector<Axis>& axes) {
  double count = 1;
  for (const Axis& axis : axes) count *= static_cast<double>(axis.values.size());
  return count;
}

std::vector<SweepPoint> sweep_points(const std::vector<Axis>& axes) {
  std::vector<SweepPoint> points(1);
  for (const Axis& axis : axes) points = times(points, axis);
  return points;
}

}  // namespace mlp
