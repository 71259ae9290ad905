#pragma once
// Zip archives, as far as .npz files need them (PKWARE's APPNOTE 6.3): entries stored or deflated, checked by their
// CRC-32. The parts that need more (4 GiB and beyond, encryption, other compression) are refused by name.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace mlp {

struct ZipEntry {
  std::string name;
  std::string content;
};

/// All entries in the order of the archive's directory. Throws InputError "PATH: …" for a damaged or foreign file.
std::vector<ZipEntry> read_zip(const std::filesystem::path& path);

/// The same of an archive's bytes; `name` is for messages.
std::vector<ZipEntry> parse_zip(std::string_view bytes, const std::string& name);

/// Writes the entries uncompressed, with a fixed date: the same content gives the same bytes. Throws Failure where the
/// archive would reach 4 GiB.
void write_zip(const std::filesystem::path& path, const std::vector<ZipEntry>& entries);

}  // namespace mlp
