#pragma once
// The parity of a word of bits, the classical task in which every input matters and no few of them tell anything: the
// inputs are 0 or 1, and the class is 1 where an odd number of them is 1. The 2^bits words come in a random order, over
// and over: any 2^bits samples in a row are the whole truth table.

#include "mlp/data/source.h"

namespace mlp {

struct ParityOptions {
  Index n = 1000;    // samples
  double noise = 0;  // standard deviation of the normal noise on each input
  Index bits = 4;    // inputs, 1 … 20
};

class Parity final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Parity(ParityOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  ParityOptions options_;
};

}  // namespace mlp
