// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace countersign {

/// What kind of thing went wrong. The names (see `errorCodeName`) are stable: they appear in `--json`
/// output, in stored gaps and in tests.
enum class ErrorCode {
  InvalidArgument, ///< the caller asked for something that cannot be
  NotFound,
  Io,       ///< the operating system refused to read or write
  DiskFull, ///< no space left where the program writes
  Cancelled,
  Unrecognised, ///< no importer knows this content
  Unsupported,  ///< recognised, but this form of it cannot be used; the remedy names another
  Malformed,    ///< not valid in its own format
  Truncated,    ///< ends in the middle
  Encoding,     ///< not the text encoding it has to be in
  DuplicateKey, ///< an object names a member twice
  Limit,        ///< larger, deeper or longer than an importer accepts
  FutureTime,   ///< a capture time later than this computer's clock
  MissingTime,  ///< no capture time in the export and none given
  WrongScope,   ///< the export is of another account, cluster or system than the source
  Moved,        ///< the state is not the one that was on the screen
  Stale,        ///< live state was seen longer ago than the window allows
  Refused,      ///< a rule of review forbids it
  Busy,         ///< another program holds the workspace
  Corrupt,      ///< the workspace or package is damaged
  NewerVersion, ///< written by a newer version of the program
  Crypto,       ///< key, signature or certificate cannot be used
  Internal
};

/// Stable kebab-case name, for example "duplicate-key".
std::string_view errorCodeName(ErrorCode code);
/// The inverse of `errorCodeName`; Internal for a name that is none.
ErrorCode errorCodeFromName(std::string_view name);

/// Where in an input something is.
struct Place {
  std::string file; ///< name as the user gave it; inside an archive `archive.zip!/inner.json`
  std::optional<std::uint64_t> byte; ///< offset from the start of the (decoded) file
  std::optional<std::uint64_t> line; ///< 1-based
  std::string pointer;               ///< RFC 6901 JSON pointer, or column name
  std::string excerpt;               ///< at most 120 bytes around the place, secrets masked
  bool operator==(const Place&) const = default;
};

/// An error that a person can act on: what, where, and what to do about it.
struct Error {
  ErrorCode code = ErrorCode::Internal;
  std::string message; ///< one sentence, without the place
  std::string remedy;  ///< what to do, one sentence; may be empty
  Place place;

  /// "file: byte 88412: /value/211: message. remedy" with the parts that are there.
  std::string text() const;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorCode code, std::string message, std::string remedy = {},
                                     Place place = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(remedy), std::move(place)});
}
inline tl::unexpected<Error> failure(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

#define COUNTERSIGN_CONCAT_(a, b) a##b
#define COUNTERSIGN_CONCAT(a, b) COUNTERSIGN_CONCAT_(a, b)
/// Returns the error of `expr` from the enclosing function, or goes on.
#define COUNTERSIGN_TRY(expr)                                                                                \
  do {                                                                                                       \
    if (auto COUNTERSIGN_CONCAT(countersignTry, __LINE__) = (expr);                                          \
        !COUNTERSIGN_CONCAT(countersignTry, __LINE__))                                                       \
      return ::tl::unexpected<::countersign::Error>(                                                         \
          std::move(COUNTERSIGN_CONCAT(countersignTry, __LINE__)).error());                                  \
  } while (false)

/// `COUNTERSIGN_ASSIGN(auto x, f())`: the value of `f()`, or its error is returned.
#define COUNTERSIGN_ASSIGN(decl, expr)                                                                       \
  auto COUNTERSIGN_CONCAT(countersignResult, __LINE__) = (expr);                                             \
  if (!COUNTERSIGN_CONCAT(countersignResult, __LINE__))                                                      \
    return ::tl::unexpected<::countersign::Error>(                                                           \
        std::move(COUNTERSIGN_CONCAT(countersignResult, __LINE__)).error());                                 \
  decl = std::move(*COUNTERSIGN_CONCAT(countersignResult, __LINE__))

} // namespace countersign
