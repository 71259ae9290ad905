#pragma once
// The text of LIBSVM and SVMlight (https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets): a sample a line,
//     LABEL INDEX:VALUE INDEX:VALUE …   # comment
// Features that a line does not have are 0. Indices ascend, and start at 1 (or, as scikit-learn writes them, at 0). The
// label is a class or a target of a regression. Groups for ranking (qid:N) are not used.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "mlp/data/source.h"

namespace mlp {

struct LibsvmOptions {
  std::filesystem::path path;     // .gz too
  std::optional<Index> features;  // how many there are; nothing: as many as the largest index says
  Index index_base = 1;           // of the first feature: 0 or 1
};

/// Features are named by their indices, x1, x2, …, the target "label".
class Libsvm final : public Source {
 public:
  explicit Libsvm(LibsvmOptions options) : options_(std::move(options)) {}
  Table load(std::uint64_t seed) const override;
  SampleFormats sample_formats() const override;

 private:
  LibsvmOptions options_;
};

/// True for text that starts as such a file does.
bool looks_like_libsvm(std::string_view text);

/// Samples for a net of so many inputs, from a file's text; `name` is for messages. Labels are left out unless
/// required.
Table libsvm_samples(std::string_view text, const std::string& name, Index index_base, Index inputs,
                     bool targets_required);

}  // namespace mlp
