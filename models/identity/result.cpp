// SPDX-License-Identifier: Apache-2.0
#include "models/identity/result.h"

#include <array>

namespace countersign {
namespace {
struct Named {
  ErrorCode code;
  std::string_view name;
};
constexpr std::array names{Named{ErrorCode::InvalidArgument, "invalid-argument"},
                           Named{ErrorCode::NotFound, "not-found"},
                           Named{ErrorCode::Io, "io"},
                           Named{ErrorCode::DiskFull, "disk-full"},
                           Named{ErrorCode::Cancelled, "cancelled"},
                           Named{ErrorCode::Unrecognised, "unrecognised"},
                           Named{ErrorCode::Unsupported, "unsupported"},
                           Named{ErrorCode::Malformed, "malformed"},
                           Named{ErrorCode::Truncated, "truncated"},
                           Named{ErrorCode::Encoding, "encoding"},
                           Named{ErrorCode::DuplicateKey, "duplicate-key"},
                           Named{ErrorCode::Limit, "limit"},
                           Named{ErrorCode::FutureTime, "future-time"},
                           Named{ErrorCode::MissingTime, "missing-time"},
                           Named{ErrorCode::WrongScope, "wrong-scope"},
                           Named{ErrorCode::Moved, "moved"},
                           Named{ErrorCode::Stale, "stale"},
                           Named{ErrorCode::Refused, "refused"},
                           Named{ErrorCode::Busy, "busy"},
                           Named{ErrorCode::Corrupt, "corrupt"},
                           Named{ErrorCode::NewerVersion, "newer-version"},
                           Named{ErrorCode::Crypto, "crypto"},
                           Named{ErrorCode::Internal, "internal"}};
} // namespace

std::string_view errorCodeName(ErrorCode code) {
  for (const Named& n : names)
    if (n.code == code) return n.name;
  return "internal";
}

ErrorCode errorCodeFromName(std::string_view name) {
  for (const Named& n : names)
    if (n.name == name) return n.code;
  return ErrorCode::Internal;
}

std::string Error::text() const {
  std::string out;
  auto add = [&out](const std::string& part) {
    if (!out.empty()) out += ": ";
    out += part;
  };
  if (!place.file.empty()) add(place.file);
  if (place.line) add("line " + std::to_string(*place.line));
  if (place.byte) add("byte " + std::to_string(*place.byte));
  if (!place.pointer.empty()) add(place.pointer);
  add(message);
  if (!remedy.empty()) {
    if (!out.empty() && out.back() != '.' && out.back() != '?' && out.back() != '!') out += '.';
    out += ' ' + remedy;
  }
  return out;
}

} // namespace countersign
