#pragma once
// What the reader and the writer of safetensors files agree on.

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "mlp/core/sha256.h"

namespace mlp::safetensors {

using nlohmann::json;

inline constexpr std::uint64_t longest_header = 100'000'000;  // the format's own limit
inline constexpr std::string_view metadata_key = "__metadata__", data_digest = "sha256",
                                  header_digest = "header_sha256";

// The format's name of each ElementType, in its order.
inline constexpr std::array<std::string_view, 11> type_names{"F64", "F32", "I64", "U64", "I32", "U32",
                                                             "I16", "U16", "I8",  "U8",  "BOOL"};

// Sorted keys, no spaces. Text that is not UTF-8 (a class name in a foreign encoding) is written with the replacement
// character: a run must not fail at its end for a name.
inline std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

inline std::string digest_of(json header) {
  header[metadata_key].erase(std::string(header_digest));
  return sha256(text_of(header));
}

}  // namespace mlp::safetensors
