#pragma once
// What the tests of this level share: texts as if from files, and the message that a piece of code throws.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "mlp/config/json.h"
#include "mlp/core/error.h"

namespace mlp {

inline std::shared_ptr<const ConfigText> text_of(std::string text, std::string name = "c.json") {
  return std::make_shared<const ConfigText>(ConfigText{std::move(name), std::move(text), "/folder"});
}

inline Tree tree_of(std::string text) { return parse_json(text_of(std::move(text))); }

/// What the InputError thrown by `run` says; "" where it throws none.
template <class Run>
std::string message_of(Run run) {
  try {
    run();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace mlp
