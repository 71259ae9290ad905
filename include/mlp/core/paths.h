#pragma once
// The one way from a text (a run's name, a variant's, "optimizer.learning_rate=0.1") to the name of its folder.

#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// A folder's name for any text, readable and safe in every file system and shell: letters of any script, digits,
/// spaces inside and = . - _ + , @ % # ~ ^ ( ) [ ] { } stay; every other character, and a first one of - . ~ or space,
/// becomes "_". Never empty, never "." or "..", valid UTF-8, at most 100 bytes: a longer text is cut and ends in a hash
/// of the whole.
std::string folder_name(std::string_view text);

/// The folder names of several texts, all different: where two agree, the later one gets "-2", "-3", …
std::vector<std::string> folder_names(const std::vector<std::string>& texts);

}  // namespace mlp
