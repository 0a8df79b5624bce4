// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <sys/mman.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace countersign {
namespace {
constexpr std::size_t spillFrom = 8U << 20;
constexpr std::size_t readStep = 4U << 20;

Instant modifiedAt(const struct stat& info) {
  return fromMicros(static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000 + info.st_mtim.tv_nsec / 1000);
}

Result<void> writeAll(int fd, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure(readError(name, errno, "cannot be written"));
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Result<FileHandle> temporaryFile() {
  std::error_code ignored;
  std::filesystem::path folder = std::filesystem::temp_directory_path(ignored);
  if (ignored) folder = "/tmp";
  int fd = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) {
    std::string name = (folder / "countersign-XXXXXX").string();
    fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd >= 0) ::unlink(name.c_str());
  }
  if (fd < 0) return failure(readError(folder.string(), errno, "takes no temporary file"));
  return FileHandle(fd);
}
} // namespace

Error readError(const std::string& path, int errnoValue, const std::string& what) {
  Error error;
  error.place.file = path;
  error.message = what + " (" + std::system_category().message(errnoValue) + ")";
  if (errnoValue == ENOENT) {
    error.code = ErrorCode::NotFound;
    error.message = "there is no such file";
  } else if (errnoValue == ENOSPC || errnoValue == EDQUOT) {
    error.code = ErrorCode::DiskFull;
    error.remedy = "Free some space there, or set TMPDIR to a folder with more";
  } else {
    error.code = ErrorCode::Io;
    if (errnoValue == EACCES || errnoValue == EPERM) error.remedy = "Give yourself permission to read it";
  }
  return error;
}

FileHandle::~FileHandle() {
  if (fd_ >= 0) ::close(fd_);
}
FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Bytes::~Bytes() {
  if (map_ != nullptr) ::munmap(map_, size_);
}
Bytes::Bytes(Bytes&& other) noexcept {
  *this = std::move(other);
}
Bytes& Bytes::operator=(Bytes&& other) noexcept {
  std::swap(text_, other.text_);
  std::swap(map_, other.map_);
  std::swap(size_, other.size_);
  std::swap(file_, other.file_);
  return *this;
}

Result<Bytes> Bytes::map(FileHandle file, std::uint64_t size, const std::string& name) {
  Bytes out;
  out.file_ = std::move(file);
  if (size == 0) return out;
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, out.file_.get(), 0);
  if (at == MAP_FAILED) return failure(readError(name, errno));
  ::madvise(at, size, MADV_SEQUENTIAL);
  out.map_ = static_cast<char*>(at);
  out.size_ = size;
  return out;
}

Result<SourceFile> SourceFile::open(const std::string& path, std::uint64_t maxBytes,
                                    const Cancelled& cancelled) {
  FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat info {};
  if (!file || ::fstat(file.get(), &info) != 0) return failure(readError(path, errno));
  Place place;
  place.file = path;
  if (!S_ISREG(info.st_mode))
    return failure(ErrorCode::Unsupported, "not a regular file",
                   "Save the export into a file and import that", place);
  auto size = static_cast<std::uint64_t>(info.st_size);
  const auto tooLong = [&] {
    return failure(ErrorCode::Limit,
                   "longer than the " + std::to_string(maxBytes) + " bytes that one file may have",
                   "Split the export into smaller ones", place);
  };
  if (size > maxBytes) return tooLong();
  SourceFile out;
  out.path_ = path;
  out.modified_ = modifiedAt(info);
  if (size >= Bytes::mapFrom) {
    FileHandle second(::dup(file.get()));
    COUNTERSIGN_ASSIGN(out.bytes_, Bytes::map(std::move(file), size, path));
    out.file_ = std::move(second);
    return out;
  }
  // The size may be wrong (it is 0 in /proc): what is there is read.
  std::string text;
  text.reserve(size + 1);
  for (std::size_t have = 0;;) {
    if (cancelled && cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    text.resize(
        have + std::min<std::size_t>(readStep, std::max<std::size_t>(size + 1 - std::min(have, size), 4096)));
    const ssize_t n = ::read(file.get(), text.data() + have, text.size() - have);
    if (n < 0 && errno != EINTR) return failure(readError(path, errno));
    have += n > 0 ? static_cast<std::size_t>(n) : 0;
    text.resize(have);
    if (have > maxBytes) return tooLong();
    if (n == 0) break;
  }
  out.bytes_ = Bytes(std::move(text));
  return out;
}

Result<void> SourceFile::checkUnchanged() const {
  if (!file_) return {};
  struct stat info {};
  if (::fstat(file_.get(), &info) != 0) return failure(readError(path_, errno));
  if (static_cast<std::uint64_t>(info.st_size) != view().size() || modifiedAt(info) != modified_)
    return failure(ErrorCode::Io, "it changed while it was read",
                   "Import it again when nothing writes to it any more", Place{path_, {}, {}, {}, {}});
  return {};
}

Result<void> Spill::append(std::string_view bytes) {
  size_ += bytes.size();
  memory_ += bytes;
  return memory_.size() >= spillFrom ? flush() : Result<void>{};
}

Result<void> Spill::flush() {
  if (!file_) {
    COUNTERSIGN_ASSIGN(file_, temporaryFile());
  }
  COUNTERSIGN_TRY(writeAll(file_.get(), memory_, "temporary file"));
  memory_.clear();
  return {};
}

Result<Bytes> Spill::finish() {
  if (!file_) return Bytes(std::move(memory_));
  COUNTERSIGN_TRY(flush());
  return Bytes::map(std::move(file_), size_, "temporary file");
}

} // namespace countersign
