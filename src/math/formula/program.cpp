#include "mlp/math/formula/program.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "functions.h"
#include "mlp/core/error.h"

namespace mlp::formula {

namespace {

/// The operation that a choice is together with the comparison that decides.
Op with_comparison(Op comparison) {
  switch (comparison) {
    case Op::less:
      return Op::where_less;
    case Op::less_equal:
      return Op::where_less_equal;
    case Op::equal:
      return Op::where_equal;
    case Op::not_equal:
      return Op::where_not_equal;
    default:
      return Op::where;
  }
}

/// tanh(ln(1 + e^a)), mish's: with p = σ(a) and q = 1 − p, e^softplus(a) is 1/q, and the tangent (1 − q²)/(1 + q²) =
/// p·(1 + q)/(1 + q²). One exponential instead of two and a logarithm, and no digits are lost.
Term tanh_of_softplus(Terms& terms, Term a) {
  const Term one = terms.number(1), p = terms.add(Op::sigmoid, a), q = terms.add(Op::complement, a);
  const Term numerator = terms.add(Op::multiply, p, terms.add(Op::add, one, q));
  return terms.add(Op::divide, numerator, terms.add(Op::add, one, terms.add(Op::multiply, q, q)));
}

/// The term as programs compute it: the output y in the place of `known`, and choices with their comparisons.
Term lowered(Terms& terms, Term root, Term known) {
  std::unordered_map<Term, Term> become;
  if (known >= 0) become.emplace(known, terms.leaf(Op::y));
  for (const Term term : terms.in_order(root)) {
    const Node node = terms[term];
    if (operands(node.op) == 0 || term == known) continue;
    const auto of = [&](std::size_t i) {
      const auto found = become.find(node.of[i]);
      return found == become.end() ? node.of[i] : found->second;
    };
    const Node test = terms[of(0)];
    const Op chosen = node.op == Op::where ? with_comparison(test.op) : Op::where;
    if (node.op == Op::tanh && test.op == Op::softplus)
      become[term] = tanh_of_softplus(terms, test.of[0]);
    else
      become[term] = chosen != Op::where ? terms.add(chosen, test.of[0], test.of[1], of(1), of(2))
                                         : terms.add(node.op, of(0), of(1), of(2));
  }
  const auto found = become.find(root);
  return found == become.end() ? root : found->second;
}

}  // namespace

/// Chooses registers for the terms, in the order in which they are computed.
template <class T>
class Program<T>::Compiler {
 public:
  Compiler(Program& program, const Terms& terms, Term root, std::size_t registers)
      : program_(program), terms_(terms), limit_(registers) {
    std::vector<Term> order = terms.in_order(root);
    join_pairs(order);
    std::erase_if(order, [this](Term term) { return is_first_.contains(term); });
    for (std::size_t i = 0; i < order.size(); ++i) {
      needed_.emplace(order[i], Operand{});
      for_operands(order[i], [&](Term operand) { last_use_[operand] = i; });
    }
    for (std::size_t i = 0; i < order.size(); ++i) compile(order[i], i, order[i] == root);
  }

  const std::vector<double>& constants() const { return constants_; }

 private:
  using Place = typename Operand::Place;

  /// Finds the operations whose result another, and nobody else, needs at once: the two are one step.
  void join_pairs(const std::vector<Term>& order) {
    std::unordered_map<Term, int> uses;
    for (const Term term : order)
      for (std::size_t i = 0; i < operands(terms_[term].op); ++i) ++uses[terms_[term].of[i]];
    for (const Term term : order) {
      for (std::size_t i = 0; i < 2 && may_be_second(terms_[term].op, i); ++i) {
        const Term first = terms_[term].of[i];
        if (!may_be_first(terms_[first].op) || uses[first] > 1 || place_of_first_.contains(first)) continue;
        place_of_first_.emplace(term, i);
        is_first_.insert(first);
        break;
      }
    }
  }

  /// Of a joint step, the operands of the first operation and the other one of the second.
  template <class Body>
  void for_operands(Term term, const Body& body) const {
    const Node& node = terms_[term];
    const auto joint = place_of_first_.find(term);
    const Node& own = joint == place_of_first_.end() ? node : terms_[node.of[joint->second]];
    for (std::size_t i = 0; i < operands(own.op); ++i) body(own.of[i]);
    if (joint != place_of_first_.end()) body(node.of[1 - joint->second]);
  }

  void compile(Term term, std::size_t at, bool is_root) {
    Operand& place = needed_.at(term);
    const Operand leaf = leaf_of(term);
    if (leaf.place != Place::none) place = leaf;
    if (leaf.place != Place::none && !is_root) return;
    if (place.place == Place::result) return;  // computed together with another
    Step step = step_of(term, leaf);
    for_operands(term, [&](Term operand) { release(operand, at); });
    if (is_root) {
      step.to = {Place::out, 0};
    } else {
      place = step.to = fresh();
      pair_up(step, term);
    }
    program_.steps_.push_back(step);
  }

  Step step_of(Term term, const Operand& leaf) const {
    Step step{.op = terms_[term].op, .of = {leaf, leaf, leaf, leaf, leaf}};
    std::size_t count = 0;
    for_operands(term, [&](Term operand) { step.of[count++] = needed_.at(operand); });
    if (const auto joint = place_of_first_.find(term); joint != place_of_first_.end()) {
      step.second = step.op;
      step.op = terms_[terms_[term].of[joint->second]].op;
      step.first_is_right = joint->second == 1;
      std::swap(step.of[4], step.of[--count]);
    }
    for (; count > 0 && count < 4; ++count) step.of[count] = step.of[0];  // any that may be read
    if (step.second == Op::number) step.of[4] = step.of[0];
    return step;
  }

  Operand leaf_of(Term term) {
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
      return node.op == other && node.of[0] == terms_[term].of[0];
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
  std::size_t limit_;
  std::unordered_map<Term, std::size_t> place_of_first_;  // of a joint step's second operation, among its operands
  std::unordered_set<Term> is_first_;
  std::unordered_map<Term, Operand> needed_;
  std::unordered_map<Term, std::size_t> last_use_;
  std::vector<Index> free_;
  std::vector<double> constants_;
};

template <class T>
Program<T>::Program(Terms terms, Term root, Term known, std::size_t registers) {
  const Term computed = lowered(terms, root, known);
  const Compiler compiler(*this, terms, computed, registers);
  const Index arrays = static_cast<Index>(registers_) + arrays_besides;
  block_ = std::max(scratch_elements / arrays / padding * padding, padding);
  for (Step& step : steps_)
    for (Operand* operand :
         {&step.to, &step.complement, &step.of[0], &step.of[1], &step.of[2], &step.of[3], &step.of[4]}) {
      const bool is_constant = operand->place == Operand::Place::constant;
      operand->stride = is_constant ? 0 : padding;
      operand->offset = operand->index * (is_constant ? padding : block_);
    }
  for (const double value : compiler.constants())
    constants_.insert(constants_.end(), static_cast<std::size_t>(padding), static_cast<T>(value));
}

template <class T>
bool Program<T>::reads(Op leaf) const {
  using Place = typename Operand::Place;
  const Place place = leaf == Op::z ? Place::z : leaf == Op::y ? Place::y : Place::dy;
  return std::ranges::any_of(steps_, [place](const Step& step) {
    return std::ranges::any_of(step.of, [place](const Operand& operand) { return operand.place == place; });
  });
}

namespace {

/// Where the lanes of an operand are: one after the other, or for a number the same again and again.
template <class T>
struct Stream {
  const T* from;
  Index stride;
};

/// to = f(a, b, c, d, e), lane by lane.
template <class T, class F>
[[gnu::flatten]] void for_lanes(const std::array<Stream<T>, 5>& of, T* to, Index count, const F& f) {
  using Whole = Eigen::Map<const Lane<T>>;
  auto [a, b, c, d, e] = of;
  for (const T* end = to + count; to != end; to += padding) {
    store_lane<T>(f(Whole(a.from), Whole(b.from), Whole(c.from), Whole(d.from), Whole(e.from)), padding, to);
    a.from += a.stride, b.from += b.stride, c.from += c.stride, d.from += d.stride, e.from += e.stride;
  }
}

template <class T>
[[gnu::flatten]] void logistic_lanes(const T* x, T* p, T* q, Index count) {
  for (Index i = 0; i < count; i += padding) {
    const LogisticLane<T> s = logistic<T>(Eigen::Map<const Lane<T>>(x + i));
    store_lane<T>(s.p, padding, p + i);
    store_lane<T>(s.q, padding, q + i);
  }
}

}  // namespace

template <class T>
void Program<T>::run_block(const Bases& bases, Index count) const {
  using A = const Lane<T>&;
  const auto place = [&bases](const Operand& operand) {
    return bases[static_cast<std::size_t>(operand.place)] + operand.offset;
  };
  for (const Step& step : steps_) {
    T* to = place(step.to);
    if (step.complement.place != Operand::Place::none) {
      logistic_lanes<T>(place(step.of[0]), to, place(step.complement), count);
      continue;
    }
    std::array<Stream<T>, 5> of;
    for (std::size_t i = 0; i < of.size(); ++i) of[i] = {place(step.of[i]), step.of[i].stride};
    if (step.second == Op::number) {
      with_function<T>(step.op, [&](const auto& f) {
        for_lanes<T>(of, to, count, [f](A a, A b, A c, A d, A) -> Lane<T> { return f(a, b, c, d); });
      });
      continue;
    }
    with_first_function<T>(step.op, [&](const auto& f) {
      with_second_function<T>(step.second, step.first_is_right, [&](const auto& g) {
        for_lanes<T>(of, to, count, [f, g](A a, A b, A c, A d, A e) -> Lane<T> { return g(f(a, b, c, d), e); });
      });
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
