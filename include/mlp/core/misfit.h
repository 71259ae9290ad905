#pragma once
// Wrong input that one option is to blame for. The level that finds it names the option as its callers know it; those
// that know more put theirs in front, until the config's reader can show the line.

#include <string>
#include <utility>

#include "mlp/core/error.h"

namespace mlp {

struct Misfit : InputError {
  Misfit(std::string to_blame, const std::string& message) : InputError(message), option(std::move(to_blame)) {}

  std::string option;  // "target" of a source, "source/target" of data, "/data/source/target" (a JSON pointer) of a run
};

/// What `work` returns; an option that it blames is one of `place` for the caller ("source/" and "target" make
/// "source/target").
template <class Work>
auto blaming_inside(const std::string& place, const Work& work) {
  try {
    return work();
  } catch (const Misfit& misfit) {
    throw Misfit(place + misfit.option, misfit.what());
  }
}

/// What `work` returns; for wrong input of any kind, `option` is to blame.
template <class Work>
auto blaming(const std::string& option, const Work& work) {
  try {
    return work();
  } catch (const InputError& error) {
    throw Misfit(option, error.what());
  }
}

}  // namespace mlp
