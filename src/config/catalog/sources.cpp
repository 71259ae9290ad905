// The table of data sources.

#include <string>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/data/sources/blobs.h"
#include "mlp/data/sources/circles.h"
#include "mlp/data/sources/csv.h"
#include "mlp/data/sources/gaussian_quantiles.h"
#include "mlp/data/sources/idx.h"
#include "mlp/data/sources/libsvm.h"
#include "mlp/data/sources/moons.h"
#include "mlp/data/sources/npy.h"
#include "mlp/data/sources/parity.h"
#include "mlp/data/sources/polynomial.h"
#include "mlp/data/sources/sine.h"
#include "mlp/data/sources/spirals.h"
#include "mlp/data/sources/xor.h"

namespace mlp {
namespace {

/// One column, or a list of them, by name or by place.
std::vector<CsvColumn> read_columns(Section& s, std::string_view key, std::string_view summary) {
  const Tree* tree = s.raw(key, "string or integer or list of strings or list of integers", summary);
  if (tree == nullptr || tree->kind == Tree::Kind::null) return {};
  const bool is_list = tree->kind == Tree::Kind::array;
  const std::vector<Tree> items = is_list ? tree->items : std::vector<Tree>{*tree};
  std::vector<CsvColumn> columns;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind == Tree::Kind::string)
      columns.emplace_back(items[i].string);
    else if (items[i].kind == Tree::Kind::integer)
      columns.emplace_back(static_cast<Index>(items[i].integer));
    else
      s.problem(key, is_list ? i : std::string::npos,
                "expected a column's name or number (0: the first, -1: the last), found " + described(items[i]));
  }
  return columns;
}

SourceChoice csv_source(Section& s) {
  CsvOptions csv;
  csv.path = s.path("path", "the file; .gz too");
  const std::string delimiter = s.text("delimiter", ",", "between the columns: one character");
  if (delimiter.size() == 1)
    csv.format.delimiter = delimiter[0];
  else
    s.problem("delimiter", "expected one character, such as \",\", \";\" or \"\\t\"");
  csv.format.header = s.boolean("header", true, "the first line names the columns");
  csv.targets = read_columns(s, "target", "the target column or columns, by name or number (-1: the last)");
  csv.ignore = read_columns(s, "ignore", "columns that are not used");
  csv.categorical = read_columns(s, "categorical", "features that are names: an input of 0 or 1 for each name");
  const std::string missing =
      s.choice("missing", {"error", "drop", "mean"}, "error",
               "values: an error; the row is left out; or features become the mean of the training part");
  csv.format.missing = missing == "drop"   ? MissingValues::drop
                       : missing == "mean" ? MissingValues::mean
                                           : MissingValues::error;
  return std::make_shared<Csv>(csv);
}

Streaming read_streaming(Section& s) {
  const std::string when = s.choice("stream", {"auto", "always", "never"}, "auto",
                                    "leave the samples in the file: auto where they would fill half of the memory");
  return when == "always" ? Streaming::always : when == "never" ? Streaming::never : Streaming::automatic;
}

SourceChoice npy_source(Section& s) {
  NpyOptions npy;
  npy.features = s.path("features", "a .npy file of shape [samples, features] or [samples, rows, columns]; .gz too");
  npy.targets = s.optional_path("targets", "a .npy file of shape [samples] or [samples, targets]").value_or("");
  npy.streaming = read_streaming(s);
  return std::make_shared<Npy>(npy);
}

SourceChoice npz_source(Section& s) {
  NpzOptions npz;
  npz.path = s.path("path", "the archive");
  npz.features = s.text("features", "the array of features: its name in the archive");
  npz.targets = s.optional_text("targets", "the array of targets").value_or("");
  return std::make_shared<Npz>(npz);
}

SourceChoice libsvm_source(Section& s) {
  LibsvmOptions libsvm;
  libsvm.path = s.path("path", "the file; .gz too");
  libsvm.features =
      s.optional_integer("features", "number of features; default: the largest index", Range::at_least(1));
  libsvm.index_base = s.integer("index_base", 1, "index of the first feature: 1, or 0 as scikit-learn writes it")
                          .at_least(0)
                          .at_most(1);
  return std::make_shared<Libsvm>(libsvm);
}

SourceChoice idx_source(Section& s) {
  IdxOptions idx;
  idx.images = s.path("images", "the training images; .gz too");
  idx.labels = s.optional_path("labels", "their labels").value_or("");
  idx.test_images = s.optional_path("test_images", "images of a test part of its own").value_or("");
  idx.test_labels = s.optional_path("test_labels", "their labels").value_or("");
  idx.limit =
      s.optional_integer("limit", "only the first so many of the training images", Range::at_least(1)).value_or(0);
  idx.streaming = read_streaming(s);
  if (idx.images.empty()) return nullptr;  // a problem already, or a section that only describes
  const bool has_test = !idx.test_images.empty(), has_test_labels = !idx.test_labels.empty();
  if (has_test_labels == (has_test && !idx.labels.empty())) return std::make_shared<Idx>(idx);
  s.problem(has_test_labels ? "test_labels" : "test_images",
            "\"test_images\" and \"test_labels\" go together, and with \"labels\"");
  return nullptr;
}

Index read_n(Section& s) {
  return s.integer("n", 1000, "number of samples").at_least(1).at_most(std::int64_t{1} << 32);
}
double read_noise(Section& s) {
  return s.number("noise", 0, "standard deviation of the normal noise on each coordinate").at_least(0);
}

SourceChoice circles_source(Section& s) {
  CirclesOptions o{.n = read_n(s), .noise = read_noise(s)};
  o.factor = s.number("factor", 0.8, "radius of the inner circle").at_least(0).below(1);
  return std::make_shared<Circles>(o);
}
SourceChoice moons_source(Section& s) {
  return std::make_shared<Moons>(MoonsOptions{.n = read_n(s), .noise = read_noise(s)});
}
SourceChoice blobs_source(Section& s) {
  BlobsOptions o{.n = read_n(s)};
  o.centers = s.integer("centers", 3, "number of clouds, one class each").at_least(1).at_most(1000000);
  o.features = s.integer("features", 2, "number of features").at_least(1).at_most(1000000);
  o.stddev = s.number("stddev", 1, "standard deviation of each cloud").at_least(0);
  return std::make_shared<Blobs>(o);
}
SourceChoice spirals_source(Section& s) {
  SpiralsOptions o{.n = read_n(s), .noise = read_noise(s)};
  o.turns = s.number("turns", 2, "turns of each arm").above(0);
  return std::make_shared<Spirals>(o);
}
SourceChoice xor_source(Section& s) {
  return std::make_shared<Xor>(XorOptions{.n = read_n(s), .noise = read_noise(s)});
}
SourceChoice parity_source(Section& s) {
  ParityOptions o{.n = read_n(s), .noise = read_noise(s)};
  o.bits = s.integer("bits", 4, "number of inputs").at_least(1).at_most(20);
  return std::make_shared<Parity>(o);
}
SourceChoice gaussian_quantiles_source(Section& s) {
  GaussianQuantilesOptions o{.n = read_n(s)};
  o.classes = s.integer("classes", 3, "number of shells, one class each").at_least(1).at_most(1000000);
  o.features = s.integer("features", 2, "number of features").at_least(1).at_most(1000000);
  o.variance = s.number("variance", 1, "variance of the cloud, in each direction").above(0);
  return std::make_shared<GaussianQuantiles>(o);
}

double read_target_noise(Section& s) {
  return s.number("noise", 0, "standard deviation of the normal noise on y").at_least(0);
}
SourceChoice sine_source(Section& s) {
  SineOptions o{.n = read_n(s), .noise = read_target_noise(s)};
  o.frequency = s.number("frequency", 1, "waves between -π and π").above(0);
  return std::make_shared<Sine>(o);
}
SourceChoice polynomial_source(Section& s) {
  PolynomialOptions o{.n = read_n(s), .noise = read_target_noise(s)};
  o.coefficients = s.numbers("coefficients", o.coefficients, "of 1, x, x², …: at least one");
  if (o.coefficients.empty()) {
    s.problem("coefficients", "expected at least one number");
    return nullptr;
  }
  return std::make_shared<Polynomial>(o);
}

}  // namespace

void add_sources(Registry<SourceChoice>& table) {
  table.add("csv", "a table of numbers in text, one sample a line", csv_source);
  table.add("idx", "images as MNIST and Fashion-MNIST are published; pixels are scaled to [0, 1]", idx_source);
  table.add("npy", "NumPy's arrays, each in a .npy file; values are taken as they are", npy_source);
  table.add("npz", "NumPy's arrays in a .npz archive; values are taken as they are", npz_source);
  table.add("libsvm", "sparse text, LABEL INDEX:VALUE …, of LIBSVM and SVMlight", libsvm_source);
  table.add("circles", "two concentric circles (scikit-learn's make_circles)", circles_source);
  table.add("moons", "two half circles that reach into each other (scikit-learn's make_moons)", moons_source);
  table.add("blobs", "normal clouds around random centres (scikit-learn's make_blobs)", blobs_source);
  table.add("spirals", "two spirals wound into each other (Lang & Witbrock 1988)", spirals_source);
  table.add("xor", "exclusive or on the corners of the unit square", xor_source);
  table.add("parity", "whether an odd number of bits is 1", parity_source);
  table.add("gaussian_quantiles", "shells of a normal cloud (scikit-learn's make_gaussian_quantiles)",
            gaussian_quantiles_source);
  table.add("sine", "a sine wave, for regression", sine_source);
  table.add("polynomial", "a polynomial of one input, for regression", polynomial_source);
}

}  // namespace mlp
