// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/store only: what several queries read from their columns.

#include "models/identity/digest.h"
#include "models/identity/time.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <cstdint>
#include <optional>
#include <vector>

namespace countersign::store {

/// The first column of all rows; the statement is reset.
inline std::vector<std::int64_t> ids(SQLite::Statement& s) {
  std::vector<std::int64_t> out;
  while (s.executeStep())
    out.push_back(s.getColumn(0).getInt64());
  s.reset();
  return out;
}

inline std::optional<Instant> optionalTime(const SQLite::Column& c) {
  return c.isNull() ? std::nullopt : std::optional(fromMicros(c.getInt64()));
}

/// All zeros where the column holds none.
inline Digest digestOf(const SQLite::Column& c) {
  return Digest::fromRaw(c.getString()).value_or(Digest{});
}

} // namespace countersign::store
