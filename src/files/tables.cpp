#include "tables.h"

#include <nlohmann/json.hpp>

#include "mlp/core/csv.h"
#include "mlp/core/error.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

std::string cell(const std::optional<double>& value) { return value ? shortest(*value) : ""; }

Json json_of(const Histogram& h) { return {{"low", h.low}, {"high", h.high}, {"counts", h.counts}}; }

Json json_of(const std::optional<Histogram>& h) { return h ? json_of(*h) : Json(); }

Histogram histogram_of(const Json& json) {
  return {json.at("low"), json.at("high"), json.at("counts").get<std::vector<std::int64_t>>()};
}

std::optional<Histogram> optional_histogram(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(histogram_of(json));
}

}  // namespace

std::string history_line(const HistoryRow& row) {
  std::string line;
  for (const std::optional<double>& value : row) line += cell(value) + ",";
  line.back() = '\n';
  return line;
}

std::string layers_head() {
  std::vector<std::string> cells{"epoch", "layer", "name"};
  cells.insert(cells.end(), layer_columns().begin(), layer_columns().end());
  return csv_line(cells);
}

std::string layers_lines(const std::vector<LayerRow>& rows) {
  std::string lines;
  for (const LayerRow& row : rows) {
    std::vector<std::string> cells{std::to_string(row.epoch), std::to_string(row.layer), row.name};
    for (const std::optional<double>& value : row.values) cells.push_back(cell(value));
    lines += csv_line(cells);
  }
  return lines;
}

std::string histograms_json(const std::vector<LayerHistograms>& histograms) {
  Json list = Json::array();
  for (const LayerHistograms& h : histograms)
    list.push_back({{"epoch", h.epoch},
                    {"layer", h.layer},
                    {"name", h.name},
                    {"activations", json_of(h.activations)},
                    {"gradients", json_of(h.gradients)},
                    {"weights", json_of(h.weights)}});
  return list.dump(1) + "\n";
}

std::vector<LayerHistograms> parse_histograms(std::string_view json, const std::string& path) try {
  std::vector<LayerHistograms> histograms;
  for (const Json& h : Json::parse(json))
    histograms.push_back({h.at("epoch"), h.at("layer"), h.at("name"), histogram_of(h.at("activations")),
                          optional_histogram(h.at("gradients")), optional_histogram(h.at("weights"))});
  return histograms;
} catch (const Json::exception&) {
  throw InputError(path + ": damaged, it is not what was written; train anew with --force");
}

}  // namespace mlp
