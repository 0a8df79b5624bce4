// SPDX-License-Identifier: Apache-2.0
#include "models/review/following/moment_changes.h"

#include <map>
#include <tuple>

namespace countersign {
namespace {

/// The same permission by another path of the same source is no change.
using Key = std::tuple<std::string, std::string, std::string, std::string, std::int64_t>;
using ByKey = std::map<Key, const HeldPermission*>;

int rank(Tri t) {
  return t == Tri::Yes ? 3 : t == Tri::Conditional ? 2 : t == Tri::Unknown ? 1 : 0;
}

ByKey byKey(const std::vector<HeldPermission>& list) {
  ByKey out;
  for (const HeldPermission& p : list) {
    const auto [at, fresh] = out.emplace(Key{p.system, p.action, p.resource, p.condition, p.source}, &p);
    if (!fresh && rank(p.effective) > rank(at->second->effective)) at->second = &p;
  }
  return out;
}

const std::vector<HeldPermission>& nothing() {
  static const std::vector<HeldPermission> none;
  return none;
}

bool there(const std::map<std::int64_t, Presence>& in, std::int64_t source) {
  const auto found = in.find(source);
  return found != in.end() && found->second.there;
}

using Presences = std::map<std::int64_t, Presence>;

void comparePresence(const Presences& before, const Presences& after, std::vector<MomentChange>& out) {
  std::set<std::int64_t> sources;
  for (const auto* side : {&before, &after})
    for (const auto& [source, presence] : *side)
      sources.insert(source);
  for (const std::int64_t source : sources) {
    const bool was = there(before, source), is = there(after, source);
    if (was != is) {
      out.push_back({MomentChange::Area::Identity,
                     is ? WishKind::Create : WishKind::Remove,
                     nullptr,
                     nullptr,
                     source,
                     {},
                     {}});
      continue;
    }
    if (!is || before.at(source).disabled == after.at(source).disabled) continue;
    out.push_back({MomentChange::Area::Identity,
                   after.at(source).disabled ? WishKind::Disable : WishKind::Enable,
                   nullptr,
                   nullptr,
                   source,
                   {},
                   {}});
  }
}

void comparePermissions(const std::vector<HeldPermission>& was, const std::vector<HeldPermission>& is,
                        const Presences& before, const Presences& after, std::vector<MomentChange>& out) {
  const ByKey a = byKey(was), b = byKey(is);
  // What comes or goes with the identity says nothing of its own.
  const auto together = [&](std::int64_t source) { return there(before, source) != there(after, source); };
  for (const auto& [key, p] : b)
    if (!a.contains(key) && !together(p->source))
      out.push_back({MomentChange::Area::Permission, WishKind::Give, p, nullptr, p->source, {}, p->path});
  for (const auto& [key, p] : a) {
    const auto found = b.find(key);
    if (found == b.end()) {
      if (!together(p->source))
        out.push_back({MomentChange::Area::Permission, WishKind::Take, p, nullptr, p->source, p->path, {}});
    } else if (found->second->effective != p->effective) {
      out.push_back({MomentChange::Area::Effective, WishKind::Edit, found->second, nullptr, p->source,
                     std::string(name(p->effective)), std::string(name(found->second->effective))});
    }
  }
}

void compareFacts(const std::vector<HeldFact>& was, const std::vector<HeldFact>& is, const Presences& before,
                  const Presences& after, std::vector<MomentChange>& out) {
  using Name = std::tuple<HeldFact::Kind, std::string, std::int64_t>;
  std::map<Name, std::pair<const HeldFact*, const HeldFact*>> both;
  for (const HeldFact& f : was)
    both[{f.kind, f.name, f.source}].first = &f;
  for (const HeldFact& f : is)
    both[{f.kind, f.name, f.source}].second = &f;
  for (const auto& [key, pair] : both) {
    const auto [a, b] = pair;
    const HeldFact* shown = b != nullptr ? b : a;
    const bool changed = a == nullptr || b == nullptr || a->value != b->value || a->made != b->made;
    if (!changed || there(before, shown->source) != there(after, shown->source)) continue;
    out.push_back(
        {shown->kind == HeldFact::Kind::Trust ? MomentChange::Area::Trust : MomentChange::Area::Credential,
         a == nullptr   ? WishKind::Create
         : b == nullptr ? WishKind::Remove
                        : WishKind::Edit,
         nullptr, shown, shown->source, a != nullptr ? a->value : std::string(),
         b != nullptr ? b->value : std::string()});
  }
}

} // namespace

std::vector<MomentChange> liveChanges(const RecordMoment* before, const RecordMoment& after) {
  std::vector<MomentChange> out;
  static const Presences none;
  const Presences& presence = before != nullptr ? before->live : none;
  comparePresence(presence, after.live, out);
  comparePermissions(before != nullptr ? before->applied : nothing(), after.applied, presence, after.live,
                     out);
  static const std::vector<HeldFact> noFacts;
  compareFacts(before != nullptr ? before->facts : noFacts, after.facts, presence, after.live, out);
  if (before != nullptr && before->owner != after.owner && !after.live.empty() && !before->live.empty())
    out.push_back({MomentChange::Area::Owner, WishKind::Reassign, nullptr, nullptr, after.live.begin()->first,
                   before->owner, after.owner});
  return out;
}

std::vector<MomentChange> intentChanges(const RecordMoment* before, const RecordMoment& after) {
  std::vector<MomentChange> out;
  static const Presences none;
  const Presences& presence = before != nullptr ? before->intent : none;
  comparePresence(presence, after.intent, out);
  std::vector<MomentChange> permissions;
  comparePermissions(before != nullptr ? before->requested : nothing(), after.requested, presence,
                     after.intent, permissions);
  for (MomentChange& c : permissions)
    if (c.area == MomentChange::Area::Permission) out.push_back(std::move(c));
  return out;
}

} // namespace countersign
