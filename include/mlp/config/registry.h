#pragma once
// A table of names and the factories behind them. The same table reads a config, lists what there is, makes the schema,
// words the error messages and drives the tests that run over all entries.

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace mlp {

class Section;

/// A component for both precisions: which one a run uses is known only later, and a check of gradients wants double.
template <template <class> class Interface>
struct Both {
  std::shared_ptr<Interface<float>> single_precision;
  std::shared_ptr<Interface<double>> double_precision;

  template <class T>
  const std::shared_ptr<Interface<T>>& get() const {
    if constexpr (std::is_same_v<T, float>)
      return single_precision;
    else
      return double_precision;
  }
  explicit operator bool() const { return double_precision != nullptr; }
};

/// both<Activation, LeakyRelu>(0.01) makes a LeakyRelu<float> and a LeakyRelu<double> of the same parameters.
template <template <class> class Interface, template <class> class Implementation, class... Parameters>
Both<Interface> both(const Parameters&... parameters) {
  return {std::make_shared<Implementation<float>>(parameters...),
          std::make_shared<Implementation<double>>(parameters...)};
}

/// Product is what a factory makes: Both<Activation>, std::shared_ptr<const Initializer>, …
template <class Product>
class Registry {
 public:
  struct Entry {
    std::string name;
    std::string summary;                    // one line for `mlp list`: the formula and its source
    std::function<Product(Section&)> make;  // reads the component's parameters
  };

  /// `kind` names the table in messages: "activation".
  explicit Registry(std::string kind) : kind_(std::move(kind)) {}

  const std::string& kind() const { return kind_; }

  /// A name stands for one thing only: a second entry of the same name is a mistake of the program.
  void add(std::string name, std::string summary, std::function<Product(Section&)> make) {
    if (find(name) != nullptr) throw std::logic_error(kind_ + " \"" + name + "\" is registered twice");
    entries_.push_back({std::move(name), std::move(summary), std::move(make)});
  }

  const Entry* find(std::string_view name) const {
    for (const Entry& entry : entries_)
      if (entry.name == name) return &entry;
    return nullptr;
  }

  const std::vector<Entry>& entries() const { return entries_; }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Entry& entry : entries_) names.push_back(entry.name);
    return names;
  }

 private:
  std::string kind_;
  std::vector<Entry> entries_;
};

}  // namespace mlp
