// SPDX-License-Identifier: Apache-2.0
#include "models/correlate/describe.h"
#include "models/review/following/place_maker.h"

#include <map>

namespace countersign {
namespace {

/// The identity itself: whether it is there and can be used, its owner, its credentials.
class IdentityPlaces : PlaceMaker {
public:
  IdentityPlaces(FollowReader& reader, const RecordTimeline& timeline, const Wish& wish, Instant requested)
      : PlaceMaker(reader, timeline, wish, requested) {}

  Result<std::vector<PlaceHistory>> run() {
    if (wish_.kind == WishKind::Rotate)
      COUNTERSIGN_TRY(rotate());
    else if (wish_.kind == WishKind::Reassign)
      COUNTERSIGN_TRY(reassign());
    else
      COUNTERSIGN_TRY(presence());
    return std::move(out_);
  }

private:
  Result<void> presence() {
    for (const std::int64_t source : timeline_.liveSources()) {
      COUNTERSIGN_ASSIGN(const bool right, wanted(source));
      if (!right || !everThereIn(source)) continue;
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

  /// Where credentials are shown.
  struct Shown {
    std::set<std::int64_t> parts, objects;
  };

  Result<void> rotate() {
    std::map<std::int64_t, Shown> where;
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
      if (!everThereIn(source)) continue;
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
};

} // namespace

Result<std::vector<drift::PlaceHistory>> identityPlaces(FollowReader& reader, const RecordTimeline& timeline,
                                                        const Wish& wish, Instant requested) {
  return IdentityPlaces(reader, timeline, wish, requested).run();
}

} // namespace countersign
