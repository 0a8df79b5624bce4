// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace countersign::store {

/// Chooses which events of an audit log are kept one by one: all that changed state or carry a runtime's own
/// decision, and of mere uses, for each identity, credential and object that they are about, the newest
/// `mostUses`. So what is kept grows with the identities and the changes, not with the traffic.
class EventRetention {
public:
  static constexpr std::size_t mostUses = 200;     ///< as many as the trail of a record shows
  static constexpr std::size_t mostKept = 400'000; ///< uses of all keys together

  void take(Event&& event);
  /// Those that are kept, in the order in which they came.
  std::vector<Event> finish();
  /// Uses that were not kept.
  std::size_t dropped() const { return dropped_; }

private:
  struct Slot {
    Event event;
    std::uint64_t order = 0;
    std::size_t named = 0; ///< by how many keys it is among the newest
  };
  /// Times and slots, the oldest on top.
  using Newest = std::vector<std::pair<Instant, std::size_t>>;

  void name(const std::string& key, std::size_t slot);
  void release(std::size_t slot);

  std::vector<Slot> slots_;
  std::vector<std::size_t> free_;
  std::unordered_map<std::int64_t, Newest> uses_; ///< by the hash of the key
  std::vector<std::pair<std::uint64_t, Event>> always_;
  std::uint64_t order_ = 0;
  std::size_t dropped_ = 0;
};

} // namespace countersign::store
