#include "tests/support/onnx_file.h"

#include <cstdint>
#include <cstring>
#include <functional>
#include <stdexcept>

namespace mlp::test {
namespace {

/// One field of a message: of kind 0 a number, of kind 2 bytes; of kinds 1 and 5 eight or four bytes.
struct Field {
  int number = 0, kind = 0;
  std::uint64_t whole = 0;
  std::string_view bytes;

  std::string text() const { return std::string(bytes); }
  std::int64_t integer() const { return static_cast<std::int64_t>(whole); }
};

class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : left_(bytes) {}

  bool next(Field& field) {
    if (left_.empty()) return false;
    const std::uint64_t key = varint();
    field = {static_cast<int>(key >> 3U), static_cast<int>(key & 7U), 0, {}};
    if (field.kind == 0)
      field.whole = varint();
    else
      field.bytes = take(field.kind == 2 ? varint() : field.kind == 1 ? 8 : field.kind == 5 ? 4 : ~std::uint64_t{0});
    return true;
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (byte < 0x80U) return value;
    }
    throw std::runtime_error("a varint has no end");
  }
  bool empty() const { return left_.empty(); }

 private:
  std::string_view take(std::uint64_t count) {
    if (count > left_.size()) throw std::runtime_error("a message is cut short, or has a field of unknown kind");
    const std::string_view taken = left_.substr(0, count);
    left_.remove_prefix(count);
    return taken;
  }

  std::string_view left_;
};

void for_each_field(std::string_view bytes, const std::function<void(const Field&)>& act) {
  FieldReader reader(bytes);
  for (Field field; reader.next(field);) act(field);
}

template <class T>
void append_raw(std::string_view bytes, std::vector<double>& values) {
  for (std::size_t at = 0; at + sizeof(T) <= bytes.size(); at += sizeof(T)) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    values.push_back(static_cast<double>(value));
  }
}

void append_varints(const Field& field, std::vector<double>& values) {
  if (field.kind == 0) return values.push_back(static_cast<double>(field.integer()));
  for (FieldReader packed(field.bytes); !packed.empty();)
    values.push_back(static_cast<double>(static_cast<std::int64_t>(packed.varint())));
}

void append_elements(int type, std::string_view raw, std::vector<double>& values) {
  switch (type) {
    case 1:
      return append_raw<float>(raw, values);
    case 2:
    case 9:
      return append_raw<std::uint8_t>(raw, values);
    case 6:
      return append_raw<std::int32_t>(raw, values);
    case 7:
      return append_raw<std::int64_t>(raw, values);
    case 11:
      return append_raw<double>(raw, values);
    default:
      throw std::runtime_error("elements of the type " + std::to_string(type) + " cannot be read");
  }
}

OnnxValue parse_value(std::string_view bytes) {
  OnnxValue value;
  const auto dimension = [&](const Field& f) {
    value.sizes.push_back(f.kind == 0 ? std::to_string(f.whole) : f.text());
  };
  const auto shape = [&](const Field& f) {
    if (f.number == 1) for_each_field(f.bytes, dimension);
  };
  const auto tensor = [&](const Field& f) {
    if (f.number == 1) value.type = static_cast<int>(f.whole);
    if (f.number == 2) for_each_field(f.bytes, shape);
  };
  const auto type = [&](const Field& f) {
    if (f.number == 1) for_each_field(f.bytes, tensor);
  };
  for_each_field(bytes, [&](const Field& f) {
    if (f.number == 1) value.name = f.text();
    if (f.number == 2) for_each_field(f.bytes, type);
  });
  return value;
}

void parse_attribute(std::string_view bytes, OnnxNode& node) {
  std::string name;
  std::vector<double> numbers;
  for_each_field(bytes, [&](const Field& f) {
    if (f.number == 1) name = f.text();
    if (f.number == 2 || f.number == 7) append_raw<float>(f.bytes, numbers);
    if (f.number == 3 || f.number == 8) append_varints(f, numbers);
    if (f.number == 4) node.texts[name] = f.text();
  });
  if (!numbers.empty()) node.numbers[name] = numbers;
}

OnnxNode parse_node(std::string_view bytes) {
  OnnxNode node;
  for_each_field(bytes, [&](const Field& f) {
    if (f.number == 1) node.inputs.push_back(f.text());
    if (f.number == 2) node.outputs.push_back(f.text());
    if (f.number == 3) node.name = f.text();
    if (f.number == 4) node.op = f.text();
    if (f.number == 5) parse_attribute(f.bytes, node);
  });
  return node;
}

void parse_graph(std::string_view bytes, OnnxModel& model) {
  for_each_field(bytes, [&](const Field& f) {
    if (f.number == 1) model.nodes.push_back(parse_node(f.bytes));
    if (f.number == 2) model.graph_name = f.text();
    if (f.number == 5) model.tensors.push_back(parse_onnx_tensor(f.bytes));
    if (f.number == 11) model.inputs.push_back(parse_value(f.bytes));
    if (f.number == 12) model.outputs.push_back(parse_value(f.bytes));
  });
}

/// Two fields of a message, such as the key and the value of an entry.
template <class Act>
void parse_pair(std::string_view bytes, const Act& act) {
  Field first, second;
  for_each_field(bytes, [&](const Field& f) { (f.number == 1 ? first : second) = f; });
  act(first.text(), second);
}

}  // namespace

OnnxTensor parse_onnx_tensor(std::string_view bytes) {
  OnnxTensor tensor;
  std::vector<double> sizes;
  std::string_view raw;
  for_each_field(bytes, [&](const Field& f) {
    if (f.number == 1) append_varints(f, sizes);
    if (f.number == 2) tensor.type = static_cast<int>(f.whole);
    if (f.number == 4) append_raw<float>(f.bytes, tensor.values);
    if (f.number == 5 || f.number == 7) append_varints(f, tensor.values);
    if (f.number == 8) tensor.name = f.text();
    if (f.number == 9) raw = f.bytes;
    if (f.number == 10) append_raw<double>(f.bytes, tensor.values);
  });
  append_elements(tensor.type, raw, tensor.values);
  for (const double size : sizes) tensor.shape.push_back(static_cast<Index>(size));
  if (tensor.values.size() != count_of(tensor.shape))
    throw std::runtime_error(tensor.name + ": not as many elements as the shape says");
  return tensor;
}

OnnxModel parse_onnx_model(std::string_view bytes) {
  OnnxModel model;
  for_each_field(bytes, [&](const Field& f) {
    if (f.number == 1) model.ir_version = f.integer();
    if (f.number == 2) model.producer = f.text();
    if (f.number == 7) parse_graph(f.bytes, model);
    if (f.number == 8)
      parse_pair(f.bytes,
                 [&](const std::string& domain, const Field& version) { model.opsets[domain] = version.integer(); });
    if (f.number == 14)
      parse_pair(f.bytes, [&](const std::string& key, const Field& text) { model.metadata[key] = text.text(); });
  });
  return model;
}

}  // namespace mlp::test
