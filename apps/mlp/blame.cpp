#include "blame.h"

namespace mlp {

Problem problem_of(const InputError& error, const Tree& config) {
  const auto* misfit = dynamic_cast<const Misfit*>(&error);
  if (misfit == nullptr) return {{}, "", error.what()};
  return {place_at(config, misfit->option), misfit->option, error.what()};
}

}  // namespace mlp
