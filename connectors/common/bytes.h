// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/result.h"
#include "models/identity/time.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace countersign {

/// What the operating system said, as an error: NotFound, DiskFull or Io.
Error readError(const std::string& path, int errnoValue, const std::string& what = "cannot be read");

/// A file descriptor that closes itself.
class FileHandle {
public:
  FileHandle() = default;
  explicit FileHandle(int fd) : fd_(fd) {}
  ~FileHandle();
  FileHandle(FileHandle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept;
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

private:
  int fd_ = -1;
};

/// Bytes in memory: an own copy, or a mapped file.
class Bytes {
public:
  /// Files up to this size are read, not mapped: a mapped file that somebody cuts short kills the reader.
  static constexpr std::uint64_t mapFrom = 64ULL << 20;

  Bytes() = default;
  explicit Bytes(std::string text) : text_(std::move(text)) {}
  ~Bytes();
  Bytes(Bytes&& other) noexcept;
  Bytes& operator=(Bytes&& other) noexcept;

  /// Maps the whole of an open file. Error: Io.
  static Result<Bytes> map(FileHandle file, std::uint64_t size, const std::string& name);

  std::string_view view() const {
    return map_ != nullptr ? std::string_view(map_, size_) : std::string_view(text_);
  }

private:
  std::string text_;
  char* map_ = nullptr;
  std::size_t size_ = 0;
  FileHandle file_;
};

/// A file of the user's, read or mapped.
class SourceFile {
public:
  using Cancelled = std::function<bool()>;
  /// Errors: NotFound, Io, Unsupported (no regular file), Limit (longer than `maxBytes`), Cancelled.
  static Result<SourceFile> open(const std::string& path, std::uint64_t maxBytes, const Cancelled& cancelled);

  std::string_view view() const { return bytes_.view(); }
  Instant modified() const { return modified_; }
  /// Io where a mapped file has changed since it was opened.
  Result<void> checkUnchanged() const;

private:
  std::string path_;
  Bytes bytes_;
  FileHandle file_; ///< of mapped files
  Instant modified_;
};

/// Takes bytes of unknown number: in memory as long as they are few, then in a temporary file without a name.
class Spill {
public:
  Result<void> append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  /// All that was appended. Errors: Io, DiskFull.
  Result<Bytes> finish();

private:
  Result<void> flush();
  std::string memory_;
  FileHandle file_;
  std::uint64_t size_ = 0;
};

} // namespace countersign
