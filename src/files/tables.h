#pragma once
// history.csv, layers.csv and histograms.json as text.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/training/layer_row.h"
#include "mlp/training/trainer.h"

namespace mlp {

/// One line; whole numbers (epoch, step) without a decimal point, an empty cell where nothing was measured.
std::string history_line(const HistoryRow& row);
std::string layers_head();
std::string layers_lines(const std::vector<LayerRow>& rows);

std::string histograms_json(const std::vector<LayerHistograms>& histograms);
std::vector<LayerHistograms> parse_histograms(std::string_view json, const std::string& path);

}  // namespace mlp
