// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/lights.h"

#include "models/drift/findings/words.h"

#include <algorithm>

namespace countersign::findings {
namespace {

using State = Light::State;

Light owned(const RecordFacts& f) {
  if (f.platformOwned) return {State::Good, "made and owned by the platform"};
  if (f.owners.empty()) return {State::Bad, "no source names an owner"};
  const Owner& first = f.owners.front();
  if (f.ownersDisagree) return {State::Bad, "sources name different owners"};
  if (first.state == Owner::State::Gone)
    return {State::Bad, first.name + " is gone (" + first.stateText + ")"};
  return {State::Good, first.name + ", by " + first.basis};
}

Light rightSized(const RecordFacts& f) {
  if (!f.access.known) return {State::Unknown, "what it can do is not known"};
  const bool far = f.access.reach >= Reach::Administer;
  if (far && f.access.certain) return {State::Bad, f.access.reason};
  if (std::any_of(f.ways.begin(), f.ways.end(), [](const Way& w) { return !w.conditional; }))
    return {State::Bad, "it can get more than it has"};
  if (far) return {State::Unknown, f.access.reason};
  const Usage usage = usageOf(f);
  if (usage.last.state == LastUse::State::Used && !f.time.reached(usage.last.at + f.limits.unused))
    return {State::Good,
            "it can " + std::string(name(f.access.reach)) + " at most, and was used " + day(usage.last.at)};
  if (usage.whole) return {State::Bad, "it is not used"};
  return {State::Unknown,
          "it can " + std::string(name(f.access.reach)) + " at most; whether it uses that is not recorded"};
}

/// Why a credential is not fresh; empty: it is.
std::string staleness(const HeldCredential& c, const RecordFacts& f) {
  const Credential& x = c.credential;
  if (!c.revoked.empty()) return "is " + c.revoked;
  if (x.expires && f.time.reached(*x.expires)) return "ended " + day(*x.expires);
  if (x.endless) return "has no end";
  const auto since = x.since();
  if (x.kind != CredentialKind::Certificate && since && f.time.reached(*since + f.limits.rotation))
    return "is the same since " + day(*since);
  return {};
}

Light rotated(const RecordFacts& f) {
  std::size_t fresh = 0;
  std::string untold;
  for (const HeldCredential& c : f.credentials) {
    if (!standing(c)) continue;
    if (const std::string why = staleness(c, f); !why.empty()) return {State::Bad, shown(c) + " " + why};
    if (!c.credential.since() && !c.credential.expires)
      untold = shown(c) + ": when it was made is not known";
    else
      ++fresh;
  }
  if (!untold.empty()) return {State::Unknown, untold};
  if (fresh > 0)
    return {State::Good,
            std::to_string(fresh) + (fresh == 1 ? " credential" : " credentials") + ", none too old"};
  if (!f.noCredentials.empty()) return {State::Good, f.noCredentials};
  if (f.credentialsListed) return {State::Good, "no credential that stands is listed"};
  return {State::Unknown, "no imported source lists its credentials"};
}

Light reviewed(const RecordFacts& f) {
  if (!f.review) return {State::Unknown, "not asked of an earlier time"};
  return {f.review->state == StandingState::Stands ? State::Good : State::Bad, f.review->reason};
}

} // namespace

Lights lightsOf(const RecordFacts& f) {
  return {owned(f), rightSized(f), rotated(f), reviewed(f)};
}

} // namespace countersign::findings
