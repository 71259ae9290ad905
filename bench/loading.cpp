// How long data take from their files to what a net is trained on; bench/loading.py runs it beside pandas and NumPy.
//
//     mlp_loading csv FILE                        a table of numbers in text, with a header: its columns in memory
//     mlp_loading idx IMAGES LABELS               images and labels to a float32 data set of training samples
//
// prints the seconds of one loading, on one thread.

#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "mlp/data/load.h"
#include "mlp/data/sources/csv.h"
#include "mlp/data/sources/idx.h"

namespace {

using namespace mlp;

void load_csv(const std::vector<std::string>& files) {
  CsvOptions options;
  options.path = files.at(0);
  Csv(options).load(0);
}

void load_idx(const std::vector<std::string>& files) {
  IdxOptions options;
  options.images = files.at(0);
  options.labels = files.at(1);
  load_dataset<float>(Idx(options), {});
}

}  // namespace

int main(int count, char** arguments) {
  static const std::map<std::string, std::function<void(const std::vector<std::string>&)>> loaders{{"csv", load_csv},
                                                                                                   {"idx", load_idx}};
  const std::vector<std::string> words(arguments + 1, arguments + count);
  const auto loader = words.empty() ? loaders.end() : loaders.find(words[0]);
  if (loader == loaders.end() || words.size() != (words[0] == "csv" ? 2 : 3)) {
    std::fputs("usage: mlp_loading csv FILE | idx IMAGES LABELS\n", stderr);
    return 2;
  }
  try {
    const auto start = std::chrono::steady_clock::now();
    loader->second({words.begin() + 1, words.end()});
    std::printf("%.6f\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mlp_loading: %s\n", error.what());
    return 1;
  }
  return 0;
}
