// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/places.h"

#include "models/access/runtimes/runtimes.h"
#include "models/correlate/describe.h"
#include "models/review/following/wish_match.h"

#include <algorithm>
#include <functional>

namespace countersign {
namespace {

using drift::PlaceHistory;
using drift::Stretch;

/// The permissions of a moment that one source gives and that a change is about.
using Selected = std::vector<const HeldPermission*>;

int rank(Tri t) {
  return t == Tri::Yes ? 3 : t == Tri::Conditional ? 2 : t == Tri::Unknown ? 1 : 0;
}

std::string listed(const Selected& list) {
  std::string out;
  for (const HeldPermission* p : list) {
    const std::string one = p->shown + " on " + p->resource + " by " + p->path;
    if (out.find(one) == std::string::npos) out += (out.empty() ? "" : "; ") + one;
  }
  return out;
}

class Places {
public:
  Places(FollowReader& reader, const RecordTimeline& timeline, const Wish& wish, Instant requested)
      : reader_(reader), timeline_(timeline), wish_(wish), permission_(wish), requested_(requested) {}

  Result<std::vector<PlaceHistory>> run() {
    switch (wish_.kind) {
    case WishKind::Give:
      COUNTERSIGN_TRY(give());
      break;
    case WishKind::Take:
      COUNTERSIGN_TRY(take());
      break;
    case WishKind::Create:
    case WishKind::Remove:
    case WishKind::Disable:
    case WishKind::Enable:
      COUNTERSIGN_TRY(presence());
      break;
    case WishKind::Reassign:
      COUNTERSIGN_TRY(reassign());
      break;
    case WishKind::Rotate:
      COUNTERSIGN_TRY(rotate());
      break;
    case WishKind::Edit: {
      std::vector<std::string> keys;
      for (const auto& [object, r] : timeline_.objects)
        if (r.principal && r.role == SourceRole::Live) keys.insert(keys.end(), r.keys.begin(), r.keys.end());
      return placesOfObjects(reader_, keys, wish_, requested_);
    }
    }
    return std::move(out_);
  }

private:
  using State = std::function<Stretch(const RecordMoment&)>;

  /// A source as a place, with its state at each moment.
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

  Selected selected(const RecordMoment& m, std::int64_t source, bool whole) const {
    Selected out;
    for (const HeldPermission& p : m.applied)
      if (p.source == source && (whole ? permission_.isGivenBy(p) : permission_.touches(p)))
        out.push_back(&p);
    return out;
  }

  /// Sources that give it at some time, with what gives it.
  struct Givers {
    std::set<std::int64_t> parts, objects;
  };
  std::map<std::int64_t, Givers> givers(bool whole, std::optional<Instant> since) const {
    std::map<std::int64_t, Givers> out;
    for (std::size_t i = 0; i < timeline_.moments.size(); ++i) {
      if (since && i + 1 < timeline_.moments.size() && timeline_.moments[i + 1].from <= *since) continue;
      for (const HeldPermission& p : timeline_.moments[i].applied)
        if (whole ? permission_.isGivenBy(p) : permission_.touches(p)) {
          out[p.source].parts.insert(p.part);
          out[p.source].objects.insert(p.object);
        }
    }
    return out;
  }

  bool knownIn(const RecordMoment& m, const std::string& system) const { return m.known.contains(system); }
  bool thereIn(const RecordMoment& m, std::int64_t source) const {
    const auto found = m.live.find(source);
    return found != m.live.end() && found->second.there;
  }

  Stretch giveState(const RecordMoment& m, std::int64_t source, const std::string& system) const {
    Stretch out;
    const Selected by = selected(m, source, true);
    if (by.empty()) {
      out.applied = knownIn(m, system) || !thereIn(m, source) ? Tri::No : Tri::Unknown;
      out.effective = out.applied;
      const Selected part = selected(m, source, false);
      out.left = !part.empty()            ? "in part: " + listed(part)
                 : out.applied == Tri::No ? "not applied"
                                          : "its permissions of " + system + " are not all known";
      return out;
    }
    out.applied = Tri::Yes;
    const auto best = *std::max_element(by.begin(), by.end(), [](const auto* a, const auto* b) {
      return rank(a->effective) < rank(b->effective);
    });
    out.effective = best->effective;
    if (best->effective != Tri::Yes) out.left = best->note;
    return out;
  }

  Result<void> give() {
    std::map<std::int64_t, Givers> where = givers(true, {});
    if (where.empty())
      for (const std::int64_t source : timeline_.liveSources()) {
        COUNTERSIGN_ASSIGN(const bool may, mayGive(source));
        if (may) where.emplace(source, Givers{timeline_.partsOf(source), {}});
      }
    for (const auto& [source, by] : where) {
      COUNTERSIGN_ASSIGN(const StoredSource* s, reader_.source(source));
      COUNTERSIGN_TRY(add(source, by.parts, by.objects,
                          [this, source = source, system = s->system](const RecordMoment& m) {
                            return giveState(m, source, system);
                          }));
    }
    return {};
  }

  /// A source whose system has such permissions, and that shows the identity.
  Result<bool> mayGive(std::int64_t source) {
    COUNTERSIGN_ASSIGN(const bool right, wanted(source));
    if (!right) return false;
    COUNTERSIGN_ASSIGN(const StoredSource* s, reader_.source(source));
    const bool shows = std::any_of(timeline_.moments.begin(), timeline_.moments.end(),
                                   [&](const RecordMoment& m) { return thereIn(m, source); });
    if (!shows) return false;
    const auto& all = allRuntimes();
    const auto runtime =
        std::find_if(all.begin(), all.end(), [&](const Runtime& r) { return r.system == s->system; });
    return runtime == all.end() || runtime->understands == nullptr || runtime->understands(wish_.action);
  }

  Result<void> take() {
    std::map<std::int64_t, Givers> where = givers(false, requested_);
    if (where.empty()) where = givers(false, {});
    if (where.empty())
      for (const std::int64_t source : timeline_.liveSources())
        where.emplace(source, Givers{});
    for (const auto& [source, by] : where) {
      COUNTERSIGN_ASSIGN(const bool right, wanted(source));
      if (!right) continue;
      COUNTERSIGN_ASSIGN(const StoredSource* s, reader_.source(source));
      COUNTERSIGN_TRY(add(source, by.parts, by.objects,
                          [this, source = source, system = s->system](const RecordMoment& m) {
                            return takeState(m, source, system);
                          }));
    }
    return {};
  }

  Stretch takeState(const RecordMoment& m, std::int64_t source, const std::string& system) const {
    Stretch out;
    const Selected left = selected(m, source, false);
    if (!left.empty()) {
      const auto own = m.live.find(source);
      const bool disabled = permission_.isAnything() && own != m.live.end() && own->second.disabled;
      out.applied = out.effective = disabled ? Tri::Yes : Tri::No;
      if (!disabled) out.left = listed(left);
      return out;
    }
    const bool sure = knownIn(m, system) || !thereIn(m, source);
    out.applied = out.effective = sure ? Tri::Yes : Tri::Unknown;
    if (!sure) out.left = "its permissions of " + system + " are not all known";
    return out;
  }

  Result<void> presence() {
    for (const std::int64_t source : timeline_.liveSources()) {
      COUNTERSIGN_ASSIGN(const bool right, wanted(source));
      const bool shows = std::any_of(timeline_.moments.begin(), timeline_.moments.end(),
                                     [&](const RecordMoment& m) { return thereIn(m, source); });
      if (!right || !shows) continue;
      std::set<std::int64_t> parts;
      for (const auto& [object, r] : timeline_.objects)
        if (r.source == source && r.principal) parts.insert(r.part);
      COUNTERSIGN_TRY(
          add(source, parts, {}, [this, source](const RecordMoment& m) { return presenceState(m, source); }));
    }
    return {};
  }

  Stretch presenceState(const RecordMoment& m, std::int64_t source) const {
    const auto found = m.live.find(source);
    const bool there = found != m.live.end() && found->second.there;
    const bool disabled = there && found->second.disabled;
    bool so = false;
    Stretch out;
    switch (wish_.kind) {
    case WishKind::Create:
      so = there;
      out.left = there ? "" : "not there";
      break;
    case WishKind::Remove:
      so = !there;
      out.left = there ? "the identity is still there" : "";
      break;
    case WishKind::Disable:
      so = !there || disabled;
      out.left = so ? "" : "it can still be used";
      break;
    default:
      so = there && !disabled;
      out.left = so ? "" : there ? "it is disabled" : "not there";
      break;
    }
    out.applied = out.effective = so ? Tri::Yes : Tri::No;
    return out;
  }

  /// The credentials of a moment that one source shows.
  static std::map<std::string, const HeldFact*> credentials(const RecordMoment& m, std::int64_t source) {
    std::map<std::string, const HeldFact*> out;
    for (const HeldFact& f : m.facts)
      if (f.kind == HeldFact::Kind::Credential && f.source == source) out.emplace(f.name, &f);
    return out;
  }
  bool isOld(const std::string& name) const {
    return wish_.credential.empty() || name == wish_.credential || name.ends_with(" " + wish_.credential);
  }

  Result<void> rotate() {
    std::map<std::int64_t, Givers> where;
    for (const RecordMoment& m : timeline_.moments)
      for (const HeldFact& f : m.facts)
        if (f.kind == HeldFact::Kind::Credential && (wish_.credential.empty() || isOld(f.name))) {
          where[f.source].parts.insert(f.part);
          where[f.source].objects.insert(f.object);
        }
    for (const auto& [source, by] : where) {
      COUNTERSIGN_ASSIGN(const bool right, wanted(source));
      if (!right) continue;
      COUNTERSIGN_TRY(add(source, by.parts, by.objects,
                          [this, source = source](const RecordMoment& m) { return rotateState(m, source); }));
    }
    return {};
  }

  /// A newer credential is there, and those that were there when it was asked for cannot be used any more.
  Stretch rotateState(const RecordMoment& m, std::int64_t source) const {
    const RecordMoment* then = timeline_.at(requested_);
    const auto before =
        then != nullptr ? credentials(*then, source) : std::map<std::string, const HeldFact*>();
    const auto now = credentials(m, source);
    const auto isNewer = [&](const std::string& name, const HeldFact& f) {
      return f.made ? *f.made > requested_ : !before.contains(name);
    };
    bool newer = false;
    std::string old;
    for (const auto& [name, f] : now) {
      if (isNewer(name, *f))
        newer = newer || f->value != "inactive";
      else if (isOld(name) && f->value != "inactive")
        old += (old.empty() ? "" : ", ") + name;
    }
    Stretch out;
    out.applied = out.effective = newer && old.empty() ? Tri::Yes : Tri::No;
    if (!newer) out.left = "no newer credential";
    if (!old.empty()) out.left += (out.left.empty() ? "" : "; ") + old + " can still be used";
    return out;
  }

  Result<void> reassign() {
    for (const std::int64_t source : timeline_.liveSources()) {
      const bool shows = std::any_of(timeline_.moments.begin(), timeline_.moments.end(),
                                     [&](const RecordMoment& m) { return thereIn(m, source); });
      if (!shows) continue;
      COUNTERSIGN_TRY(add(source, {}, {}, [this](const RecordMoment& m) {
        Stretch out;
        const bool so = sameOwner(m.owner, wish_.owner);
        out.applied = out.effective = so ? Tri::Yes : Tri::No;
        if (!so) out.left = m.owner.empty() ? "no owner" : "owner is " + m.owner;
        return out;
      }));
      break; // the owner is the record's, not a source's
    }
    return {};
  }

  FollowReader& reader_;
  const RecordTimeline& timeline_;
  const Wish& wish_;
  WishedPermission permission_;
  Instant requested_;
  std::vector<PlaceHistory> out_;
};

} // namespace

Result<std::vector<PlaceHistory>> placesOf(FollowReader& reader, const RecordTimeline& timeline,
                                           const Wish& wish, Instant requested) {
  return Places(reader, timeline, wish, requested).run();
}

} // namespace countersign
