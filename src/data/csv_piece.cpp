#include "csv_piece.h"

#include <new>

#include "count_letter.h"
#include "mlp/core/numbers.h"
#include "mlp/data/csv_values.h"

namespace mlp {

void TextList::add(std::string_view text) {
  letters_ += text;
  ends_.push_back(letters_.size());
}

void TextList::add(const TextList& others) {
  for (const std::size_t end : others.ends_) ends_.push_back(letters_.size() + end);
  letters_ += others.letters_;
}

void TextList::clear() {
  letters_.clear();
  ends_.clear();
}

std::vector<std::string> TextList::texts() const {
  std::vector<std::string> texts;
  texts.reserve(ends_.size());
  std::size_t start = 0;
  for (const std::size_t end : ends_) {
    texts.push_back(letters_.substr(start, end - start));
    start = end;
  }
  return texts;
}

void TargetColumns::add(const TargetColumns& others) {
  numbers.insert(numbers.end(), others.numbers.begin(), others.numbers.end());
  names.add(others.names);
}

void TargetColumns::clear() {
  numbers.clear();
  names.clear();
}

void CsvPiece::take(std::string_view lines) {
  at_ = lines.data();
  end_ = at_ + lines.size();
  lines_ = rows_ = 0;
  targets_.clear();
}

void CsvPiece::count_lines() { lines_ = count_letter('\n', {at_, end_}); }

// Where memory is short nothing has been read: whoever reads in order will tell.
void CsvPiece::read(double* features, const TargetsTold& told) {
  const char* const begin = at_;
  try {
    while (rows_ < lines_) {
      const char* const next = row_.read(at_, end_ + PlainRow::letters_behind);
      if (next == nullptr || !read_targets(told)) return;
      for (const Index column : layout_.features) *features++ = row_.numbers()[static_cast<std::size_t>(column)];
      at_ = next;
      ++rows_;
    }
  } catch (const std::bad_alloc&) {
    at_ = begin;
    rows_ = 0;
    targets_.clear();
  }
}

// False, and nothing done, where there is something to tell of one.
bool CsvPiece::read_targets(const TargetsTold& told) {
  const bool is_single = layout_.targets.size() == 1;
  const std::size_t before = targets_.numbers.size();
  for (const Index column : layout_.targets) {
    const std::string_view text = row_.fields()[static_cast<std::size_t>(column)];
    const auto value = read_number(text);
    const bool is_told = value ? told.inexact || !is_single || is_exact(text) : told.name && !is_missing(text);
    if (!is_told) {
      targets_.numbers.resize(before);
      return false;
    }
    targets_.numbers.push_back(value.value_or(0));
    if (is_single) targets_.names.add(text);
  }
  return true;
}

}  // namespace mlp
