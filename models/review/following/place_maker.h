// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/review/following/places.h"

#include <algorithm>
#include <functional>

namespace countersign {

/// Makes places for one wish about one record.
class PlaceMaker {
protected:
  using PlaceHistory = drift::PlaceHistory;
  using Stretch = drift::Stretch;
  using State = std::function<Stretch(const RecordMoment&)>;

  PlaceMaker(FollowReader& reader, const RecordTimeline& timeline, const Wish& wish, Instant requested)
      : reader_(reader), timeline_(timeline), wish_(wish), requested_(requested) {}

  /// A source as a place, with its state at each moment. `parts`: what a look has to show completely; empty:
  /// all that the record ever rested on there. `objects`: whose events count, beside those on the identity.
  Result<void> add(std::int64_t source, const std::set<std::int64_t>& parts,
                   const std::set<std::int64_t>& objects, const State& state) {
    COUNTERSIGN_ASSIGN(const StoredSource* s, reader_.source(source));
    PlaceHistory place;
    place.source = source;
    place.name = s->name;
    place.system = s->system;
    COUNTERSIGN_ASSIGN(place.looks, reader_.looks(parts.empty() ? timeline_.partsOf(source) : parts));
    COUNTERSIGN_ASSIGN(place.marks, reader_.marks(timeline_.keysIn(source, objects)));
    for (const RecordMoment& m : timeline_.moments) {
      Stretch next = state(m);
      next.from = m.from;
      if (place.stretches.empty() || place.stretches.back().applied != next.applied ||
          place.stretches.back().effective != next.effective || place.stretches.back().left != next.left)
        place.stretches.push_back(std::move(next));
    }
    out_.push_back(std::move(place));
    return {};
  }

  Result<bool> wanted(std::int64_t source) {
    if (wish_.system.empty()) return true;
    COUNTERSIGN_ASSIGN(const StoredSource* s, reader_.source(source));
    return s->system == wish_.system;
  }

  static bool thereIn(const RecordMoment& m, std::int64_t source) {
    const auto found = m.live.find(source);
    return found != m.live.end() && found->second.there;
  }
  bool everThereIn(std::int64_t source) const {
    return std::any_of(timeline_.moments.begin(), timeline_.moments.end(),
                       [&](const RecordMoment& m) { return thereIn(m, source); });
  }

  FollowReader& reader_;
  const RecordTimeline& timeline_;
  const Wish& wish_;
  Instant requested_;
  std::vector<PlaceHistory> out_;
};

// Where a change of this kind has to be looked for, and what each system showed of it over time:
Result<std::vector<drift::PlaceHistory>>
permissionPlaces(FollowReader& reader, const RecordTimeline& timeline, const Wish& wish, Instant requested);
Result<std::vector<drift::PlaceHistory>> identityPlaces(FollowReader& reader, const RecordTimeline& timeline,
                                                        const Wish& wish, Instant requested);

} // namespace countersign
