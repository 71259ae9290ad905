// The table of initializers: the famous names are rows of one rule, with their papers and their names elsewhere.

#include <cmath>

#include "mlp/config/catalog.h"
#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/files/tensor_file.h"

namespace mlp {
namespace {

double read_gain(Section& s) { return s.number("gain", 1, "a factor of the values"); }

/// A row whose only parameter is the gain.
void add_rule(Registry<InitializerChoice>& table, std::string name, std::string summary, const VarianceRule& rule) {
  table.add(std::move(name), std::move(summary),
            [rule](Section& s) { return make_variance_scaling(rule, read_gain(s)); });
}

const VarianceRule he_normal{
    2, 1, 0, Spread::normal, "He, Zhang, Ren & Sun 2015", "HeNormal, but not truncated", "kaiming_normal_"};

/// He's rules take the slope a of a leaky rectifier: it passes on (1 + a²)/2 of the variance instead of 1/2.
VarianceRule for_slope(VarianceRule rule, Section& s) {
  const double a =
      s.number("negative_slope", 0, "the slope a of a leaky rectifier: the variance is divided by 1 + a^2");
  rule.scale /= 1 + a * a;
  return rule;
}

InitializerChoice read_he(Section& s) {
  const std::string spread =
      s.choice("distribution", {"normal", "uniform"}, "normal",
               "normal, std sqrt(2/n), or uniform within sqrt(2/n), which has a third of its variance");
  // Nobody's rule, but often taken for He's: within the standard deviation. he_uniform has its variance.
  const VarianceRule uniform{2.0 / 3, 1, 0, Spread::uniform, "", "", ""};
  const VarianceRule rule = for_slope(spread == "normal" ? he_normal : uniform, s);
  return make_variance_scaling(rule, read_gain(s));
}

InitializerChoice read_uniform(Section& s) {
  const double low = s.number("low", -0.05, "lower end"), high = s.number("high", 0.05, "upper end");
  if (high < low)
    s.problem("high", "must be at least \"low\", which is " + shortest(low) + ", found " + shortest(high));
  return make_uniform(low, high, read_gain(s));
}

InitializerChoice read_tensor(Section& s) {
  const auto path = s.path("path", "a .safetensors, .npz or .npy file");
  const auto name =
      s.optional_text("tensor", "the tensor's name in the file; may be missing where the file has one only");
  if (path.empty()) return nullptr;  // a problem already, or a section that only describes
  try {
    const Tensor tensor = read_one_tensor(path, name);
    const std::vector<double> values = tensor.converted<double>();
    return make_from_values(values, tensor.shape, path.string() + ": tensor \"" + tensor.name + "\"");
  } catch (const InputError& error) {
    s.problem("path", error.what());
    return nullptr;
  }
}

}  // namespace

void add_initializers(Registry<InitializerChoice>& table) {
  table.add("zeros", "0", [](Section&) { return make_constant(0); });
  table.add("ones", "1", [](Section&) { return make_constant(1); });
  table.add("constant", "one value", [](Section& s) { return make_constant(s.number("value", 0, "the value")); });
  table.add("uniform", "uniform in [low, high]", read_uniform);
  table.add("normal", "normal", [](Section& s) {
    const double mean = s.number("mean", 0, "mean");
    const double stddev = s.number("stddev", 0.05, "standard deviation").at_least(0);
    return make_normal(mean, stddev, read_gain(s));
  });
  table.add("truncated_normal", "normal, drawn again beyond two standard deviations", [](Section& s) {
    const double mean = s.number("mean", 0, "mean");
    const double stddev = s.number("stddev", 0.05, "standard deviation before the cut").at_least(0);
    return make_truncated_normal(mean, stddev, read_gain(s));
  });
  add_rule(table, "xavier", "uniform within 1/sqrt(n) (the heuristic that Glorot & Bengio 2010 start from)",
           {1.0 / 3, 1, 0, Spread::uniform, "the heuristic that Glorot & Bengio 2010 start from", "",
            "Linear's own default"});
  add_rule(table, "glorot_uniform", "uniform within sqrt(6/(n+m)) (Glorot & Bengio 2010)",
           {2, 1, 1, Spread::uniform, "Glorot & Bengio 2010", "GlorotUniform", "xavier_uniform_"});
  add_rule(table, "glorot_normal", "normal, std sqrt(2/(n+m)) (Glorot & Bengio 2010)",
           {2, 1, 1, Spread::normal, "Glorot & Bengio 2010", "GlorotNormal, but not truncated", "xavier_normal_"});
  table.add("he", "normal, std sqrt(2/n); or uniform within sqrt(2/n) (He et al. 2015)", read_he);
  table.add("he_normal", "normal, std sqrt(2/n) (He et al. 2015)", [](Section& s) {
    const VarianceRule scaled = for_slope(he_normal, s);
    return make_variance_scaling(scaled, read_gain(s));
  });
  table.add("he_uniform", "uniform within sqrt(6/n) (He et al. 2015)", [](Section& s) {
    const VarianceRule rule{2, 1, 0, Spread::uniform, "He, Zhang, Ren & Sun 2015", "HeUniform", "kaiming_uniform_"};
    const VarianceRule scaled = for_slope(rule, s);
    return make_variance_scaling(scaled, read_gain(s));
  });
  add_rule(table, "lecun_uniform", "uniform within sqrt(3/n) (LeCun et al. 1998)",
           {1, 1, 0, Spread::uniform, "LeCun, Bottou, Orr & Müller 1998", "LecunUniform", ""});
  add_rule(table, "lecun_normal", "normal, std sqrt(1/n) (LeCun et al. 1998)",
           {1, 1, 0, Spread::normal, "LeCun, Bottou, Orr & Müller 1998", "LecunNormal, but not truncated", ""});
  table.add("orthogonal", "a random matrix with orthonormal rows or columns (Saxe, McClelland & Ganguli 2014)",
            [](Section& s) { return make_orthogonal(read_gain(s)); });
  table.add("identity", "1 on the diagonal, 0 elsewhere", [](Section& s) { return make_identity(read_gain(s)); });
  table.add(
      "sparse", "normal, but only so many connections per unit; other weights are 0 (Martens 2010)", [](Section& s) {
        const Index connections = s.integer("connections", 15, "weights per unit that are not 0").at_least(1).value();
        const double stddev = s.number("stddev", 1, "their standard deviation").at_least(0);
        return make_sparse(connections, stddev, read_gain(s));
      });
  table.add(
      "lsuv",
      "orthogonal, then scaled, layer by layer, until the pre-activations of training samples have variance 1 "
      "(Mishkin & Matas 2016)",
      [](Section& s) { return make_lsuv(s.number("gain", 1, "the pre-activations' standard deviation").above(0)); });
  table.add("file", "the values of a tensor in a file", read_tensor);
}

InitializerChoice read_initializer(Section& s, std::string_view key, std::string_view fallback, bool is_matrix,
                                   std::string_view summary) {
  const Tree* written = s.peek(key);
  InitializerChoice initializer;
  if (written != nullptr && written->is_number()) {
    initializer = make_constant(s.number(key, 0, summary));
  } else if (written == nullptr || is_component(*written)) {
    initializer = s.component(key, s.catalog().initializers, fallback, summary);
  } else {
    report_neither_number_nor_component(s, key, "an initializer", summary);
  }
  s.description(key).type = "number or component";
  if (initializer && initializer->needs_matrix() && !is_matrix)
    s.problem(key, "this initializer fills matrices only; a bias takes zeros, a number, uniform, normal, …");
  return initializer ? initializer : make_constant(0);
}

}  // namespace mlp
