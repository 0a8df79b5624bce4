// SPDX-License-Identifier: Apache-2.0
#include "models/access/azure/becomes.h"

#include <algorithm>
#include <map>
#include <utility>

namespace countersign::azure {
namespace {

/// Breadth first: over certain steps as far as they go, then over all.
class Search {
public:
  Search(const Tenant& tenant, std::string_view principal, Instant now, std::size_t work)
      : tenant_(tenant), origin_(tenant.objectId(principal)), now_(now), work_(work) {}

  Reachable run() {
    seen_.insert(origin_);
    for (const bool conditional : {false, true}) {
      follow(Reach::origin, conditional);
      for (std::size_t i = 0; i < out_.reached.size(); ++i)
        follow(i, conditional);
    }
    if (work_ == 0) out_.missing.emplace_back("there was too much to look at: there may be more");
    return std::move(out_);
  }

private:
  const std::vector<Step>& steps(std::size_t at) {
    const auto found = steps_.find(at);
    if (found != steps_.end()) return found->second;
    const std::string who = at == Reach::origin ? origin_ : out_.reached[at].who;
    return steps_.emplace(at, stepsFrom(tenant_, who, now_, work_)).first->second;
  }

  void follow(std::size_t at, bool conditional) {
    const bool before = at != Reach::origin && out_.reached[at].conditional;
    for (const Step& step : steps(at)) {
      const bool under = before || step.truth != Truth::Yes;
      if (under != conditional) continue;
      if (step.target.empty())
        out_.powers.push_back({{}, at, step, under});
      else if (seen_.insert(step.target).second)
        out_.reached.push_back({step.target, at, step, under});
    }
  }

  const Tenant& tenant_;
  std::string origin_;
  Instant now_;
  std::size_t work_;
  std::set<std::string> seen_;
  std::map<std::size_t, std::vector<Step>> steps_;
  Reachable out_;
};

bool has(const Texts& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

} // namespace

std::vector<const Reach*> Reachable::chain(const Reach& last) const {
  std::vector<const Reach*> out{&last};
  while (out.back()->from != Reach::origin)
    out.push_back(&reached[out.back()->from]);
  std::reverse(out.begin(), out.end());
  return out;
}

Reachable reachable(const Tenant& tenant, std::string_view principal, Instant now, std::size_t work) {
  return Search(tenant, principal, now, work).run();
}

std::vector<const FederatedCredential*> outsiders(const Tenant& tenant, std::string_view principal) {
  std::vector<const FederatedCredential*> out;
  const Principal* who = tenant.find(principal);
  const Application* app = who == nullptr || who->appId.empty() ? nullptr : tenant.application(who->appId);
  for (const FederatedCredential& one : tenant.objects().federated)
    if ((app != nullptr && one.target == app->id) || (who != nullptr && has(who->resources, one.target)))
      out.push_back(&one);
  return out;
}

std::vector<Inward> stepsTo(const Tenant& tenant, std::string_view target, Instant now, std::size_t work) {
  std::vector<Inward> out;
  const std::string id = tenant.objectId(target);
  for (const Principal& p : tenant.objects().principals)
    for (Step& step : stepsFrom(tenant, p.id, now, work))
      if (step.target == id) out.push_back({p.id, std::move(step)});
  return out;
}

} // namespace countersign::azure
