// The .json form of a net: a small document, made as a tree, with the tensors, which may be large, written number by
// number behind its other members.

#include <cmath>

#include "mlp/config/json.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/data/task.h"
#include "mlp/export/export_file.h"

namespace mlp {
namespace {

constexpr const char* json_format = "mlp net 1";

Tree tree_of(const Scaling& scaling) {
  Tree tree = Tree::object();
  tree.set("type", Tree::of(std::string(scaling_name(scaling.kind))));
  tree.set("shift", Tree::list(scaling.shift));
  tree.set("scale", Tree::list(scaling.scale));
  return tree;
}

/// True for keys of a layer that training alone reads.
bool is_for_training(std::string_view key) {
  return key.ends_with("_initializer") || key.ends_with("_regularizer") || key.ends_with("_constraint") ||
         key == "repeat" || key == "trainable" || key == "learning_rate_multiplier";
}

Tree tree_of(const ExportedLayer& layer) {
  Tree tree = layer.settings;
  std::erase_if(tree.members, [](const Member& member) { return is_for_training(member.key); });
  tree.set("inputs", Tree::list(layer.inputs));
  return tree;
}

/// Everything but the tensors.
Tree description_of(const ExportedNet& net) {
  Tree layers = Tree::array();
  for (const ExportedLayer& layer : net.layers) layers.items.push_back(tree_of(layer));
  Tree tree = Tree::object();
  tree.set("format", Tree::of(json_format));
  tree.set("name", Tree::of(net.name));
  tree.set("precision", Tree::of(net.precision == Precision::float32 ? "float32" : "float64"));
  tree.set("task", Tree::of(std::string(task_name(net.data.task))));
  tree.set("feature_names", Tree::list(net.data.feature_names));
  tree.set("target_names", Tree::list(net.data.target_names));
  tree.set("class_names", Tree::list(net.data.class_names));
  tree.set("replacements", Tree::list(net.data.replacements));
  tree.set("scaling", tree_of(net.data.scaling));
  tree.set("target_scaling", tree_of(net.data.target_scaling));
  tree.set("layers", std::move(layers));
  return tree;
}

/// A tensor as nested lists, row-major: [[1, 2], [3, 4]] of shape [2, 2]. The file is handed large pieces.
template <class T>
class NestedLists {
 public:
  NestedLists(FileWriter& file, const Tensor& tensor)
      : file_(file), shape_(tensor.shape), values_(tensor.values<T>()) {}

  void write() {
    append(0);
    file_.write(text_);
  }

 private:
  static constexpr std::size_t piece = 1 << 16;

  void append(std::size_t axis) {
    if (axis == shape_.size()) return append_number(values_[next_++]);
    text_ += "[";
    for (Index i = 0; i < shape_[axis]; ++i) {
      if (i > 0) text_ += ", ";
      append(axis + 1);
    }
    text_ += "]";
    if (text_.size() < piece) return;
    file_.write(text_);
    text_.clear();
  }

  // JSON has no NaN and no infinity.
  void append_number(T value) { text_ += std::isfinite(value) ? shortest(value) : "null"; }

  FileWriter& file_;
  const Shape& shape_;
  std::span<const T> values_;
  std::size_t next_ = 0;
  std::string text_;
};

}  // namespace

void write_net_json(const std::filesystem::path& path, const ExportedNet& net) {
  std::string text = to_json(description_of(net));
  text.resize(text.rfind('\n'));  // the closing brace goes behind the tensors
  FileWriter file(path);
  file.write(text + ",\n  \"tensors\": {");
  const char* separator = "\n    ";
  for (const Tensor& tensor : net.tensors) {
    file.write(separator + json_string(tensor.name) + ": ");
    if (net.precision == Precision::float32)
      NestedLists<float>(file, tensor).write();
    else
      NestedLists<double>(file, tensor).write();
    separator = ",\n    ";
  }
  file.write(net.tensors.empty() ? "}\n}\n" : "\n  }\n}\n");
  file.commit();
}

}  // namespace mlp
