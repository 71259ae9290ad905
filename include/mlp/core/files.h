#pragma once
// Reading and writing whole files. Every file that the program leaves behind is complete or absent at any instant,
// whenever the program or the machine stops: it is written under another name beside its place, synced to the disk,
// and only then renamed, which POSIX makes one indivisible step. A signal that ends the program takes the unfinished
// file along (core/unfinished_file.h). (Files that grow by rows: core/append_file.h.)

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "mlp/core/file_error.h"
#include "mlp/core/unfinished_file.h"

namespace mlp {

/// A file that comes into being, or replaces the one of its name, by commit(). Without commit() nothing has happened.
///
/// All functions throw "cannot write PATH: WHY". A link is followed, so what it points to is replaced; a device or a
/// pipe (/dev/null, /dev/stdout) is written directly. Two threads must not write one path at the same time.
class FileWriter {
 public:
  explicit FileWriter(const std::filesystem::path& path);
  ~FileWriter();
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;

  /// Appends to the new content.
  void write(std::string_view bytes);

  /// Puts the new content, which is on the disk, in place. After a power cut the old one may be there yet:
  /// sync_folder().
  void commit();

 private:
  std::filesystem::path path_;       // as it was given, for messages
  std::filesystem::path place_;      // where it leads
  std::filesystem::path temporary_;  // beside the place; empty where the place is written directly
  std::optional<UnfinishedFile> unfinished_;
  Descriptor file_;
};

/// Where a path leads once its links are followed; the path itself where that cannot be told (a circle of links).
std::filesystem::path resolved(const std::filesystem::path& path);

/// Returns when the disk has the names that files of this folder have now: what was put in place before stays there,
/// whatever happens to the machine. Once for many files, since each such wait may take a hundredth of a second. A file
/// that is a link has its name there where it leads: resolved(file).parent_path().
void sync_folder(const std::filesystem::path& folder);

/// The whole of a file at once, by FileWriter.
void write_file(const std::filesystem::path& path, std::string_view content);

/// A file (or a pipe) that is read once, from its start on. Throws as read_file does, and for a pipe that was read
/// before.
class FileReader {
 public:
  explicit FileReader(std::filesystem::path path);

  /// Fills `memory` with the next `count` bytes; with fewer only where the file ends. Returns how many.
  std::size_t read(char* memory, std::size_t count);

  /// Bytes of the file when it was opened; 0 for a pipe.
  std::size_t size() const { return size_; }

 private:
  std::filesystem::path path_;
  Descriptor file_;
  std::size_t size_ = 0;
};

/// The whole content of a file (or of a pipe, up to its end). Throws InputError "cannot read PATH: WHY" where it is
/// missing, a folder, a device, not permitted, or larger than memory.
std::string read_file(const std::filesystem::path& path);

/// Makes the folder and those above it, where they are missing.
void make_folder(const std::filesystem::path& folder);

/// A folder that something is going to be written to: made, with those above it, where it is missing. What was made and
/// is still empty at the end, because nothing could be written, is removed again.
class FolderToFill {
 public:
  explicit FolderToFill(std::filesystem::path folder);
  ~FolderToFill();
  FolderToFill(const FolderToFill&) = delete;
  FolderToFill& operator=(const FolderToFill&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::filesystem::path first_made_;  // the uppermost; empty where all were there
};

/// True for the names that FileWriter gives to unfinished files: what a killed program leaves behind may be removed.
bool is_unfinished(const std::filesystem::path& path);

}  // namespace mlp
