// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"
#include "models/drift/findings/record_facts.h"
#include "models/review/evaluate.h"

#include <algorithm>

namespace countersign {
namespace {

Tier tierOf(Reach reach) {
  switch (reach) {
  case Reach::Everything:
  case Reach::Administer:
    return Tier::Critical;
  case Reach::Escalate:
    return Tier::Critical;
  case Reach::MintCredential:
  case Reach::Impersonate:
  case Reach::ReadSecret:
  case Reach::Delete:
    return Tier::High;
  case Reach::Write:
    return Tier::Medium;
  case Reach::Read:
  case Reach::List:
  case Reach::None:
    return Tier::Low;
  }
  return Tier::Critical;
}

bool anythingApplied(const Evaluation& e) {
  return std::any_of(e.planes.begin(), e.planes.end(), [](const PlaneGrants& p) {
    return std::any_of(p.applied.grants.begin(), p.applied.grants.end(),
                       [](const Grant& g) { return !g.deny; });
  });
}

struct Word {
  Tier tier = Tier::Medium;
  std::string reason;
};

/// What a tag, label or column says; of several the most critical.
std::optional<Word> statedTier(EvaluationContext& x, const Evaluation& e) {
  std::optional<Word> out;
  for (const Member& m : e.members) {
    if (!m.document) continue;
    const auto& tier = x.reader.description(m.document).tier;
    if (tier && (!out || tier->first < out->tier))
      out = Word{tier->first, tier->second + " in " + m.document->sourceName};
  }
  return out;
}

void raise(Word& to) {
  if (to.tier != Tier::Critical) to.tier = static_cast<Tier>(static_cast<int>(to.tier) - 1);
}

/// What writes in production is at least high: the reach of a role does not say what stands behind it.
void addEnvironment(const findings::RecordFacts& f, Word& to) {
  const auto in = std::find_if(f.environments.begin(), f.environments.end(),
                               [](const findings::Environment& e) { return e.production; });
  if (to.tier != Tier::Medium || in == f.environments.end()) return;
  raise(to);
  to.reason += "; in production (" + in->told + ")";
}

/// Who none of the organisation is and can become it, in words; empty: nobody who is known of.
std::string outsiders(const findings::HeldTrust& t) {
  if (t.entry.mechanism == TrustEntry::Mechanism::Anyone) return "anybody can become " + t.to;
  if (t.entry.mechanism == TrustEntry::Mechanism::Oidc && !t.entry.subjectBound)
    return "any token of " + t.entry.issuer + " can become " + t.to;
  if (t.outside && !t.ofPlatform) return t.entry.who + ", from outside, can become " + t.to;
  return {};
}

void addOutside(const findings::RecordFacts& f, Word& to) {
  for (const findings::HeldTrust& t : f.trusts)
    if (const std::string who = outsiders(t); !who.empty() && to.tier != Tier::Critical) {
      raise(to);
      to.reason += "; " + who;
      return;
    }
}

/// By the worst that it can do, then one step up for production and one for trust from outside.
Word ruledTier(const Evaluation& e, const findings::RecordFacts& f) {
  const bool known =
      std::any_of(e.planes.begin(), e.planes.end(), [](const PlaneGrants& p) { return p.applied.known; });
  if (e.reachReason.empty() && known)
    return {Tier::Low, anythingApplied(e) ? "nothing that is applied is effective" : "nothing is applied"};
  Word out{Tier::Medium, "no tag, and what is applied is not known"};
  if (!e.reachReason.empty()) out = {tierOf(e.reach), e.reachReason};
  addEnvironment(f, out);
  addOutside(f, out);
  return out;
}

} // namespace

/// A label can raise a tier, it cannot talk an administrator down, nor what comes to as much
/// (docs/decisions/0004-tier-rule.md).
void addTier(EvaluationContext& x, const findings::RecordFacts& facts, Evaluation& e) {
  Word ruled = ruledTier(e, facts);
  const std::optional<Word> stated = statedTier(x, e);
  if (stated && ruled.tier == Tier::Critical && stated->tier > Tier::Critical)
    ruled.reason += " (" + stated->reason + " says " + std::string(name(stated->tier)) + ")";
  else if (stated)
    ruled = *stated;
  e.tier = ruled.tier;
  e.tierReason = std::move(ruled.reason);
}

namespace {

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

/// ISO 8601 or seconds since 1970, as the date operators of IAM take them (IAM User Guide, "Date condition
/// operators").
std::optional<Instant> conditionTime(const std::string& text) {
  if (const auto t = parseRfc3339(text.size() == 10 ? text + "T00:00:00Z" : text)) return *t;
  if (text.empty() || text.size() > 12 ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  return Instant(std::chrono::seconds(std::stoll(text)));
}

} // namespace

void addTimeFlip(EvaluationContext& x, Evaluation& e) {
  for (const PlaneGrants& plane : e.planes)
    for (const Grant& g : plane.applied.grants) {
      if (plane.system != "aws" || g.condition.empty()) continue;
      const Json condition = parseJson(g.condition).value_or(Json());
      for (const auto& [op, tests] : condition.members())
        for (const auto& [key, values] : tests.members()) {
          if (lowerCase(key) != "aws:currenttime" && lowerCase(key) != "aws:epochtime") continue;
          for (const std::string& value : values.strings())
            if (const auto t = conditionTime(value); t && *t > x.now && (!e.timeFlip || *t < *e.timeFlip))
              e.timeFlip = t;
        }
    }
}

} // namespace countersign
