#include "plan_variants.h"

#include <algorithm>
#include <array>

#include "mlp/core/paths.h"
#include "names.h"
#include "plan_options.h"
#include "text.h"

namespace mlp {
namespace {

constexpr std::array<std::string_view, 3> keys_of_the_whole_config{"name", "variants", "extends"};

/// What stands beside the folders of the variants.
constexpr std::array<std::string_view, 5> files_of_a_comparison{"comparison.csv", "comparison.json", "loss.svg",
                                                                "gradient_flow.svg", "report.html"};

bool is_good(const Member& variant, Problems& problems) {
  const std::string pointer = pointer_to("/variants", variant.key);
  const std::string problem = name_problem(variant.key);
  if (!problem.empty()) problems.add(variant.key_place, pointer, problem);
  if (std::ranges::find(files_of_a_comparison, folder_name(variant.key)) != files_of_a_comparison.end())
    problems.add(
        variant.key_place, pointer,
        "a variant becomes a folder, and " + in_quotes(variant.key) + " is a file beside it: name it otherwise");
  if (variant.value.kind != Tree::Kind::object) {
    problems.add(variant.value.place, pointer,
                 "expected an object (what is merged over the rest), found " + described(variant.value));
    return false;
  }
  for (const Member& part : variant.value.members)
    if (std::ranges::find(keys_of_the_whole_config, part.key) != keys_of_the_whole_config.end())
      problems.add(part.key_place, pointer_to(pointer, part.key), "a variant cannot have " + in_quotes(part.key));
  return true;
}

}  // namespace

std::vector<Variant> read_variants(const Tree& config, Problems& problems) {
  Tree rest = config;
  rest.erase("variants");
  std::vector<Variant> variants;
  std::vector<std::string> names;
  const Tree* written = config.find("variants");
  if (written != nullptr && written->kind != Tree::Kind::null && written->kind != Tree::Kind::object)
    problems.add(written->place, "/variants",
                 "expected an object (name: what is merged over the rest), found " + described(*written));
  if (written != nullptr) {
    for (const Member& variant : written->members) {
      if (variant.value.kind == Tree::Kind::null || !is_good(variant, problems)) continue;
      variants.push_back({variant.key, "", merged(rest, variant.value)});
      names.push_back(variant.key);
    }
  }
  if (variants.empty()) return {{"", "", rest}};
  const std::vector<std::string> folders = folder_names(names);
  for (std::size_t i = 0; i < variants.size(); ++i) variants[i].folder = folders[i];
  return variants;
}

void keep_only(std::vector<Variant>& variants, std::span<const std::string> kept, Problems& problems) {
  std::vector<std::string> names;
  for (const Variant& variant : variants)
    if (!variant.name.empty()) names.push_back(variant.name);
  for (const std::string& name : kept) {
    if (std::ranges::find(names, name) != names.end()) continue;
    const auto text = option_text("--only", name);
    problems.add(
        Place{text, 7, name.size()}, "",
        names.empty() ? "the config has no variants" : "unknown variant " + in_quotes(name) + suggestion(name, names));
  }
  std::erase_if(variants, [&](const Variant& variant) { return std::ranges::find(kept, variant.name) == kept.end(); });
}

}  // namespace mlp
