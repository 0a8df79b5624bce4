// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/result.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace countersign::estate {

/// A file that is written through a buffer of about 1 MiB.
class TextFile {
public:
  /// Errors: Io.
  static Result<TextFile> create(const std::filesystem::path& path);

  /// What is appended here is written at the next `step` or `close`.
  std::string& buffer() { return buffer_; }
  /// Writes the buffer out where it is full. Called after each object.
  void step();
  /// Starts a digest of everything that is written from the beginning; call before the first `step`.
  void hash() { hash_ = std::make_unique<Sha256>(); }
  /// The digest so far, of what is in the buffer as well; ends hashing.
  Digest digest();
  /// Errors: Io, DiskFull, of this and all earlier writes.
  Result<std::uint64_t> close();

private:
  struct Closer {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };
  void flush();

  std::unique_ptr<std::FILE, Closer> file_;
  std::filesystem::path path_;
  std::string buffer_;
  std::unique_ptr<Sha256> hash_;
  std::uint64_t written_ = 0;
  int error_ = 0;
};

/// Writes JSON as the systems print it, straight into a string.
class JsonOut {
public:
  /// `indent` spaces a level; 0: everything on one line, as compact as it gets.
  explicit JsonOut(std::string& out, unsigned indent = 0) : out_(out), indent_(indent) {}

  void beginObject() { begin('{'); }
  void endObject() { end('}'); }
  void beginArray() { begin('['); }
  void endArray() { end(']'); }
  void key(std::string_view name);
  void text(std::string_view value);
  void number(std::int64_t value);
  void boolean(bool value);
  void null();
  /// A value that is JSON already.
  void raw(std::string_view json);

  void field(std::string_view name, std::string_view value) { key(name), text(value); }
  void field(std::string_view name, const char* value) { key(name), text(value); }
  void field(std::string_view name, std::int64_t value) { key(name), number(value); }
  void field(std::string_view name, int value) { key(name), number(value); }
  void field(std::string_view name, bool value) { key(name), boolean(value); }
  void object(std::string_view name) { key(name), beginObject(); }
  void array(std::string_view name) { key(name), beginArray(); }
  template <class Strings>
  void strings(std::string_view name, const Strings& values) {
    array(name);
    for (const auto& value : values)
      text(value);
    endArray();
  }

private:
  void begin(char bracket);
  void end(char bracket);
  void separate();
  void newline();

  std::string& out_;
  unsigned indent_;
  unsigned depth_ = 0;
  bool empty_ = true; ///< nothing yet at this level
  bool afterKey_ = false;
};

} // namespace countersign::estate
