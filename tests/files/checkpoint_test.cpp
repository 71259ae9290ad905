#include "mlp/files/checkpoint.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "mlp/core/error.h"
#include "mlp/files/safetensors.h"
#include "synced_paths.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

constexpr std::int64_t beyond_doubles = (std::int64_t{1} << 53) + 1;  // the first whole number that is no double
const std::string run_config = R"({"name": "größe", "seed": 1})";

/// Every kind of number that arithmetic may leave behind.
template <class T>
Buffer<T> odd_numbers(std::size_t size) {
  using Limits = std::numeric_limits<T>;
  const std::vector<T> odd{T(0.1),
                           -T(0),
                           Limits::denorm_min(),
                           -Limits::denorm_min(),
                           Limits::min() / 2,
                           Limits::infinity(),
                           -Limits::infinity(),
                           Limits::quiet_NaN(),
                           -Limits::quiet_NaN(),
                           Limits::max(),
                           Limits::lowest()};
  Buffer<T> values(size);
  for (std::size_t i = 0; i < size; ++i) values[i] = odd[i % odd.size()];
  return values;
}

template <class T>
TrainState<T> odd_state() {
  TrainState<T> state;
  state.begun = true;
  state.step = beyond_doubles;
  state.epoch = beyond_doubles + 1;
  state.batch = beyond_doubles + 2;
  state.parameters = odd_numbers<T>(13);
  state.statistics = odd_numbers<T>(3);
  state.moments = odd_numbers<T>(32);
  state.common = {0.1, -0.0, 5e-324};
  state.sums = {Sum(0.1, 1e-20), Sum(-0.0, std::nan("")), beyond_doubles + 3, {{1, -0.0, 0.1}, {}, {5e-324}}};
  state.stopping = {-std::numeric_limits<double>::infinity(), beyond_doubles + 4};
  state.restorable = {odd_numbers<T>(13), odd_numbers<T>(3)};
  state.kept = {{-0.0, beyond_doubles + 6}, {odd_numbers<T>(12), odd_numbers<T>(2)}};
  state.plateau = {{0.3, beyond_doubles + 5}, 0.7};
  state.seconds = 0.1;
  return state;
}

/// A state as a run has it before it reads the checkpoint.
template <class T>
TrainState<T> fresh_like(const TrainState<T>& other) {
  TrainState<T> state;
  state.parameters.resize(other.parameters.size());
  state.statistics.resize(other.statistics.size());
  state.moments.resize(other.moments.size());
  state.common.resize(other.common.size());
  state.sums.metrics = {{0, 0, 0}, {}, {0}};
  for (auto [to, from] :
       {std::pair(&state.restorable, &other.restorable), std::pair(&state.kept.net, &other.kept.net)}) {
    to->parameters.resize(from->parameters.size());
    to->statistics.resize(from->statistics.size());
  }
  return state;
}

template <class Values>
void expect_same_bytes(const Values& a, const Values& b) {
  ASSERT_EQ(a.size(), b.size());
  EXPECT_TRUE(a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(a[0])) == 0);
}

void expect_same_bytes(double a, double b) {
  EXPECT_EQ(std::bit_cast<std::uint64_t>(a), std::bit_cast<std::uint64_t>(b));
}

template <class T>
class Checkpoint : public testing::Test {};
using CheckpointTypes = testing::Types<float, double>;
TYPED_TEST_SUITE(Checkpoint, CheckpointTypes);

TYPED_TEST(Checkpoint, GivesBackEveryBit) {
  const TemporaryFolder folder;
  const TrainState<TypeParam> state = odd_state<TypeParam>();
  const auto bytes = static_cast<std::uint64_t>(beyond_doubles);
  write_checkpoint(folder / "c", state, {run_config, bytes, bytes + 2});
  TrainState<TypeParam> read = fresh_like(state);
  const CheckpointFacts facts = read_checkpoint(folder / "c", run_config, "", read);
  EXPECT_EQ(facts.config, run_config);
  EXPECT_EQ(facts.history_bytes, bytes);
  EXPECT_EQ(facts.layers_bytes, bytes + 2);
  EXPECT_TRUE(read.begun);
  EXPECT_EQ(read.step, state.step);
  EXPECT_EQ(read.epoch, state.epoch);
  EXPECT_EQ(read.batch, state.batch);
  EXPECT_EQ(read.sums.samples, state.sums.samples);
  EXPECT_EQ(read.stopping.best_epoch, state.stopping.best_epoch);
  expect_same_bytes(read.parameters, state.parameters);
  expect_same_bytes(read.statistics, state.statistics);
  expect_same_bytes(read.moments, state.moments);
  expect_same_bytes(read.common, state.common);
  ASSERT_EQ(read.sums.metrics.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) expect_same_bytes(read.sums.metrics[i], state.sums.metrics[i]);
  expect_same_bytes(read.sums.loss.total(), state.sums.loss.total());
  expect_same_bytes(read.sums.loss.correction(), state.sums.loss.correction());
  expect_same_bytes(read.sums.penalty.total(), state.sums.penalty.total());
  expect_same_bytes(read.sums.penalty.correction(), state.sums.penalty.correction());
  expect_same_bytes(read.stopping.best, state.stopping.best);
  expect_same_bytes(read.restorable.parameters, state.restorable.parameters);
  expect_same_bytes(read.restorable.statistics, state.restorable.statistics);
  EXPECT_EQ(read.kept.watch.best_epoch, state.kept.watch.best_epoch);
  expect_same_bytes(read.kept.watch.best, state.kept.watch.best);
  expect_same_bytes(read.kept.net.parameters, state.kept.net.parameters);
  expect_same_bytes(read.kept.net.statistics, state.kept.net.statistics);
  EXPECT_EQ(read.plateau.watch.best_epoch, state.plateau.watch.best_epoch);
  expect_same_bytes(read.plateau.watch.best, state.plateau.watch.best);
  expect_same_bytes(read.plateau.factor, state.plateau.factor);
  expect_same_bytes(read.seconds, state.seconds);
}

TYPED_TEST(Checkpoint, OfAFreshStateIsFresh) {
  const TemporaryFolder folder;
  TrainState<TypeParam> state, read;
  write_checkpoint(folder / "c", state, {});
  read.begun = true;
  read_checkpoint(folder / "c", "", "", read);
  EXPECT_FALSE(read.begun);
  EXPECT_EQ(read.stopping.best_epoch, -1);
  EXPECT_TRUE(std::isnan(read.stopping.best));
}

TEST(CheckpointFile, SyncsTheFolderThatALinkLeadsTo) {
  namespace fs = std::filesystem;
  const TemporaryFolder folder;
  fs::create_directory(folder / "elsewhere");
  put_bytes(folder / "elsewhere/state", "old");
  fs::create_symlink(folder / "elsewhere/state", folder / "c");
  const SyncedPaths synced;
  write_checkpoint(folder / "c", TrainState<float>(), {});
  EXPECT_NE(bytes_of(folder / "elsewhere/state"), "old");
  EXPECT_EQ(synced.all().back(), fs::canonical(folder / "elsewhere"));
}

TEST(CheckpointFile, AMetricMayHaveGrown) {
  const TemporaryFolder folder;
  const TrainState<float> state = odd_state<float>();
  write_checkpoint(folder / "c", state, {run_config, 0, 0});
  TrainState<float> read = fresh_like(state);
  read.sums.metrics = {{}, {1, 2}, {3}};
  read_checkpoint(folder / "c", run_config, "", read);
  EXPECT_EQ(read.sums.metrics, state.sums.metrics);
}

/// The message for a file of these bytes, read into a state like odd_state; without the file's name.
std::string checkpoint_message(const std::string& bytes, const std::string& config = run_config,
                               TrainState<float> state = fresh_like(odd_state<float>())) {
  const TemporaryFolder folder;
  put_bytes(folder / "c", bytes);
  const std::string message = message_of<InputError>([&] { read_checkpoint(folder / "c", config, "", state); });
  const std::string name = (folder / "c").string() + ": ";
  return message.starts_with(name) ? message.substr(name.size()) : message;
}

std::string good_checkpoint() {
  const TemporaryFolder folder;
  write_checkpoint(folder / "c", odd_state<float>(), {run_config, 7, 9});
  return bytes_of(folder / "c");
}

TEST(CheckpointFile, OfAnotherRunIsRefused) {
  const std::string good = good_checkpoint();
  EXPECT_EQ(checkpoint_message(good), "");
  EXPECT_EQ(checkpoint_message(good, "{}"),
            "the checkpoint of a run with another config ({\"name\": \"größe\", \"seed\": 1} became {}); restore the "
            "config, or train anew with --force");
  TrainState<float> state = fresh_like(odd_state<float>());
  state.parameters.resize(14);
  EXPECT_EQ(checkpoint_message(good, run_config, state), "tensor \"parameters\" has shape [13]; this run needs [14]");
  state = fresh_like(odd_state<float>());
  state.moments.resize(64);
  EXPECT_EQ(checkpoint_message(good, run_config, state), "tensor \"moments\" has shape [32]; this run needs [64]");
  state = fresh_like(odd_state<float>());
  state.sums.metrics.emplace_back();
  EXPECT_EQ(checkpoint_message(good, run_config, state), "tensor \"metric_3\" is missing");
}

TEST(CheckpointFile, OfOtherDataIsRefused) {
  const TemporaryFolder folder;
  const TrainState<float> state = odd_state<float>();
  write_checkpoint(folder / "c", state, {.config = run_config, .data_fingerprint = "aa"});
  TrainState<float> read = fresh_like(state);
  EXPECT_EQ(read_checkpoint(folder / "c", run_config, "aa", read).data_fingerprint, "aa");
  EXPECT_EQ(message_of<InputError>([&] { read_checkpoint(folder / "c", run_config, "ab", read); }),
            (folder / "c").string() +
                ": the data have changed since this checkpoint (their fingerprint differs); "
                "restore them, or train anew with --force");
}

TEST(CheckpointFile, ConfigsDifferWhereALineDoes) {
  const std::string before = "{\n  \"seed\": 1,\n  \"loss\": {\n    \"delta\": 1\n  }\n}\n";
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string now = before;
    return now.replace(now.find(from), from.size(), to);
  };
  EXPECT_EQ(config_difference(before, before), "");
  EXPECT_EQ(config_difference(before, with("1,", "2,")), "\"seed\": 1 became \"seed\": 2");
  EXPECT_EQ(config_difference(before, with("\"delta\": 1", "\"delta\": 1.5")), "\"delta\": 1 became \"delta\": 1.5");
  EXPECT_EQ(config_difference(before, before + "x"), "nothing became x");
  EXPECT_EQ(config_difference(before + "x", before), "x became nothing");
}

TEST(CheckpointFile, OfAnotherPrecisionIsRefused) {
  const TemporaryFolder folder;
  put_bytes(folder / "c", good_checkpoint());
  TrainState<double> state = fresh_like(odd_state<double>());
  EXPECT_EQ(message_of<InputError>([&] { read_checkpoint(folder / "c", run_config, "", state); }),
            (folder / "c").string() + ": tensor \"parameters\" has elements of type float32, not float64");
}

TEST(CheckpointFile, OtherFilesAreRefused) {
  const TemporaryFolder folder;
  write_safetensors(folder / "s", {}, {{"format", "mlp model 1"}});
  EXPECT_EQ(checkpoint_message(bytes_of(folder / "s")), "not a checkpoint of this program");
  write_safetensors(folder / "s", {}, {{"format", "mlp checkpoint 2"}});
  EXPECT_EQ(checkpoint_message(bytes_of(folder / "s")), "not a checkpoint of this program");
  EXPECT_NE(checkpoint_message(""), "");
}

TEST(CheckpointFile, NoticesEveryFlippedByteAndEveryCut) {
  const std::string good = good_checkpoint();
  for (std::size_t at = 0; at < good.size(); at += 3) {
    for (const int mask : {1, 0x20, 0x80}) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(bytes[at] ^ mask);
      EXPECT_NE(checkpoint_message(bytes), "") << at << " " << mask;
    }
    EXPECT_NE(checkpoint_message(good.substr(0, at)), "") << at;
  }
  EXPECT_NE(checkpoint_message(good + "x"), "");
}

}  // namespace
}  // namespace mlp
