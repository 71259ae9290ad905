#pragma once
// The system's limit on the size of a file stands in for a full disk.

#include <sys/resource.h>

#include <csignal>
#include <stdexcept>

namespace mlp {

/// While it lives, this process cannot write to files.
class FullDisk {
 public:
  FullDisk() : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    if (::getrlimit(RLIMIT_FSIZE, &before_) != 0) throw std::runtime_error("no limit on files is known");
    const rlimit none{0, before_.rlim_max};
    if (::setrlimit(RLIMIT_FSIZE, &none) != 0) throw std::runtime_error("files cannot be limited");
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

}  // namespace mlp
