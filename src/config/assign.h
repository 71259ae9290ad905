#pragma once
// Values set by a dotted path, "model.layers.0.units", as --set, --vary and "sweep" do it.

#include <string>
#include <vector>

#include "mlp/config/problems.h"
#include "mlp/config/tree.h"

namespace mlp {

struct PathPart {
  std::string key;  // of an object, or the index of a list's item
  Place place;
};

struct DottedPath {
  std::string text;
  std::vector<PathPart> parts;

  const std::string& root() const { return parts.front().key; }
};

struct Assignment {
  DottedPath path;
  Tree value;
};

/// Splits a path at its dots; `place` is where it is written, exact where the text is there byte by byte. A path with
/// an empty part is a problem, and empty.
DottedPath dotted_path(const std::string& text, const Place& place, Problems& problems);

/// Sets a value in a config. Objects that are missing on the way are made, and a component's plain name on the way
/// becomes an object with that "type"; an index outside of its list, or a way through a number, is a problem.
void assign(Tree& config, const Assignment& assignment, Problems& problems);

}  // namespace mlp
