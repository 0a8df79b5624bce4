// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"
#include "models/review/evaluate.h"

#include <algorithm>

namespace countersign {
namespace {

Tier tierOf(Reach reach) {
  switch (reach) {
  case Reach::Everything:
  case Reach::Administer: return Tier::Critical;
  case Reach::ReadSecret:
  case Reach::Delete: return Tier::High;
  case Reach::Write: return Tier::Medium;
  case Reach::Read:
  case Reach::List:
  case Reach::None: return Tier::Low;
  }
  return Tier::Critical;
}

struct Worst {
  Reach reach = Reach::None;
  const Grant* grant = nullptr;
  bool known = false;
};

Worst worstApplied(const Evaluation& e) {
  Worst out;
  for (const PlaneGrants& p : e.planes) {
    out.known = out.known || p.applied.known;
    for (const Grant& g : p.applied.grants) {
      const Reach reach = g.deny ? Reach::None : meaningOf(p.system, g).reach;
      if (out.grant == nullptr || reach > out.reach)
        out = {reach, &g, out.known};
    }
  }
  return out;
}

} // namespace

/// The more critical of what a tag, label or column says and of what the rule says of the applied
/// permissions: a label can raise a tier, it cannot talk an administrator down.
void addTier(EvaluationContext& x, Evaluation& e) {
  std::optional<std::pair<Tier, std::string>> stated;
  for (const Member& m : e.members) {
    if (!m.document)
      continue;
    const auto& tier = x.reader.description(m.document).tier;
    if (tier && (!stated || tier->first < stated->first))
      stated = std::pair(tier->first, tier->second + " in " + m.document->sourceName);
  }
  const Worst worst = worstApplied(e);
  std::optional<std::pair<Tier, std::string>> ruled;
  if (worst.grant != nullptr)
    ruled = std::pair(tierOf(worst.reach), "applied: " + std::string(name(worst.reach)) + " by " + worst.grant->shown + " on " + worst.grant->resource);
  else if (worst.known)
    ruled = std::pair(Tier::Low, std::string("nothing is applied"));
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

} // namespace countersign
