// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/text_file.h"

#include "models/identity/json.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace countersign::estate {

namespace {
constexpr std::size_t bufferBytes = 1U << 20;

Error ioError(const std::filesystem::path& path, int error) {
  const bool full = error == ENOSPC;
  return {full ? ErrorCode::DiskFull : ErrorCode::Io,
          path.string() + " cannot be written: " + std::strerror(error),
          full ? "Free some space or choose another folder." : "Choose a folder that you may write to.",
          {}};
}

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
}
} // namespace

Result<TextFile> TextFile::create(const std::filesystem::path& path) {
  std::error_code ec;
  std::filesystem::create_directories(path.parent_path(), ec);
  TextFile out;
  out.path_ = path;
  out.file_.reset(std::fopen(path.c_str(), "wb"));
  if (!out.file_) return failure(ioError(path, errno));
  std::setvbuf(out.file_.get(), nullptr, _IONBF, 0);
  out.buffer_.reserve(bufferBytes + bufferBytes / 8);
  return out;
}

void TextFile::step() {
  if (buffer_.size() >= bufferBytes) flush();
}

void TextFile::flush() {
  if (hash_) hash_->add(buffer_);
  errno = 0;
  if (error_ == 0 && std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size())
    error_ = errno != 0 ? errno : EIO;
  written_ += buffer_.size();
  buffer_.clear();
}

Digest TextFile::digest() {
  flush();
  const Digest digest = hash_->finish();
  hash_.reset();
  return digest;
}

Result<std::uint64_t> TextFile::close() {
  flush();
  std::FILE* file = file_.release();
  if (std::fclose(file) != 0 && error_ == 0) error_ = errno;
  if (error_ != 0) return failure(ioError(path_, error_));
  return written_;
}

void JsonOut::newline() {
  if (indent_ == 0) return;
  out_ += '\n';
  out_.append(static_cast<std::size_t>(depth_) * indent_, ' ');
}

void JsonOut::separate() {
  if (afterKey_) {
    afterKey_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!empty_) out_ += ',';
  empty_ = false;
  newline();
}

void JsonOut::begin(char bracket) {
  separate();
  out_ += bracket;
  ++depth_;
  empty_ = true;
}

void JsonOut::end(char bracket) {
  --depth_;
  if (!empty_) newline();
  out_ += bracket;
  empty_ = false;
}

void JsonOut::key(std::string_view name) {
  separate();
  out_ += '"';
  out_ += name;
  out_ += indent_ == 0 ? "\":" : "\": ";
  afterKey_ = true;
}

void JsonOut::text(std::string_view value) {
  separate();
  if (!plain(value)) {
    appendJsonString(out_, value);
    return;
  }
  out_ += '"';
  out_ += value;
  out_ += '"';
}

void JsonOut::number(std::int64_t value) {
  raw(std::to_string(value));
}
void JsonOut::boolean(bool value) {
  raw(value ? "true" : "false");
}
void JsonOut::null() {
  raw("null");
}

void JsonOut::raw(std::string_view json) {
  separate();
  out_ += json;
}

} // namespace countersign::estate
