// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/files.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace countersign::evidence::files {
namespace {

/// Closes on every way out.
class Descriptor {
public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { release(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  int release() {
    const int result = fd_ >= 0 ? ::close(fd_) : 0;
    fd_ = -1;
    return result;
  }

private:
  int fd_;
};

} // namespace

Error systemError(const std::string& what, const std::string& path, int number) {
  const bool full = number == ENOSPC || number == EDQUOT;
  const ErrorCode code = full ? ErrorCode::DiskFull : number == ENOENT ? ErrorCode::NotFound : ErrorCode::Io;
  std::string remedy;
  if (full)
    remedy = "Make room and try again";
  else if (number == EEXIST)
    remedy = "Choose another name: nothing is overwritten";
  else if (number == EACCES || number == EPERM)
    remedy = "Check who may read and write there";
  Place place;
  place.file = path;
  return Error{code, what + ": " + std::generic_category().message(number), remedy, place};
}

Result<void> writeNew(const std::string& path, std::string_view bytes, mode_t mode, bool sync) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
  if (file.get() < 0) return failure(systemError("the file could not be made", path, errno));
  while (!bytes.empty()) {
    const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure(systemError("the file could not be written", path, errno));
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if ((sync && ::fsync(file.get()) != 0) || file.release() != 0)
    return failure(systemError("the file could not be synced", path, errno));
  return {};
}

Result<std::string> read(const std::string& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0) return failure(systemError("the file could not be opened", path, errno));
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return failure(systemError("the file could not be read", path, errno));
  if (!S_ISREG(info.st_mode))
    return failure(ErrorCode::Io, "this is not a regular file", {}, Place{path, {}, {}, {}, {}});
  std::string out;
  const auto expected = static_cast<std::size_t>(info.st_size);
  if (expected > limit)
    return failure(ErrorCode::Limit, "the file is larger than " + std::to_string(limit) + " bytes", {},
                   Place{path, {}, {}, {}, {}});
  out.resize(expected + 1);
  std::size_t have = 0;
  for (;;) {
    const ssize_t n = ::read(file.get(), out.data() + have, out.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure(systemError("the file could not be read", path, errno));
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
    if (have > limit)
      return failure(ErrorCode::Limit, "the file is larger than " + std::to_string(limit) + " bytes", {},
                     Place{path, {}, {}, {}, {}});
    if (have == out.size()) out.resize(out.size() * 2);
  }
  out.resize(have);
  return out;
}

Result<Digest> digest(const std::string& path, std::string* keep, std::size_t limit) {
  if (keep != nullptr) {
    COUNTERSIGN_ASSIGN(*keep, read(path, limit));
    return sha256(*keep);
  }
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat info {};
  if (file.get() < 0 || ::fstat(file.get(), &info) != 0)
    return failure(systemError("the file could not be opened", path, errno));
  if (!S_ISREG(info.st_mode))
    return failure(ErrorCode::Io, "this is not a regular file", {}, Place{path, {}, {}, {}, {}});
  Sha256 hasher;
  std::string buffer(64U << 10, '\0');
  for (;;) {
    const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure(systemError("the file could not be read", path, errno));
    if (n == 0) return hasher.finish();
    hasher.add(std::string_view(buffer.data(), static_cast<std::size_t>(n)));
  }
}

Result<void> makeFolder(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0)
    return failure(systemError("the folder could not be made", path, errno));
  return {};
}

Result<void> syncFolder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0)
    return failure(systemError("the folder could not be synced", path, errno));
  return {};
}

Result<void> syncAll(const std::string& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::syncfs(fd.get()) != 0)
    return failure(systemError("the files could not be synced", folder, errno));
  return {};
}

Result<void> renameNew(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  struct stat info {};
  // Some network file systems know no RENAME_NOREPLACE.
  if (errno == EINVAL && ::lstat(to.c_str(), &info) != 0 && errno == ENOENT &&
      ::rename(from.c_str(), to.c_str()) == 0)
    return {};
  return failure(systemError("the finished folder could not get its name", to, errno));
}

} // namespace countersign::evidence::files
