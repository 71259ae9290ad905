// Zip archives as NumPy writes them (.npz): the directory at the end of the file, then each entry, plain or deflated.
// PKWARE's APPNOTE.TXT, 4.3.

#include <zlib.h>

#include <cstdint>
#include <string_view>
#include <utility>

#include "mlp/core/bytes.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/memory.h"
#include "mlp/core/utf8.h"
#include "mlp/core/zip.h"
#include "zip_format.h"

namespace mlp {
namespace {

using namespace zip;

// A reader of one archive's bytes, which knows how to complain.
class Archive {
 public:
  Archive(std::string_view bytes, std::string path) : bytes_(bytes), path_(std::move(path)) {}

  [[noreturn]] void refuse(const std::string& why) const { throw InputError(path_ + ": " + why); }

  std::string_view part(std::uint64_t at, std::uint64_t count) const {
    if (at > bytes_.size() || count > bytes_.size() - at) refuse("the archive is cut short or damaged");
    return bytes_.substr(at, count);
  }
  std::uint32_t number(std::uint64_t at, int bytes) const {
    return static_cast<std::uint32_t>(little_endian(part(at, static_cast<std::uint64_t>(bytes))));
  }

  // The end record stands at the end of the file, before a comment of at most 65535 bytes.
  std::uint64_t end_record() const {
    if (bytes_.size() < end_size) refuse("not a zip archive");
    const std::size_t last = bytes_.size() - end_size;
    for (std::size_t back = 0; back <= last && back <= 0xFFFF; ++back)
      if (number(last - back, 4) == end_mark && number(last - back + 20, 2) == back) return last - back;
    refuse("not a zip archive, or one that is cut short");
  }

  ZipEntry entry(std::uint64_t at) const;

 private:
  std::string inflated(std::string_view packed, std::uint64_t size, const std::string& name) const;

  std::string_view bytes_;
  std::string path_;
};

std::string Archive::inflated(std::string_view packed, std::uint64_t size, const std::string& name) const {
  // Deflate cannot shrink more than 1032 times: a size beyond that is a lie, refused before it is allocated.
  if (size > 1032 * packed.size() + 64) refuse(name + ": the archive is damaged (its size is impossible)");
  require_memory(size, path_ + ": " + name, "Take a smaller file.");
  std::string content(size, '\0');
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(content.data());
  stream.avail_out = static_cast<uInt>(size);
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw Failure("no memory to inflate " + path_);  // minus: no header
  const int result = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  if (result != Z_STREAM_END || stream.avail_out != 0) refuse(name + ": the compressed data are damaged");
  return content;
}

// One record of the directory, and the content that it points to.
ZipEntry Archive::entry(std::uint64_t at) const {
  if (number(at, 4) != directory_mark) refuse("the archive's directory is damaged");
  const std::uint32_t flags = number(at + 8, 2), method = number(at + 10, 2), checksum = number(at + 16, 4);
  const std::uint64_t packed = number(at + 20, 4), size = number(at + 24, 4), place = number(at + 42, 4);
  ZipEntry entry{std::string(part(at + directory_size, number(at + 28, 2))), {}};
  const std::string shown = "\"" + printable(entry.name) + "\"";
  if (packed == limit || size == limit || place == limit) refuse(shown + ": archives of 4 GiB (zip64) are not read");
  if ((flags & encrypted) != 0) refuse(shown + " is encrypted");
  if (method != 0 && method != 8)
    refuse(shown + " is compressed by method " + std::to_string(method) + "; stored (0) and deflated (8) are read");
  if (number(place, 4) != local_mark) refuse(shown + ": the archive is damaged (no entry where it should start)");
  const std::uint64_t start = place + local_size + number(place + 26, 2) + number(place + 28, 2);
  const std::string_view raw = part(start, packed);
  if (method == 0 && packed != size) refuse(shown + ": the archive is damaged (two sizes for one entry)");
  entry.content = method == 0 ? std::string(raw) : inflated(raw, size, shown);
  if (crc32_z(0, reinterpret_cast<const Bytef*>(entry.content.data()), entry.content.size()) != checksum)
    refuse(shown + " is damaged (its CRC-32 does not match)");
  return entry;
}

}  // namespace

std::vector<ZipEntry> read_zip(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  const Archive archive(bytes, path.string());
  const std::uint64_t end = archive.end_record();
  const std::uint32_t count = archive.number(end + 10, 2);
  std::uint64_t at = archive.number(end + 16, 4);
  if (count == 0xFFFF || at == limit) archive.refuse("archives of 4 GiB or 65535 entries (zip64) are not read");
  std::vector<ZipEntry> entries;
  for (std::uint32_t i = 0; i < count; ++i) {
    entries.push_back(archive.entry(at));
    at += directory_size + archive.number(at + 28, 2) + archive.number(at + 30, 2) + archive.number(at + 32, 2);
  }
  return entries;
}

}  // namespace mlp
