#include "mlp/data/sources/libsvm.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/data/data_file.h"

namespace mlp {
namespace {

// The words of a text, line by line, without comments.
class Words {
 public:
  Words(std::string_view text, std::string name) : text_(text), name_(std::move(name)) {
    if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);  // a byte order mark
  }

  const std::string& name() const { return name_; }

  /// The number of the line, from 1.
  Index line() const { return line_; }

  /// Goes to the next line; false where there is none.
  bool next_line() {
    if (at_ >= text_.size()) return false;
    line_text_ = text_.substr(at_, text_.find('\n', at_) - at_);
    at_ += line_text_.size() + 1;
    line_text_ = line_text_.substr(0, line_text_.find('#'));
    column_ = 0;
    ++line_;
    return true;
  }

  /// The next word of the line; empty where there is none.
  std::string_view next() {
    constexpr std::string_view spaces = " \t\r\v\f";
    start_ = std::min(line_text_.find_first_not_of(spaces, column_), line_text_.size());
    column_ = std::min(line_text_.find_first_of(spaces, start_), line_text_.size());
    return line_text_.substr(start_, column_ - start_);
  }

  /// Complains of the last word, from its letter `offset` on.
  [[noreturn]] void refuse(const std::string& problem, std::size_t offset = 0) const {
    throw InputError(name_ + ":" + std::to_string(line_) + ":" + std::to_string(start_ + offset + 1) + ": " + problem);
  }

 private:
  std::string_view text_, line_text_;
  std::string name_;
  std::size_t at_ = 0, start_ = 0, column_ = 0;
  Index line_ = 0;
};

struct Entry {
  Index feature = 0;  // counted from 0
  double value = 0;
};

class LibsvmReader {
 public:
  /// `inputs` are those of a net, for messages; nothing where `features` is a key of the config.
  LibsvmReader(std::string_view text, const std::string& name, Index index_base, std::optional<Index> features,
               bool is_for_a_net)
      : words_(text, name), index_base_(index_base), features_(features), is_for_a_net_(is_for_a_net), places_(name) {}

  Table read();

 private:
  void read_label(std::string_view word);
  void read_entry(std::string_view word);
  Index read_index(std::string_view text) const;
  Matrix<double> matrix() const;

  Words words_;
  Index index_base_;
  std::optional<Index> features_;
  bool is_for_a_net_;
  std::vector<double> labels_;
  std::vector<Entry> entries_;
  std::vector<std::size_t> ends_;  // of each sample's entries
  Index last_ = -1;                // feature of the line
  Index most_ = 0;                 // features that any line has
  bool has_groups_ = false;
  std::string first_inexact_;
  SamplePlaces places_;
};

void LibsvmReader::read_label(std::string_view word) {
  const auto label = read_number(word);
  if (!label && word.find(',') != std::string_view::npos)
    words_.refuse("a sample of several labels (" + shown(word) + ") is not read; each line must have one");
  if (!label) words_.refuse("the label " + shown(word) + " is not a number; a line is LABEL INDEX:VALUE INDEX:VALUE …");
  if (first_inexact_.empty() && !is_exact(word))
    first_inexact_ = words_.name() + ":" + std::to_string(words_.line()) + ": the label " + shown(word);
  labels_.push_back(*label);
  places_.add(words_.line());
}

Index LibsvmReader::read_index(std::string_view text) const {
  const auto index = read_integer(text);
  if (!index) words_.refuse("the index " + shown(text) + " is not a whole number");
  if (*index < index_base_)
    words_.refuse("index " + std::to_string(*index) + " is below " + std::to_string(index_base_) +
                  (*index == 0 && !is_for_a_net_ ? "; where indices start at 0, write \"index_base\": 0" : ""));
  constexpr Index too_many = Index{1} << 40;
  const Index feature = *index - index_base_;
  if (feature >= too_many) words_.refuse("index " + std::to_string(*index) + " is too large");
  if (feature == last_) words_.refuse("index " + std::to_string(*index) + " occurs twice in the line");
  if (feature < last_)
    words_.refuse("index " + std::to_string(*index) + " comes after " + std::to_string(last_ + index_base_) +
                  "; the indices of a line must ascend");
  if (features_ && feature >= *features_)
    words_.refuse("index " + std::to_string(*index) +
                  (is_for_a_net_ ? " is beyond the net's " + std::to_string(*features_) + " inputs"
                                 : " is beyond \"features\": " + std::to_string(*features_)));
  return feature;
}

void LibsvmReader::read_entry(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos) words_.refuse(shown(word) + " is not INDEX:VALUE");
  const std::string_view index = word.substr(0, colon), text = word.substr(colon + 1);
  if (index == "qid" && ends_.size() + 1 == labels_.size() && last_ < 0) {
    has_groups_ = true;
    return;
  }
  last_ = read_index(index);
  const auto value = read_number(text);
  if (!value)
    words_.refuse("the value " + shown(text) + " of index " + std::string(index) + " is not a finite number",
                  colon + 1);
  most_ = std::max(most_, last_ + 1);
  entries_.push_back({last_, *value});
}

Matrix<double> LibsvmReader::matrix() const {
  const Index features = features_.value_or(most_);
  const auto bytes = saturating_product(8 * labels_.size(), static_cast<std::uint64_t>(features));
  require_memory(bytes,
                 words_.name() + ": " + grouped(static_cast<Index>(labels_.size())) + " samples of " +
                     grouped(features) + " features, zeros included,",
                 "Is the largest index right? Use fewer samples or features.");
  Matrix<double> values = Matrix<double>::Zero(features, static_cast<Index>(labels_.size()));
  std::size_t next = 0;
  for (std::size_t j = 0; j < ends_.size(); ++j)
    for (; next < ends_[j]; ++next) values(entries_[next].feature, static_cast<Index>(j)) = entries_[next].value;
  return values;
}

Table LibsvmReader::read() {
  while (words_.next_line()) {
    const std::string_view label = words_.next();
    if (label.empty()) continue;
    read_label(label);
    last_ = -1;
    for (std::string_view word = words_.next(); !word.empty(); word = words_.next()) read_entry(word);
    ends_.push_back(entries_.size());
  }
  if (labels_.empty()) throw InputError(words_.name() + ": there are no samples in it");
  if (features_.value_or(most_) == 0)
    throw InputError(words_.name() + ": no line has a feature; \"features\" says how many there are");
  Table table;
  table.features = matrix();
  for (Index i = 0; i < table.feature_count(); ++i)
    table.feature_names.push_back("x" + std::to_string(i + index_base_));
  table.target_names = {"label"};
  table.targets = NumericTargets{Eigen::Map<const Matrix<double>>(labels_.data(), 1, std::ssize(labels_)),
                                 std::move(first_inexact_)};
  table.places = std::move(places_);
  table.origin = words_.name();
  if (has_groups_) table.warnings.push_back(words_.name() + ": groups for ranking (qid) are not used");
  return table;
}

}  // namespace

Table Libsvm::load(std::uint64_t) const {
  require_data_file(options_.path, "path");
  const std::string text = read_data_file(options_.path);
  return LibsvmReader(text, options_.path.string(), options_.index_base, options_.features, false).read();
}

SampleFormats Libsvm::sample_formats() const {
  SampleFormats formats;
  formats.index_base = options_.index_base;
  return formats;
}

bool looks_like_libsvm(std::string_view text) {
  constexpr int enough = 100;  // lines without a feature
  Words words(text, "");
  for (int i = 0; i < enough && words.next_line(); ++i) {
    const std::string_view label = words.next();
    if (label.empty()) continue;
    if (!read_number(label)) return false;
    const std::string_view entry = words.next(), index = entry.substr(0, entry.find(':'));
    if (entry.empty()) continue;
    return index.size() < entry.size() && (index == "qid" || read_integer(index).has_value());
  }
  return false;
}

Table libsvm_samples(std::string_view text, const std::string& name, Index index_base, Index inputs,
                     bool targets_required) {
  Table table = LibsvmReader(text, name, index_base, inputs, true).read();
  if (targets_required) return table;
  table.targets = NoTargets{};
  table.target_names.clear();
  return table;
}

}  // namespace mlp
