// Zip archives with entries that are not compressed, which is what numpy.savez writes. PKWARE's APPNOTE.TXT, 4.3.

#include <zlib.h>

#include <cstdint>

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/zip.h"
#include "zip_format.h"

namespace mlp {
namespace {

using namespace zip;

void append_number(std::string& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i));
}

// What the record before an entry and its record in the directory have in common: version 2.0 to read it, flags,
// stored, time and date, CRC, twice the size, length of the name, nothing extra.
std::string common_fields(const ZipEntry& entry) {
  std::string fields;
  const std::uint64_t checksum = crc32_z(0, reinterpret_cast<const Bytef*>(entry.content.data()), entry.content.size());
  for (const std::uint64_t value :
       {std::uint64_t{20}, std::uint64_t{utf8_names}, std::uint64_t{0}, std::uint64_t{0}, std::uint64_t{date_of_1980}})
    append_number(fields, value, 2);
  for (const std::uint64_t value : {checksum, entry.content.size(), entry.content.size()})
    append_number(fields, value, 4);
  append_number(fields, entry.name.size(), 2);
  append_number(fields, 0, 2);
  return fields;
}

}  // namespace

void write_zip(const std::filesystem::path& path, const std::vector<ZipEntry>& entries) {
  FileWriter file(path);
  std::string directory;
  std::uint64_t at = 0;
  for (const ZipEntry& entry : entries) {
    const std::string fields = common_fields(entry);
    append_number(directory, directory_mark, 4);
    append_number(directory, 20, 2);  // written by version 2.0, for FAT: no attributes
    directory += fields;
    for (const int count : {2, 2, 2, 4}) append_number(directory, 0, count);  // comment, disk, two kinds of attributes
    append_number(directory, at, 4);
    directory += entry.name;

    std::string local;
    append_number(local, local_mark, 4);
    local += fields + entry.name;
    at += local.size() + entry.content.size();
    if (at + directory.size() >= limit || entries.size() >= 0xFFFF)
      throw Failure("cannot write " + path.string() + ": it would reach 4 GiB, the limit of a zip archive");
    file.write(local);
    file.write(entry.content);
  }
  std::string end;
  append_number(end, end_mark, 4);
  append_number(end, 0, 4);  // this is the only disk
  for (int i = 0; i < 2; ++i) append_number(end, entries.size(), 2);
  append_number(end, directory.size(), 4);
  append_number(end, at, 4);
  append_number(end, 0, 2);  // no comment
  file.write(directory);
  file.write(end);
  file.commit();
}

}  // namespace mlp
