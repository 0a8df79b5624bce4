// SPDX-License-Identifier: Apache-2.0
#include "models/access/runtimes/runtimes.h"
#include "models/review/following/place_maker.h"
#include "models/review/following/wish_match.h"

namespace countersign {
namespace {

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

/// Permissions that are to come, or to go.
class PermissionPlaces : PlaceMaker {
public:
  PermissionPlaces(FollowReader& reader, const RecordTimeline& timeline, const Wish& wish, Instant requested)
      : PlaceMaker(reader, timeline, wish, requested), permission_(wish) {}

  Result<std::vector<PlaceHistory>> run() {
    if (wish_.kind == WishKind::Give)
      COUNTERSIGN_TRY(give());
    else
      COUNTERSIGN_TRY(take());
    return std::move(out_);
  }

private:
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
    std::set<std::string> systems = {};
  };
  std::map<std::int64_t, Givers> givers(bool whole, std::optional<Instant> since) const {
    std::map<std::int64_t, Givers> out;
    for (std::size_t i = 0; i < timeline_.moments.size(); ++i) {
      if (since && i + 1 < timeline_.moments.size() && timeline_.moments[i + 1].from <= *since) continue;
      for (const HeldPermission& p : timeline_.moments[i].applied)
        if (whole ? permission_.isGivenBy(p) : permission_.touches(p)) {
          out[p.source].parts.insert(p.part);
          out[p.source].objects.insert({p.object, p.holder});
          out[p.source].systems.insert(p.system);
        }
    }
    return out;
  }

  static bool isKnown(const RecordMoment& m, const std::string& system) { return m.known.contains(system); }

  Stretch giveState(const RecordMoment& m, std::int64_t source, const Givers& by,
                    const std::string& system) const {
    Stretch out;
    const Selected givers = selected(m, source, true);
    if (givers.empty()) {
      out.applied = isSure(m, source, by, system) ? Tri::No : Tri::Unknown;
      out.effective = out.applied;
      const Selected part = selected(m, source, false);
      out.left = !part.empty()            ? "in part: " + listed(part)
                 : out.applied == Tri::No ? "not applied"
                                          : "its permissions of " + system + " are not all known";
      return out;
    }
    out.applied = Tri::Yes;
    const auto best = *std::max_element(givers.begin(), givers.end(), [](const auto* a, const auto* b) {
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
                          [this, source = source, &by = by, system = s->system](const RecordMoment& m) {
                            return giveState(m, source, by, system);
                          }));
    }
    return {};
  }

  /// A source whose system has such permissions, and that shows the identity.
  Result<bool> mayGive(std::int64_t source) {
    COUNTERSIGN_ASSIGN(const bool right, wanted(source));
    if (!right) return false;
    COUNTERSIGN_ASSIGN(const StoredSource* s, reader_.source(source));
    if (!everThereIn(source)) return false;
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
                          [this, source = source, &by = by, system = s->system](const RecordMoment& m) {
                            return takeState(m, source, by, system);
                          }));
    }
    return {};
  }

  /// Whether nothing that is left means that it is gone.
  bool isSure(const RecordMoment& m, std::int64_t source, const Givers& by, const std::string& system) const {
    if (!thereIn(m, source)) return true;
    // What had been seen went with a complete look, unless what it rests on cannot be read any more.
    if (by.systems.empty()) return isKnown(m, system);
    return std::none_of(by.systems.begin(), by.systems.end(),
                        [&](const std::string& one) { return m.incomplete.contains(one); });
  }

  Stretch takeState(const RecordMoment& m, std::int64_t source, const Givers& by,
                    const std::string& system) const {
    Stretch out;
    const Selected left = selected(m, source, false);
    if (!left.empty()) {
      const auto own = m.live.find(source);
      const bool disabled = permission_.isAnything() && own != m.live.end() && own->second.disabled;
      out.applied = out.effective = disabled ? Tri::Yes : Tri::No;
      if (!disabled) out.left = listed(left);
      return out;
    }
    const bool sure = isSure(m, source, by, system);
    out.applied = out.effective = sure ? Tri::Yes : Tri::Unknown;
    if (!sure) out.left = "its permissions of " + system + " are not all known";
    return out;
  }

  WishedPermission permission_;
};

} // namespace

Result<std::vector<drift::PlaceHistory>>
permissionPlaces(FollowReader& reader, const RecordTimeline& timeline, const Wish& wish, Instant requested) {
  return PermissionPlaces(reader, timeline, wish, requested).run();
}

} // namespace countersign
