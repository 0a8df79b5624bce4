// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/places.h"

#include <algorithm>

namespace countersign {
namespace {

using drift::PlaceHistory;
using drift::Stretch;

/// The content that an object had at a time; null: it was not there.
HeldDocumentPtr contentAt(const std::vector<HeldDocumentPtr>& history, Instant t) {
  for (const HeldDocumentPtr& d : history)
    if (d->from <= t && (!d->to || *d->to > t)) return d;
  return nullptr;
}
bool same(const HeldDocumentPtr& a, const HeldDocumentPtr& b) {
  return a && b ? a->digest == b->digest : !a && !b;
}

/// `looked`: somebody had looked before it was asked for. `first`: what was there at the first look.
struct Before {
  bool looked = false;
  HeldDocumentPtr content, first;
};

Stretch stateOf(WishKind kind, const HeldDocumentPtr& now, const Before& before,
                const PlannedContent& planned) {
  bool so = false;
  Stretch out;
  if (kind != WishKind::Create && kind != WishKind::Remove && !before.looked && same(now, before.first)) {
    out.left = "what it was before it was asked for is not known";
    return out;
  }
  switch (kind) {
  case WishKind::Create:
    so = now != nullptr;
    out.left = so ? "" : "not there";
    break;
  case WishKind::Remove:
    so = !now;
    out.left = so ? "" : "still there";
    break;
  default:
    const bool moved = !same(now, before.content);
    const Tri fit = now                    ? fits(planned, now->document.object.kind, now->document.content)
                    : planned.kind.empty() ? Tri::Unknown
                                           : Tri::No;
    so = fit == Tri::Yes || (fit == Tri::Unknown && moved);
    out.left = so ? "" : !now ? "not there" : moved ? "otherwise than it asks" : "as it was before";
    break;
  }
  out.applied = out.effective = so ? Tri::Yes : Tri::No;
  return out;
}

PlaceHistory historyOf(const std::vector<HeldDocumentPtr>& history, const std::vector<Instant>& looks,
                       const Wish& wish, Instant requested, const PlannedContent& planned) {
  PlaceHistory out;
  std::set<Instant> times;
  for (const HeldDocumentPtr& d : history) {
    times.insert(d->from);
    if (d->to) times.insert(*d->to);
  }
  Before before;
  before.looked =
      (!looks.empty() && looks.front() <= requested) || (!times.empty() && *times.begin() <= requested);
  before.content = contentAt(history, requested);
  if (!times.empty()) before.first = contentAt(history, *times.begin());
  for (const Instant t : times) {
    Stretch s = stateOf(wish.kind, contentAt(history, t), before, planned);
    s.from = t;
    out.stretches.push_back(std::move(s));
  }
  return out;
}

} // namespace

Result<std::vector<PlaceHistory>> placesOfObjects(FollowReader& reader, const std::vector<std::string>& keys,
                                                  const Wish& wish, Instant requested,
                                                  const PlannedContent& planned) {
  DocumentStore documents(reader.workspace());
  StoreReader describing(documents);
  std::set<std::int64_t> had;
  std::vector<PlaceHistory> out;
  for (const std::string& key : keys) {
    COUNTERSIGN_ASSIGN(const auto objects, documents.objectsWithKey(key));
    for (const std::int64_t object : objects) {
      if (!had.insert(object).second) continue;
      COUNTERSIGN_ASSIGN(auto history, documents.history(object));
      std::erase_if(history, [&](const HeldDocumentPtr& d) {
        return d->role != SourceRole::Live || !hasKey(describing.description(d).selfKeys, key);
      });
      if (history.empty()) continue;
      const HeldDocumentPtr& newest = history.back();
      COUNTERSIGN_ASSIGN(auto looks, reader.looks({newest->part}));
      PlaceHistory place = historyOf(history, looks, wish, requested, planned);
      place.source = newest->source;
      place.object = object;
      place.name = newest->sourceName;
      place.system = newest->system;
      place.looks = std::move(looks);
      const auto& own = describing.description(newest).selfKeys;
      COUNTERSIGN_ASSIGN(place.marks, reader.marks({own.begin(), own.end()}));
      out.push_back(std::move(place));
    }
  }
  if (describing.error()) return failure(*describing.error());
  return out;
}

} // namespace countersign
