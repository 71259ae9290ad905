#include "load.h"

#include <algorithm>

#include "mlp/config/json.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "text.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// A file of the chain: as people named it, and as the file system knows it.
struct Link {
  fs::path name, canonical;
};

/// A problem after which the config cannot be read on.
[[noreturn]] void raise(Problems& problems, const Place& place, const std::string& pointer,
                        const std::string& message) {
  problems.add(place, pointer, message);
  problems.raise();
  std::abort();  // not reached: raise() throws where there is a problem
}

// ` did you mean "base.json"?` of the files beside the missing one.
std::string nearby_file(const fs::path& missing) {
  std::vector<std::string> names;
  std::error_code ignored;
  const fs::path folder = missing.has_parent_path() ? missing.parent_path() : fs::path(".");
  for (fs::directory_iterator at(folder, ignored), end; at != end && names.size() < 1000; at.increment(ignored))
    names.push_back(at->path().filename().string());
  std::ranges::sort(names);
  const std::string hint = did_you_mean(missing.filename().string(), names);
  return hint.empty() ? "" : "; " + hint;
}

std::string read_config(const fs::path& file) {
  try {
    return read_file(file);
  } catch (const InputError& error) {
    std::error_code ignored;
    throw InputError(error.what() + (fs::exists(file, ignored) ? "" : nearby_file(file)));
  }
}

Tree parse_config(const fs::path& file, std::string content, Problems& problems) {
  const auto text = std::make_shared<const ConfigText>(
      ConfigText{file.string(), std::move(content), fs::absolute(file).parent_path()});
  std::optional<Tree> config = parse_json(text, 0, text->text.size(), problems);
  if (!config) problems.raise();
  if (config->kind != Tree::Kind::object)
    raise(problems, config->place, "", "a config is an object { … }, found " + described(*config));
  return std::move(*config);
}

void refuse_circle(const std::vector<Link>& chain, const Link& next, const Place& place, Problems& problems) {
  const auto first = std::ranges::find(chain, next.canonical, &Link::canonical);
  if (first == chain.end()) return;
  std::string circle;
  for (auto link = first; link != chain.end(); ++link) circle += link->name.string() + " extends ";
  raise(problems, place, "/extends", "these files extend each other in a circle: " + circle + next.name.string());
}

/// `config` merged over the file that it extends, and so on up the chain.
Tree extended(Tree config, std::vector<Link>& chain, Problems& problems) {
  const Tree* extends = config.find("extends");
  if (extends == nullptr || extends->kind == Tree::Kind::null) return config;
  if (extends->kind != Tree::Kind::string || extends->string.empty())
    raise(problems, extends->place, "/extends", "expected the path of a config, found " + described(*extends));
  const Place place = extends->place;
  const fs::path file = (chain.back().name.parent_path() / extends->string).lexically_normal();
  const Link next{file, resolved(file)};
  refuse_circle(chain, next, place, problems);
  chain.push_back(next);
  std::string text;
  try {
    text = read_config(file);
  } catch (const InputError& error) {
    raise(problems, place, "/extends", error.what());
  }
  Tree base = extended(parse_config(file, std::move(text), problems), chain, problems);
  config.erase("extends");
  return merged(base, config);
}

}  // namespace

Tree load_config(const std::filesystem::path& file, Problems& problems) {
  std::vector<Link> chain{{file, resolved(file)}};
  return extended(parse_config(file, read_config(file), problems), chain, problems);
}

}  // namespace mlp
