// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/vocabulary.h"
#include "models/store/workspace.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace countersign {

/// One snapshot's look at a part of a source.
struct Look {
  Instant at{};
  std::int64_t snapshot = 0;
  bool complete = false;
};

/// An object that came, changed or went after its part had been looked at before: what came with the first
/// complete look is inventory and no movement.
struct Movement {
  std::int64_t object = 0, part = 0, source = 0, snapshot = 0; ///< `snapshot`: the first that shows it
  std::int64_t before = 0, after = 0;                          ///< versions; 0: it was not there, it is gone
  Instant at{};                                                ///< captured_at of that snapshot
  std::optional<Instant> seenBefore; ///< the newest complete look before that one: it happened in between
  SourceRole role = SourceRole::Live;
  std::string kind, uid;
};

/// When what moved: the history of versions, read by time.
class MovementStore {
public:
  explicit MovementStore(Workspace& w) : w_(w) {}

  /// Oldest first.
  Result<std::vector<Look>> looks(std::int64_t part);
  /// The newest complete look at a part before `at`.
  Result<std::optional<Instant>> completeBefore(std::int64_t part, Instant at);
  /// Movements between two times (both included), oldest first.
  Result<std::vector<Movement>> movements(Instant from, Instant to);
  /// What came with the first look at its part between two times, of these kinds: inventory.
  Result<std::vector<Movement>> inventory(Instant from, Instant to, const std::set<std::string>& kinds);
  /// Times at which an object came, changed or went, of these objects and of all that have or mention one of
  /// these keys: between two of them, nothing that is read by these keys is otherwise. Ascending, once each.
  Result<std::vector<Instant>> moments(const std::set<std::string>& keys,
                                       const std::set<std::int64_t>& objects);
  /// Objects that have ever had a key of this hash (keyHash) as their own.
  Result<std::vector<std::int64_t>> objectsWithHash(std::int64_t hash);
  /// Times at which one object came, changed or went. Ascending.
  Result<std::vector<Instant>> momentsOf(std::int64_t object);
  /// The part in which an object lies, and whether its source is live.
  struct Lies {
    std::int64_t part = 0, source = 0;
    SourceRole role = SourceRole::Live;
    std::string kind, uid;
  };
  Result<Lies> where(std::int64_t object); ///< error: NotFound
  /// The first complete look at any part of a source; nullopt: there is none.
  Result<std::optional<Instant>> firstLook(std::int64_t source);

private:
  Workspace& w_;
};

} // namespace countersign
