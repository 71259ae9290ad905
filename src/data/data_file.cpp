#include "mlp/data/data_file.h"

#include <zlib.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "mlp/core/bytes.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/memory.h"
#include "mlp/core/misfit.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// What helps where the file is one of the four of MNIST.
std::string where_to_get(const std::string& name) {
  const bool is_mnist =
      (name.starts_with("train-") || name.starts_with("t10k-")) && name.find("-ubyte") != std::string::npos;
  return is_mnist ? "; scripts/fetch_mnist.sh gets MNIST and Fashion-MNIST" : "";
}

std::string missing_file_message(const fs::path& path) {
  if (path == "-") return "-: no such file; standard input is /dev/stdin";
  std::vector<std::string> siblings;
  std::error_code ignored;
  for (fs::directory_iterator entry(path.has_parent_path() ? path.parent_path() : ".", ignored), end;
       !ignored && entry != end; entry.increment(ignored))
    siblings.push_back(entry->path().filename().string());
  // Files of the process are numbered, and which one is meant nobody can guess.
  const bool is_of_process = fs::weakly_canonical(path.parent_path(), ignored).string().starts_with("/proc");
  const std::string name = path.filename().string(), hint = is_of_process ? "" : did_you_mean(name, siblings);
  return path.string() + ": no such file" + (hint.empty() ? where_to_get(name) : "; " + hint);
}

// zlib's state of one decompression, freed in any case.
struct Inflater {
  z_stream stream{};
  Inflater() {
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) throw Failure("zlib cannot be started: out of memory");
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream); }
};

/// Room for what a file that is likely to be a single member holds: its last four bytes tell (RFC 1952, ISIZE), unless
/// it is damaged. A little more, because zlib goes on to the member's end only where there is room left.
std::size_t size_at_first(const std::string& compressed) {
  constexpr std::size_t usual_factor = 4, largest_factor = 16, more = 64;
  const std::size_t end = compressed.size(),
                    size = little_endian(std::string_view(compressed).substr(end - std::min<std::size_t>(end, 4)));
  return (size <= compressed.size() * largest_factor ? size : compressed.size() * usual_factor) + more;
}

/// Files that are not read as they are, by their first bytes, and what to do with them.
struct ForeignFile {
  std::string_view start;
  const char* what;
  const char* remedy;
};
constexpr const char* save_as_utf8 = "save it as UTF-8";
constexpr const char* unpack = "unpack it, or compress it with gzip";
constexpr ForeignFile foreign_files[] = {{{"\xff\xfe\0\0", 4}, "is UTF-32 text", save_as_utf8},
                                         {{"\0\0\xfe\xff", 4}, "is UTF-32 text", save_as_utf8},
                                         {"\xff\xfe", "is UTF-16 text", save_as_utf8},
                                         {"\xfe\xff", "is UTF-16 text", save_as_utf8},
                                         {"\x28\xb5\x2f\xfd", "is compressed by zstd", unpack},
                                         {{"\xfd"
                                           "7zXZ\0",
                                           6},
                                          "is compressed by xz",
                                          unpack},
                                         {"\x04\x22\x4d\x18", "is compressed by lz4", unpack},
                                         {"7z\xbc\xaf\x27\x1c", "is a 7z archive", unpack}};

}  // namespace

void refuse_foreign_file(std::string_view start, const std::string& name) {
  const auto refuse = [&](const std::string& what, const std::string& remedy) {
    throw InputError(name + ": the file " + what + ", which is not read; " + remedy);
  };
  for (const auto& [first, what, remedy] : foreign_files)
    if (start.starts_with(first)) refuse(what, remedy);
  constexpr std::string_view block = "1AY&SY";  // behind "BZh" and a digit
  if (start.starts_with("BZh") && start.substr(std::min<std::size_t>(4, start.size())).starts_with(block))
    refuse("is compressed by bzip2", unpack);
}

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

void require_data_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::status(path, ignored).type() == fs::file_type::not_found) throw InputError(missing_file_message(path));
}

void require_data_file(const fs::path& path, const std::string& option) {
  if (!path.empty()) blaming(option, [&] { require_data_file(path); });
}

std::string gunzipped(const std::string& compressed, const std::string& name) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  constexpr std::size_t step = std::size_t{1} << 30;  // zlib counts in 32 bits
  std::string out;
  std::size_t used = 0, made = 0;
  for (;;) {
    if (made == out.size()) {
      const std::size_t larger = out.empty() ? size_at_first(compressed) : out.size() * 2;
      require_memory(larger, name + ", decompressed,", "Use a part of the file.");
      resize_in_large_pages(out, larger);
    }
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data())) + used;
    stream.avail_in = static_cast<uInt>(std::min(step, compressed.size() - used));
    stream.next_out = reinterpret_cast<Bytef*>(out.data()) + made;
    stream.avail_out = static_cast<uInt>(std::min(step, out.size() - made));
    const uInt in = stream.avail_in, room = stream.avail_out;
    const int result = inflate(&stream, Z_NO_FLUSH);
    used += in - stream.avail_in;
    made += room - stream.avail_out;
    if (result == Z_STREAM_END) {
      used = std::min(compressed.find_first_not_of('\0', used), compressed.size());  // as tapes and disks fill up
      if (used == compressed.size()) break;
      if (inflateReset(&stream) != Z_OK) throw Failure("zlib cannot be started again");
    } else if (result == Z_BUF_ERROR || (result == Z_OK && used == compressed.size() && stream.avail_out > 0)) {
      throw InputError(name + ": the gzip data end too early (after " + std::to_string(made) +
                       " bytes): is the file cut off?");
    } else if (result != Z_OK) {
      throw InputError(name + ": damaged gzip data after " + std::to_string(made) + " bytes" +
                       (stream.msg == nullptr ? "" : std::string(" (") + stream.msg + ")"));
    }
  }
  out.resize(made);
  return out;
}

std::string read_data_file(const fs::path& path) {
  require_data_file(path);
  std::string bytes = read_file(path);
  refuse_foreign_file(bytes, path.string());
  if (is_gzip(bytes)) return gunzipped(bytes, path.string());
  return bytes;  // moved; as a part of a conditional expression it would be copied
}

}  // namespace mlp
