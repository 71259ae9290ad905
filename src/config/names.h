#pragma once
// Which names runs and variants may have: they become folders.

#include <string>
#include <string_view>

namespace mlp {

/// What is wrong with a config's or a variant's name, or "": a name is not empty, has at most 100 bytes, no / \ or
/// control character, and is neither . nor ..
std::string name_problem(std::string_view name);

}  // namespace mlp
