// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/place_maker.h"

namespace countersign {

Result<std::vector<drift::PlaceHistory>> placesOf(FollowReader& reader, const RecordTimeline& timeline,
                                                  const Wish& wish, Instant requested) {
  if (wish.kind == WishKind::Give || wish.kind == WishKind::Take)
    return permissionPlaces(reader, timeline, wish, requested);
  if (wish.kind != WishKind::Edit) return identityPlaces(reader, timeline, wish, requested);
  std::vector<std::string> keys;
  for (const auto& [object, r] : timeline.objects)
    if (r.principal && r.role == SourceRole::Live) keys.insert(keys.end(), r.keys.begin(), r.keys.end());
  return placesOfObjects(reader, keys, wish, requested, {});
}

} // namespace countersign
