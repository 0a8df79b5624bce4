// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/planted_findings.h"

#include "tests/estate/company.h"
#include "tests/estate/day_files.h"
#include "tests/estate/kube_objects.h"
#include "tests/estate/policies.h"

#include <algorithm>

namespace countersign::estate {

namespace {

using std::chrono::hours;

std::string dayText(Instant at) {
  return formatRfc3339Seconds(at).substr(0, 10);
}

/// Those of one identity that is live in the end.
class Findings {
public:
  Findings(const Plan& plan, const Identity& id, bool hasToken)
      : plan_(plan), id_(id), change_(plan.changeOf(id.index)), last_(plan.capture(plan.lastDay())),
        hasToken_(hasToken) {}

  std::vector<PlantedFinding> collect() {
    faults();
    if (change_ != nullptr) changes();
    if (id_.kind == Kind::Role) role();
    if (id_.kind == Kind::User) user();
    if (hasToken_ && old(created(plan_, id_, 1)))
      add("old-credential", "token " + tokenSecret(id_) + " is the same since");
    return std::move(out_);
  }

private:
  void add(std::string_view rule, std::string text) { out_.push_back({rule, std::move(text)}); }
  bool old(Instant at) const { return at <= plan_.options().now - hours(24 * 90); }

  void faults() {
    if (id_.fault.kind == FaultKind::Contradicted) add("contradicted", {});
    if (id_.fault.kind == FaultKind::Tombstone)
      add("tombstone", "Repository " + repositoryOf(id_) + " is gone from " + std::string(repositorySource) +
                           " since " + dayText(last_) + ", and " + id_.name);
    if (id_.fault.kind == FaultKind::OwnerGone)
      add("owner-gone-key-used", "Owner " + teamAddress(dissolvedTeam) + " is gone (");
  }

  void changes() {
    if (change_->kind == Case::Destroyed)
      add("destroyed-but-live",
          stateSource(false, id_.scope) + " declared it until " + dayText(plan_.capture(change_->shown)));
    if (change_->kind == Case::RotatedIdle) {
      add("rotated-yet-overprivileged", "Each credential is younger than 90 days");
      add("overprivileged", {});
      add("unused", "Not used since " + dayText(last_ - hours(24 * 200)));
    }
    if (change_->shown == plan_.lastDay() && datedAfterCapture(plan_, id_, *change_)) add("contradicted", {});
  }

  void role() {
    const Instant made = created(plan_, id_, plan_.lastDay());
    // Nothing tells when a service account was used, and so not when both were.
    if (!Plan::usedRole(id_.ordinal) && !id_.peer && old(made))
      add("unused", "Not used within the 400 days that are recorded");
    if (trustOf(id_) == TrustForm::Vendor)
      add("third-party-trust",
          id_.name + (namesExternalId(id_) ? ", with an external id" : ", without an external id"));
    if (id_.peer && id_.scope == 0 && plan_.identity(*id_.peer).scope == 1)
      add("environment-crossing", "name of cluster staging-eu");
  }

  void user() {
    const auto keys = accessKeys(plan_, id_, plan_.lastDay());
    const auto active = std::count_if(keys.begin(), keys.end(), [](const AccessKey& k) { return k.active; });
    if (active > 1) add("two-active-keys", "2 access keys are active at once");
    for (const AccessKey& key : keys)
      if (key.active && old(key.created)) add("old-credential", key.id + " is the same since");
  }

  const Plan& plan_;
  const Identity& id_;
  const Change* change_;
  Instant last_;
  bool hasToken_;
  std::vector<PlantedFinding> out_;
};

} // namespace

const std::vector<std::string_view>& plantedRules() {
  static const std::vector<std::string_view> rules{"contradicted",
                                                   "tombstone",
                                                   "owner-gone-key-used",
                                                   "destroyed-but-live",
                                                   "rotated-yet-overprivileged",
                                                   "overprivileged",
                                                   "unused",
                                                   "third-party-trust",
                                                   "two-active-keys",
                                                   "old-credential",
                                                   "environment-crossing"};
  return rules;
}

FindingPlan::FindingPlan(const Plan& plan) : plan_(plan) {
  for (int day = 1; day <= plan.lastDay(); ++day)
    for (std::size_t cluster = 0; cluster < clusters.size(); ++cluster)
      if (plan.exported(cluster, day))
        if (const auto holder = tokenHolder(plan, cluster, day)) withToken_.insert(holder->index);
}

std::vector<PlantedFinding> FindingPlan::of(const Identity& id) const {
  if (!plan_.liveInTheEnd(id)) return {};
  return Findings(plan_, id, withToken_.contains(id.index)).collect();
}

bool datedAfterCapture(const Plan& plan, const Identity& id, const Change& change) {
  return change.kind == Case::GrantBinding &&
         change.happened + plan.ahead(id.scope) > plan.capture(change.shown);
}

} // namespace countersign::estate
