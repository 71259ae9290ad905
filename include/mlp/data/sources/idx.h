#pragma once
// Images in the IDX format, as MNIST and Fashion-MNIST are published. Unsigned bytes stand for value / 255 and stay
// bytes; elements of other types are taken as they are. Images that would fill the memory stay in their files.

#include <cstdint>
#include <filesystem>

#include "mlp/data/source.h"

namespace mlp {

struct IdxOptions {
  std::filesystem::path images;
  std::filesystem::path labels;       // empty: the data of an auto-encoder
  std::filesystem::path test_images;  // empty: the source has no test part of its own
  std::filesystem::path test_labels;
  Index limit = 0;                             // only the first so many images of `images`; 0: all
  Streaming streaming = Streaming::automatic;  // compressed files cannot be
};

/// The test part, where there is one, are the last rows of the table (Table::test_samples).
class Idx final : public Source {
 public:
  /// Throws InputError where one of the test files is given without the other.
  explicit Idx(IdxOptions options);
  Table load(std::uint64_t seed) const override;

 private:
  IdxOptions options_;
};

/// Images alone, to predict: `bytes` of an IDX file, `name` for messages.
Table idx_images(std::string bytes, std::string name);

}  // namespace mlp
