#pragma once
// checkpoint.safetensors: the whole training state, bit for bit. Counters are stored as 64-bit integers, sums as
// doubles, and the file's digest tells a damaged one; the config and the fingerprint of the data that it belongs to are
// part of it, so that a foreign one is refused.

#include <cstdint>
#include <filesystem>
#include <string>

#include "mlp/training/train_state.h"

namespace mlp {

/// What a checkpoint holds besides the training state.
struct CheckpointFacts {
  std::string config;               // the run's resolved config
  std::uint64_t history_bytes = 0;  // lengths of the growing files at that moment
  std::uint64_t layers_bytes = 0;
  std::uint64_t pretraining_bytes = 0;
  std::string data_fingerprint;  // of the data that the run has learned from so far
};

/// Returns when it survives a power cut.
template <class T>
void write_checkpoint(const std::filesystem::path& path, const TrainState<T>& state, const CheckpointFacts& facts);

/// Fills `state`, whose vectors have the sizes that the run needs. Throws InputError where the file is damaged, or of a
/// run with another config than `config` or on other data than those of `data_fingerprint`.
template <class T>
CheckpointFacts read_checkpoint(const std::filesystem::path& path, const std::string& config,
                                const std::string& data_fingerprint, TrainState<T>& state);

/// The first line in which two resolved configs differ: `"epochs": 3 became "epochs": 5`. Empty where they are equal.
std::string config_difference(const std::string& before, const std::string& now);

}  // namespace mlp
