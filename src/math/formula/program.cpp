#include "mlp/math/formula/program.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "functions.h"
#include "mlp/core/error.h"

namespace mlp::formula {

/// Chooses registers for the terms, in the order in which they are computed.
template <class T>
class Program<T>::Compiler {
 public:
  Compiler(Program& program, const Terms& terms, Term root, Term known, std::size_t registers)
      : program_(program), terms_(terms), known_(known), limit_(registers) {
    const std::vector<Term> order = terms.in_order(root, known);
    for (std::size_t i = 0; i < order.size(); ++i) {
      needed_.emplace(order[i], Operand{});
      for_operands(order[i], [&](Term operand) { last_use_[operand] = i; });
    }
    for (std::size_t i = 0; i < order.size(); ++i) compile(order[i], i, order[i] == root);
  }

  const std::vector<double>& constants() const { return constants_; }

 private:
  using Place = typename Operand::Place;

  template <class Body>
  void for_operands(Term term, const Body& body) const {
    if (term == known_) return;
    for (std::size_t i = 0; i < operands(terms_[term].op); ++i) body(terms_[term].of[i]);
  }

  void compile(Term term, std::size_t at, bool is_root) {
    Operand& place = needed_.at(term);
    const Operand leaf = leaf_of(term);
    if (leaf.place != Place::none) place = leaf;
    if (leaf.place != Place::none && !is_root) return;
    if (place.place == Place::result) return;  // computed together with another
    Step step{.op = terms_[term].op, .to = {}, .complement = {}, .of = {leaf, leaf, leaf}};
    std::size_t count = 0;
    for_operands(term, [&](Term operand) { step.of[count++] = needed_.at(operand); });
    for (; count > 0 && count < 3; ++count) step.of[count] = step.of[0];  // any that may be read
    for_operands(term, [&](Term operand) { release(operand, at); });
    if (is_root) {
      step.to = {Place::out, 0};
    } else {
      place = step.to = fresh();
      pair_up(step, term);
    }
    program_.steps_.push_back(step);
  }

  Operand leaf_of(Term term) {
    if (term == known_) return {Place::y, 0};
    switch (terms_[term].op) {
      case Op::z:
        return {Place::z, 0};
      case Op::y:
        return {Place::y, 0};
      case Op::dy:
        return {Place::dy, 0};
      case Op::number:
        constants_.push_back(terms_[term].number);
        return {Place::constant, static_cast<Index>(constants_.size()) - 1};
      default:
        return {};
    }
  }

  /// σ(a) and 1 − σ(a) come from the same exponential.
  void pair_up(Step& step, Term term) {
    if (step.op != Op::sigmoid && step.op != Op::complement) return;
    const Op other = step.op == Op::sigmoid ? Op::complement : Op::sigmoid;
    const auto partner = std::ranges::find_if(needed_, [&](const auto& entry) {
      const Node& node = terms_[entry.first];
      return node.op == other && node.of[0] == terms_[term].of[0] && entry.first != known_;
    });
    if (partner == needed_.end() || partner->second.place != Place::none) return;
    partner->second = fresh();
    step.complement = partner->second;
    if (step.op == Op::complement) std::swap(step.to, step.complement);
    step.op = Op::sigmoid;
  }

  Operand fresh() {
    if (free_.empty()) {
      if (program_.registers_ == limit_)
        throw InputError("the formula is too large: more than " + std::to_string(limit_) +
                         " of its parts would have to be kept at once");
      free_.push_back(static_cast<Index>(program_.registers_++));
    }
    const Index index = free_.back();
    free_.pop_back();
    return {Place::result, index};
  }

  void release(Term operand, std::size_t at) {
    const auto last = last_use_.find(operand);
    const Operand& place = needed_.at(operand);
    if (last == last_use_.end() || last->second != at || place.place != Place::result) return;
    free_.push_back(place.index);
    last_use_.erase(last);  // an operand that comes twice is released once
  }

  Program& program_;
  const Terms& terms_;
  Term known_;
  std::size_t limit_;
  std::unordered_map<Term, Operand> needed_;
  std::unordered_map<Term, std::size_t> last_use_;
  std::vector<Index> free_;
  std::vector<double> constants_;
};

template <class T>
Program<T>::Program(const Terms& terms, Term root, Term known, std::size_t registers) {
  const Compiler compiler(*this, terms, root, known, registers);
  const Index each = scratch_elements / std::max<Index>(static_cast<Index>(registers_), 1);
  block_ = std::clamp<Index>(each / padding * padding, padding, longest_block);
  for (Step& step : steps_)
    for (Operand* operand : {&step.to, &step.complement, &step.of[0], &step.of[1], &step.of[2]})
      operand->offset = operand->index * block_;
  for (const double value : compiler.constants())
    constants_.insert(constants_.end(), static_cast<std::size_t>(block_), static_cast<T>(value));
}

template <class T>
bool Program<T>::reads(Op leaf) const {
  using Place = typename Operand::Place;
  const Place place = leaf == Op::z ? Place::z : leaf == Op::y ? Place::y : Place::dy;
  return std::ranges::any_of(steps_, [place](const Step& step) {
    return std::ranges::any_of(step.of, [place](const Operand& operand) { return operand.place == place; });
  });
}

template <class T>
void Program<T>::run_block(const Bases& bases, Index count) const {
  using Whole = Eigen::Map<const Lane<T>>;
  const auto place = [&bases](const Operand& operand) {
    return bases[static_cast<std::size_t>(operand.place)] + operand.offset;
  };
  for (const Step& step : steps_) {
    const T *a = place(step.of[0]), *b = place(step.of[1]), *c = place(step.of[2]);
    T* to = place(step.to);
    if (step.complement.place != Operand::Place::none) {
      T* complement = place(step.complement);
      for (Index i = 0; i < count; i += padding) {
        const LogisticLane<T> s = sigmoid_and_complement<T>(Whole(a + i));
        store_lane<T>(s.p, padding, to + i);
        store_lane<T>(s.q, padding, complement + i);
      }
      continue;
    }
    with_function<T>(step.op, [&](const auto& f) {
      for (Index i = 0; i < count; i += padding)
        store_lane<T>(f(Whole(a + i), Whole(b + i), Whole(c + i)), padding, to + i);
    });
  }
}

template <class T>
void Program<T>::run(const Inputs<T>& in, Index size, T* out) const {
  alignas(alignment) T scratch[scratch_elements];
  const auto bases = [&](const T* z, const T* y, const T* dy, T* to) {
    const auto given = [](const T* input) { return const_cast<T*>(input); };  // steps write to registers and to `out`
    return Bases{nullptr, given(z), given(y), given(dy), given(constants_.data()), scratch, to};
  };
  const auto at = [](const T* input, Index first) { return input == nullptr ? nullptr : input + first; };
  const Index whole = size / padding * padding;
  for (Index first = 0; first < whole; first += block_)
    run_block(bases(at(in.z, first), at(in.y, first), at(in.dy, first), out + first), std::min(block_, whole - first));
  if (whole == size) return;
  // What is left is copied to lanes, of which all may be read.
  alignas(alignment) T rest[4][padding] = {};
  const auto copied = [&](const T* input, T* to) {
    if (input != nullptr) std::copy_n(input + whole, size - whole, to);
    return to;
  };
  run_block(bases(copied(in.z, rest[0]), copied(in.y, rest[1]), copied(in.dy, rest[2]), rest[3]), padding);
  std::copy_n(rest[3], size - whole, out + whole);
}

template class Program<float>;
template class Program<double>;

}  // namespace mlp::formula
