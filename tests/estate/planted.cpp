// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/day_files.h"
#include "tests/estate/planted_causes.h"
#include "tests/estate/planted_findings.h"
#include "tests/estate/planted_loop.h"
#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

namespace countersign::estate {

namespace {

std::string_view detail(FaultKind kind) {
  switch (kind) {
  case FaultKind::None:
    return "";
  case FaultKind::Orphaned:
    return "no source names an owner";
  case FaultKind::OwnerContradiction:
    return "live state and intent name different teams";
  case FaultKind::Moved:
    return "its own permissions were widened before the last capture";
  case FaultKind::Contradicted:
    return "the audit trail holds a change that is newer than the last capture";
  case FaultKind::Unseen:
    return "declared, and in no export of live state";
  case FaultKind::Undeclared:
    return "live, and declared nowhere";
  case FaultKind::Recreated:
    return "the same name with a new unique id";
  case FaultKind::FederationClaimed:
    return "is annotated with a role whose trust policy does not name it";
  case FaultKind::FederationOpen:
    return "its trust policy names a service account that is not annotated with it";
  case FaultKind::Gone:
    return "deleted before the last, complete capture; still declared";
  case FaultKind::DeletedPartial:
    return "not in the last capture, which says itself that it is not complete";
  case FaultKind::Tombstone:
    return "the repository whose workflows may become it was deleted";
  case FaultKind::OwnerGone:
    return "the team that owns it is gone from the directory, and it is used";
  case FaultKind::OwnerGoneUnused:
    return "the team that owns it is gone from the directory; it is not used";
  }
  return "";
}

class Planted {
public:
  Planted(TextFile& file, const Plan& plan)
      : file_(file), plan_(plan), findings_(plan), out_(file.buffer(), 1) {}

  PlantedCounts write() {
    out_.beginObject();
    out_.field("schema", "countersign-planted/1");
    out_.field("seed", std::to_string(plan_.options().seed));
    out_.field("now", formatRfc3339(plan_.options().now));
    out_.field("days", plan_.options().days);
    out_.array("faults");
    each([this](const Identity& id) { faultsOf(id); });
    out_.endArray();
    out_.array("confirmed");
    each([this](const Identity& id) {
      if (id.kind == Kind::ServiceAccount && id.peer) pair(id);
    });
    out_.endArray();
    out_.array("clean");
    each([this](const Identity& id) {
      if (!faulty(id)) out_.text(id.uid), ++counts_.clean;
    });
    out_.endArray();
    out_.strings("canaries", canaries(plan_));
    causes();
    out_.strings("finding_rules", plantedRules());
    out_.array("findings");
    each([this](const Identity& id) { findingsOf(id); });
    out_.endArray();
    writePlantedLoop(file_, out_, plan_);
    out_.endObject();
    file_.buffer() += '\n';
    return counts_;
  }

private:
  template <class Each>
  void each(const Each& call) {
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      call(plan_.identity(i));
      file_.step();
    }
  }

  bool stale(const Identity& id) const {
    return id.kind == Kind::ServiceAccount && plan_.staleCluster() == id.scope && id.tier != "low";
  }
  /// What deleted the role that a service account is federated with.
  const Change* roleDeleted(const Identity& id) const {
    const Change* change = id.kind == Kind::ServiceAccount && id.peer ? plan_.changeOf(*id.peer) : nullptr;
    return change && change->kind == Case::DeletedPartly ? change : nullptr;
  }
  bool faulty(const Identity& id) const {
    return id.fault.kind != FaultKind::None || plan_.changeOf(id.index) || roleDeleted(id) || stale(id) ||
           plan_.holdsEditedPolicy(id) || plan_.inEditedGroup(id) || plan_.underEditedGuardrail(id);
  }

  void fault(const Identity& id, std::string_view kind, int day, std::string_view text) {
    ++counts_.faults;
    out_.beginObject();
    out_.field("kind", kind);
    out_.field("name", id.name);
    out_.field("uid", id.uid);
    out_.field("day", day);
    out_.field("detail", text);
    if (id.fault.kind == FaultKind::Recreated) {
      out_.field("old_unique_id", id.uniqueId);
      out_.field("new_unique_id", id.newUniqueId);
    }
    if (id.fault.kind == FaultKind::FederationClaimed || id.fault.kind == FaultKind::FederationOpen)
      out_.field("other", plan_.identity(id.fault.other).uid);
    out_.endObject();
  }

  void faultsOf(const Identity& id) {
    const int last = plan_.lastDay();
    if (id.fault.kind != FaultKind::None) {
      const bool late = id.fault.kind == FaultKind::Moved || id.fault.kind == FaultKind::Contradicted ||
                        id.fault.kind == FaultKind::Recreated || id.fault.kind == FaultKind::Gone ||
                        id.fault.kind >= FaultKind::DeletedPartial;
      fault(id, name(id.fault.kind), late ? last : 1, detail(id.fault.kind));
    }
    if (const Change* change = plan_.changeOf(id.index)) changed(id, *change);
    if (const Change* deleted = roleDeleted(id))
      fault(id, "role-deleted", deleted->shown, "its federated role is deleted");
    if (stale(id))
      fault(id, "stale", last,
            "its cluster was not exported on the last day, which is longer than its window");
    if (plan_.holdsEditedPolicy(id))
      fault(id, "shared-policy-edited", last,
            "holds " + sharedPolicy(id.scope, Plan::policyBlock(id.ordinal), true).name +
                ", which was edited");
    if (plan_.inEditedGroup(id))
      fault(id, "group-edited", last,
            "is in " + groupName(id.scope, Plan::groupBlock(id.ordinal)) + ", whose policy was edited");
    if (plan_.underEditedGuardrail(id))
      fault(id, "scp-edited", last, "an organization policy of its account was edited");
  }

  /// The state of access, ownership or credentials is another than the day before.
  void changed(const Identity& id, const Change& change) {
    const int last = plan_.lastDay();
    const bool late = change.shown == last || change.undone == last;
    fault(id, late ? "changed-last-day" : "changed", late ? last : 1, name(change.kind));
    // Until the next look nobody can know that the clock of the log is wrong.
    if (datedAfterCapture(plan_, id, change) && change.shown >= last - 1)
      fault(id, change.shown == last ? "contradicted-by-clock" : "contradicted-day-before", change.shown,
            "its role binding is dated after the capture that shows it");
    if (change.kind == Case::Destroyed)
      fault(id, "undeclared-last-day", last, "Terraform declares it no more");
  }

  void causes() {
    out_.array("causes");
    for (const PlantedCause& cause : plantedCauses(plan_)) {
      out_.beginObject();
      out_.field("kind", cause.kind);
      out_.field("name", cause.name);
      if (!cause.who.empty()) {
        out_.field("who", cause.who);
        out_.field("from", cause.from);
      }
      out_.strings("uids", cause.uids);
      out_.endObject();
    }
    out_.endArray();
  }

  void findingsOf(const Identity& id) {
    for (const PlantedFinding& f : findings_.of(id)) {
      out_.beginObject();
      out_.field("rule", f.rule);
      out_.field("uid", id.uid);
      out_.field("text", f.text);
      out_.endObject();
    }
  }

  void pair(const Identity& account) {
    out_.beginObject();
    out_.field("uid", account.uid);
    out_.field("role", plan_.identity(*account.peer).uid);
    out_.endObject();
  }

  TextFile& file_;
  const Plan& plan_;
  FindingPlan findings_;
  JsonOut out_;
  PlantedCounts counts_;
};

} // namespace

PlantedCounts writePlanted(TextFile& file, const Plan& plan) {
  return Planted(file, plan).write();
}

} // namespace countersign::estate
