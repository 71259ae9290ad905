#include "mlp/core/error.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace mlp {
namespace {

// Letters count without their case: "ReLU" is "relu".
bool is_same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

// Optimal string alignment distance: insertions, deletions, substitutions and swaps of two neighbours cost 1 each.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = cost[i - 1][j - 1] + (is_same_letter(a[i - 1], b[j - 1]) ? 0 : 1);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replace});
      if (i > 1 && j > 1 && is_same_letter(a[i - 1], b[j - 2]) && is_same_letter(a[i - 2], b[j - 1]))
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

/// What others call a thing, and what it is called here.
constexpr std::pair<std::string_view, std::string_view> names_elsewhere[] = {
    {"mse", "mean_squared_error"},
    {"l2_loss", "mean_squared_error"},
    {"mae", "mean_absolute_error"},
    {"l1_loss", "mean_absolute_error"},
    {"bce", "binary_crossentropy"},
    {"cross_entropy", "categorical_crossentropy"},
    {"crossentropy", "categorical_crossentropy"},
    {"r2", "r2_score"},
    {"auc", "roc_auc"},
    {"f1", "f1_score"},
    {"lr", "learning_rate"},
    {"eta", "learning_rate"},
    {"neurons", "units"},
    {"size", "units"},
    {"n_epochs", "epochs"},
    {"logistic", "sigmoid"},
    {"identity", "linear"},
    {"swish", "silu"},
    {"linear", "dense"},
    {"fully_connected", "dense"},
    {"fc", "dense"},
    {"batchnorm", "batch_normalization"},
    {"batch_norm", "batch_normalization"},
    {"layernorm", "layer_normalization"},
    {"layer_norm", "layer_normalization"},
    {"kaiming", "he"},
    {"kaiming_normal", "he_normal"},
    {"kaiming_uniform", "he_uniform"},
    {"xavier_normal", "glorot_normal"},
    {"xavier_uniform", "glorot_uniform"}};

std::string name_here(std::string_view elsewhere, std::span<const std::string> known) {
  for (const auto& [theirs, ours] : names_elsewhere)
    if (theirs == elsewhere && std::ranges::find(known, ours) != known.end()) return std::string(ours);
  return "";
}

}  // namespace

std::string nearest_name(std::string_view misspelt, std::span<const std::string> known) {
  if (misspelt.size() > 100) return "";
  if (std::string name = name_here(misspelt, known); !name.empty()) return name;
  std::string best;
  // A name is "near" when some of its letters are right, and at most a third of them (or one or two) are wrong.
  std::size_t best_distance = std::max<std::size_t>(misspelt.size() / 3, misspelt.size() < 3 ? 1 : 2) + 1;
  for (const std::string& name : known) {
    const std::size_t distance = edit_distance(misspelt, name);
    const bool completes = misspelt.size() >= 3 && name.starts_with(misspelt);
    const std::size_t rank = completes ? std::min<std::size_t>(distance, 2) : distance;
    const bool shares_letters = distance < std::max(misspelt.size(), name.size());
    if (shares_letters && rank < best_distance) {
      best = name;
      best_distance = rank;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view misspelt, std::span<const std::string> known) {
  const std::string name = nearest_name(misspelt, known);
  return name.empty() ? "" : "did you mean \"" + name + "\"?";
}

std::string listed(std::span<const std::string> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace mlp
