// The "model" and "loss" sections of a run's config.

#include <map>
#include <set>

#include "mlp/config/run_config.h"
#include "mlp/core/error.h"
#include "text.h"

namespace mlp {
namespace {

// So many layers cannot be meant, and would not be reached by any gradient.
constexpr std::int64_t most_layers = 10000;

/// A layer's name becomes part of tensors' names ("NAME/kernel").
bool is_good_layer_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name != "input" && name.find_first_of("/\\\"") == std::string::npos &&
         std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

/// The layers of the list, each entry as often as its "repeat" says.
class LayerReader {
 public:
  /// `twice`: a second object of each layer is made.
  LayerReader(Section& model, RunConfig& run, bool twice) : model_(model), run_(run), twice_(twice) {}

  void read() {
    const Tree* defaults = model_.peek("defaults");
    std::vector<Section> entries =
        model_.component_sections("layers", true, model_.catalog().layers.kind(), "from the input to the output");
    const Tree* list = model_.peek("layers");
    if (list != nullptr && list->kind == Tree::Kind::array && list->items.empty())
      model_.problem("layers", "a net needs at least one layer");
    const std::size_t last = last_with_defaults(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) read_entry(entries[i], defaults, i == last);
    if (model_.context().describing) return;  // an echo would take the place of the layers' own keys
    // config.json shows every layer by itself, with what it took from the defaults.
    model_.echo("layers", std::move(resolved_));
    model_.echo("defaults", Tree::object());
  }

 private:
  static bool takes_defaults(const Section& entry) { return entry.type() == "dense" || entry.type() == "maxout"; }

  static std::size_t last_with_defaults(const std::vector<Section>& entries) {
    std::size_t last = entries.size();
    for (std::size_t i = 0; i < entries.size(); ++i)
      if (takes_defaults(entries[i])) last = i;
    return last;
  }

  void read_entry(Section& entry, const Tree* defaults, bool is_last) {
    const auto name = entry.optional_text("name", "default: TYPE_1, TYPE_2, …, counted per type");
    const auto inputs = entry.texts(
        "inputs", {}, "names of earlier layers, \"input\" being the net's input; default: the layer before");
    const std::int64_t repeat =
        entry.integer("repeat", 1, "so many of these layers, one after the other").at_least(1).at_most(most_layers);
    const std::int64_t room = most_layers - static_cast<std::int64_t>(run_.layers.size());
    if (repeat > room)
      return entry.problem("repeat", "a net of more than " + std::to_string(most_layers) + " layers cannot be meant");
    for (std::int64_t i = 1; i <= repeat; ++i) {
      const bool with_defaults = takes_defaults(entry) && defaults != nullptr && !(is_last && i == repeat);
      entry.use_fallback(with_defaults ? defaults : nullptr, "/model/defaults");
      LayerConfig layer;
      layer.layer = entry.as_component(model_.catalog().layers);
      if (twice_) layer.again = entry.as_component(model_.catalog().layers);
      layer.type = entry.type();
      layer.pointer = entry.pointer();
      layer.name = name ? *name + (repeat > 1 ? "_" + std::to_string(i) : "")
                        : layer.type + "_" + std::to_string(++count_of_type_[layer.type]);
      layer.inputs = i == 1 ? inputs : std::vector<std::string>{};
      check(entry, layer, repeat);
      resolved_.items.push_back(resolved_layer(entry, layer));
      run_.layers.push_back(std::move(layer));
    }
    entry.finish("layer \"" + entry.type() + "\"");
  }

  static Tree resolved_layer(const Section& entry, const LayerConfig& layer) {
    Tree tree = entry.resolved();
    tree.set("name", Tree::of(layer.name));
    Tree inputs = Tree::array();
    for (const std::string& input : layer.inputs) inputs.items.push_back(Tree::of(input));
    tree.set("inputs", inputs);
    tree.set("repeat", Tree::of(std::int64_t{1}));
    return tree;
  }

  void check(Section& entry, const LayerConfig& layer, std::int64_t repeat) {
    if (!is_good_layer_name(layer.name))
      entry.problem("name",
                    "a layer's name has 1 to 100 characters, no / \\ \" or control characters, and is not \"input\"");
    if (!names_.insert(layer.name).second)
      entry.problem(entry.has("name") ? "name" : "", "two layers are named \"" + layer.name + "\"");
    if (layer.layer.needs_inputs && repeat > 1) {
      entry.problem("repeat", "layer \"" + layer.type + "\" cannot be repeated: each would need inputs of its own");
      return;
    }
    if (layer.layer.needs_inputs && layer.inputs.size() < 2)
      entry.problem(entry.has("inputs") ? "inputs" : "",
                    "layer \"" + layer.type + "\" joins two or more layers: name them in \"inputs\"");
    if (layer.layer && !layer.layer.needs_inputs && layer.inputs.size() > 1)
      entry.problem("inputs",
                    "layer \"" + layer.type + "\" has one input; join several with \"add\" or \"concatenate\"");
    for (std::size_t i = 0; i < layer.inputs.size(); ++i) check_input(entry, layer.inputs[i], i);
  }

  void check_input(Section& entry, const std::string& name, std::size_t index) {
    const auto is_name = [&](const LayerConfig& layer) { return layer.name == name; };
    if (name == "input" || std::ranges::any_of(run_.layers, is_name)) return;
    std::vector<std::string> earlier{"input"};
    for (const LayerConfig& layer : run_.layers) earlier.push_back(layer.name);
    const std::string hint = did_you_mean(name, earlier);
    entry.problem("inputs", index,
                  in_quotes(name) + " is no earlier layer; " + (hint.empty() ? "earlier" : hint + " Earlier") +
                      " are: " + listed(earlier));
  }

  Section& model_;
  RunConfig& run_;
  bool twice_;
  std::map<std::string, int> count_of_type_;
  std::set<std::string> names_;
  Tree resolved_ = Tree::array();
};

/// Reads `defaults` as a layer of this type that has nothing but what it must have. Returns the keys of the type.
std::vector<std::string> read_as_layer(const char* type, const Tree& defaults, Section& model) {
  Tree layer = Tree::object();
  for (const char* required : {"units", "pieces"})
    if (defaults.find(required) == nullptr) layer.set(required, Tree::of(1));
  Section section(&layer, "/model/defaults", model.context(), &defaults, "/model/defaults");
  model.catalog().layers.find(type)->make(section);
  std::vector<std::string> keys;
  for (const KeyDescription& key : section.keys()) keys.push_back(key.key);
  return keys;
}

/// Reads model.defaults once by themselves: the layers read only what they lack, and none of them may lack a value that
/// is wrong.
void check_defaults(Section& model) {
  const Tree* defaults =
      model.raw("defaults", "object", "keys of all dense and maxout layers but the last, where these do not have them");
  if (defaults == nullptr) return;
  if (defaults->kind != Tree::Kind::object)
    return model.problem("defaults", "expected an object, found " + described(*defaults));
  std::vector<std::string> known = read_as_layer("dense", *defaults, model);
  Tree rest = Tree::object();  // what a dense layer does not know: only once shall a mistake be reported
  for (const Member& member : defaults->members)
    if (std::ranges::find(known, member.key) == known.end()) rest.members.push_back(member);
  for (const std::string& key : read_as_layer("maxout", rest, model))
    if (std::ranges::find(known, key) == known.end()) known.push_back(key);
  for (const Member& member : rest.members)
    if (std::ranges::find(known, member.key) == known.end())
      model.context().problems->add(
          {member.key_place, pointer_to("/model/defaults", member.key),
           "key " + in_quotes(member.key) + " is not one of a dense or maxout layer" + suggestion(member.key, known)});
}

/// Whether the loss includes the last activation, and whether the two fit.
void check_output(Section& root, RunConfig& run) {
  if (!run.loss || run.layers.empty() || !run.layers.back().layer) return;
  const Loss<double>& loss = *run.loss.double_precision;
  const Activation<double>* output = run.layers.back().layer.stages.back().double_precision->activation();
  run.loss_includes_output = output != nullptr && loss.includes(*output);
  // A net that is wrong itself may lack the activation for that reason.
  const auto of_the_net = [](const Problem& problem) { return problem.pointer.starts_with("/model/"); };
  if (std::ranges::any_of(root.context().problems->all(), of_the_net)) return;
  if (!loss.required_output().empty() && !run.loss_includes_output)
    root.problem("loss", run.loss_name + " needs a last layer with the activation \"" +
                             std::string(loss.required_output()) + "\"");
}

}  // namespace

void read_model(Section& root, RunConfig& run) {
  Section model = root.section("model", "the net");
  check_defaults(model);
  const Tree* training = root.peek("training");
  const Tree* pretraining = training != nullptr ? training->find("pretraining") : nullptr;
  LayerReader(model, run, pretraining != nullptr && pretraining->kind != Tree::Kind::null).read();
  run.initial_weights =
      model.optional_path("initial_weights", "a .safetensors or .npz file with every tensor's first values");
  model.finish("\"model\"");
  LossChoice choice = root.component("loss", root.catalog().losses, "", "what is minimized");
  run.loss = choice.loss;
  run.class_options = std::move(choice.classes);
  if (const Tree* loss = root.peek("loss"))
    run.loss_name = loss->kind == Tree::Kind::string ? loss->string
                    : loss->find("type")             ? loss->find("type")->string
                                                     : "";
  check_output(root, run);
}

}  // namespace mlp
