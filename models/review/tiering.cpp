// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"
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

} // namespace

/// The more critical of what a tag, label or column says and of what the rule says of the applied
/// permissions: a label can raise a tier, it cannot talk an administrator down.
void addTier(EvaluationContext& x, Evaluation& e) {
  std::optional<std::pair<Tier, std::string>> stated;
  for (const Member& m : e.members) {
    if (!m.document) continue;
    const auto& tier = x.reader.description(m.document).tier;
    if (tier && (!stated || tier->first < stated->first))
      stated = std::pair(tier->first, tier->second + " in " + m.document->sourceName);
  }
  const bool known =
      std::any_of(e.planes.begin(), e.planes.end(), [](const PlaneGrants& p) { return p.applied.known; });
  std::optional<std::pair<Tier, std::string>> ruled;
  if (!e.reachReason.empty())
    ruled = std::pair(tierOf(e.reach), e.reachReason);
  else if (known)
    ruled = std::pair(Tier::Low, std::string(anythingApplied(e) ? "nothing that is applied is effective"
                                                                : "nothing is applied"));
  if (stated && ruled && ruled->first == Tier::Critical && stated->first > Tier::Critical) {
    e.tier = Tier::Critical;
    e.tierReason = ruled->second + " (" + stated->second + " says " + std::string(name(stated->first)) + ")";
  } else if (stated) {
    e.tier = stated->first;
    e.tierReason = stated->second;
  } else if (ruled) {
    e.tier = ruled->first;
    e.tierReason = ruled->second;
  } else {
    e.tier = Tier::Medium;
    e.tierReason = "no tag, and what is applied is not known";
  }
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
