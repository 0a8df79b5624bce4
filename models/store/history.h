// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/store only.

#include "models/identity/document.h"
#include "models/store/connection.h"

#include <optional>

namespace countersign::store {

/// One sight of an object's content at a time, to be put into its history.
struct Sight {
  std::int64_t object = 0, document = 0, snapshot = 0;
  std::int64_t at = 0; ///< captured_at, microseconds
  /// The next time at which the object was looked at in a way that would have shown other content;
  /// nullopt: none, the sight is the newest.
  std::optional<std::int64_t> next;
  Locator where;
};

/// What holds at a time.
struct Held {
  std::int64_t version = 0, document = 0, from = 0;
  std::optional<std::int64_t> to;
};
std::optional<Held> heldAt(Connection& c, std::int64_t object, std::int64_t at);

/// Puts a sight between what is held before and after it, never replacing newer state: the interval that
/// covers it is cut, the sight opens its own until `next`, and what was held goes on from there. Returns the
/// new version's id, or 0 where nothing changed. Throws SQLite::Exception.
std::int64_t insertSight(Connection& c, const Sight& sight);
/// The object was looked for at `at` in a complete part and was not there; as `insertSight`. True where
/// something changed.
bool insertAbsence(Connection& c, std::int64_t object, std::int64_t snapshot, std::int64_t at,
                   std::optional<std::int64_t> next);

/// A new version from `from` to `to`.
std::int64_t openVersion(Connection& c, const Sight& sight, std::int64_t from,
                         std::optional<std::int64_t> to);
void closeVersion(Connection& c, std::int64_t version, std::int64_t at, std::int64_t snapshot);
/// Writes open_version and open_digest of the object from its versions.
void refreshOpen(Connection& c, std::int64_t object);

} // namespace countersign::store
