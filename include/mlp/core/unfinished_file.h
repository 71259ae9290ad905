#pragma once
// Files that are being written under another name must not stay behind when a signal ends the program. So their names
// are kept where a signal handler may read them: in a table that no memory is allocated or freed for.

namespace mlp {

/// While it lives, remove_unfinished_files() removes the file of this name. Of more at a time than the table holds
/// (32), some stay behind; so do all that a program leaves when it is killed. is_unfinished() (core/files.h) tells
/// them.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(const char* name);
  ~UnfinishedFile();
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

 private:
  struct Entry;
  friend void remove_unfinished_files() noexcept;
  Entry* entry_ = nullptr;  // null where the table is full
};

/// For a signal handler that ends the program.
void remove_unfinished_files() noexcept;

}  // namespace mlp
