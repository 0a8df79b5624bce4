// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/json.h"
#include "models/identity/time.h"

/// Reading of the log's own JSON. Strictness comes from writing the value again and comparing bytes, so
/// that these only have to bring text into types.
namespace countersign::evidence::fields {

inline Result<Digest> digest(const Json& v) {
  return Digest::fromHex(v.asString());
}
inline Json time(Instant t) {
  return Json(formatRfc3339Seconds(t));
}
inline Result<Instant> time(const Json& v) {
  return parseRfc3339(v.asString());
}
inline Json number(std::uint64_t v) {
  return Json(static_cast<std::int64_t>(v));
}
inline Result<std::uint64_t> number(const Json& v) {
  if (!v.isInt() || v.asInt() < 0)
    return failure(ErrorCode::Malformed, "a count is no whole number of at least 0");
  return static_cast<std::uint64_t>(v.asInt());
}
inline Json strings(const std::vector<std::string>& values) {
  Json out = Json::array();
  for (const std::string& v : values)
    out.push(Json(v));
  return out;
}
inline bool wholeSeconds(Instant t) {
  return t == std::chrono::floor<std::chrono::seconds>(t);
}

} // namespace countersign::evidence::fields
