// SPDX-License-Identifier: Apache-2.0
#include "models/drift/compare.h"

#include <algorithm>
#include <utility>

namespace countersign::drift {
namespace {

const Runtime* runtimeFor(const std::string& system) {
  const auto& all = allRuntimes();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Runtime& r) { return r.system == system; });
  return found == all.end() ? nullptr : &*found;
}

bool isNeutral(const Grants& grants) {
  return std::all_of(grants.begin(), grants.end(), [](const Grant& g) {
    return g.document && g.document->document.object.kind == "neutral.grant";
  });
}

std::vector<GrantParts> partsOf(const std::string& system, const Grants& wide, const Grants& narrow,
                                RuntimeCaches& caches) {
  if (narrow.empty()) return {};
  const Runtime* runtime = runtimeFor(system);
  if (runtime != nullptr && runtime->compare != nullptr) return runtime->compare(wide, narrow, caches);
  if (isNeutral(wide) && isNeutral(narrow)) return compareNeutral(wide, narrow);
  return compareLiterally(wide, narrow);
}

/// What the other side does not give may be given by what was not read of it.
void admitMissing(const GrantList& other, const std::string& unknown, std::vector<GrantParts>& list) {
  if (other.known && other.missing.empty()) return;
  const std::string& reason = other.known ? other.missing.front() : unknown;
  for (GrantParts& parts : list)
    for (GrantPart& part : parts)
      if (part.given == Tri::No) {
        part.given = Tri::Unknown;
        part.reason = reason;
      }
}

Comparison compared(const PlaneGrants& plane, RuntimeCaches& caches) {
  Comparison out;
  out.applied = partsOf(plane.system, plane.requested.grants, plane.applied.grants, caches);
  out.requested = partsOf(plane.system, plane.applied.grants, plane.requested.grants, caches);
  Grants named;
  for (const UnappliedGrant& u : plane.effective.unapplied) {
    named.push_back(u.grant);
    named.back().document = nullptr; // of a resource: a statement that is about others, too
  }
  out.unapplied = partsOf(plane.system, plane.requested.grants, named, caches);
  const std::string noIntent = "no intent source says what " + plane.system + " permissions it should have";
  admitMissing(plane.requested, noIntent, out.applied);
  admitMissing(plane.requested, noIntent, out.unapplied);
  admitMissing(plane.applied, "no live source shows its " + plane.system + " permissions", out.requested);
  return out;
}

void add(std::string& to, const std::string& text) {
  to += std::to_string(text.size()) + ':' + text;
}

void add(std::string& to, const Grant& g) {
  to += g.deny ? 'd' : 'a';
  to += g.exact ? 'e' : 'n';
  if (g.document) to += g.document->digest.raw();
  for (const std::string* text : {&g.inner, &g.action, &g.resource, &g.condition, &g.scope, &g.path})
    add(to, *text);
}

void add(std::string& to, const GrantList& list) {
  to += list.known ? 'k' : 'u';
  for (const Grant& g : list.grants)
    add(to, g);
  to += '/';
  for (const std::string& what : list.missing)
    add(to, what);
  to += '/';
}

/// All that a comparison rests on.
std::string keyOf(const PlaneGrants& plane) {
  std::string out;
  add(out, plane.system);
  add(out, plane.applied);
  add(out, plane.requested);
  for (const UnappliedGrant& u : plane.effective.unapplied)
    add(out, u.grant);
  return sha256(out).raw();
}

int rank(Tri given) {
  switch (given) {
  case Tri::No:
    return 0;
  case Tri::Unknown:
    return 1;
  case Tri::Conditional:
    return 2;
  case Tri::Yes:
    break;
  }
  return 3;
}

} // namespace

Tri verdictOf(const GrantParts& parts) {
  Tri out = Tri::Yes;
  for (const GrantPart& part : parts)
    if (part.held != Tri::No && rank(part.given) < rank(out)) out = part.given;
  return out;
}

std::string remainderText(const GrantParts& parts, std::size_t most) {
  const Tri worst = verdictOf(parts);
  if (worst == Tri::Yes) return {};
  const auto isOpen = [&](const GrantPart& p) { return p.given == worst && p.held != Tri::No; };
  const auto count = [&](const auto& which) {
    return static_cast<std::size_t>(std::count_if(parts.begin(), parts.end(), which));
  };
  const std::size_t open = count(isOpen), rest = parts.size() - open;
  const bool allBut = open > most && rest > 0 && rest <= most;
  std::string out = allBut ? "all but " : "";
  std::size_t named = 0;
  for (const GrantPart& part : parts)
    if (isOpen(part) != allBut && named++ < most)
      out += (named == 1 ? "" : "; ") + part.action + " on " + part.resource;
  if (named > most) out += "; and " + std::to_string(named - most) + " more";
  const std::size_t unknown =
      worst == Tri::Unknown ? 0 : count([](const GrantPart& p) { return p.given == Tri::Unknown; });
  if (unknown > 0) out += "; not known of " + std::to_string(unknown) + (allBut ? " of these" : " more");
  return out;
}

std::shared_ptr<const Comparison> Comparer::compare(const PlaneGrants& plane) {
  std::string key = keyOf(plane);
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  if (known_.size() >= limit_) known_.clear();
  ++worked_;
  auto made = std::make_shared<const Comparison>(compared(plane, caches_));
  return known_.emplace(std::move(key), std::move(made)).first->second;
}

} // namespace countersign::drift
