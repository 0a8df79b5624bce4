// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/seen_rows.h"

#include "tests/estate/calls.h"
#include "tests/estate/held.h"
#include "tests/estate/outcome.h"
#include "tests/estate/place_state.h"

#include <algorithm>

namespace countersign::estate {

namespace {

/// The rows of one identity.
class Rows {
public:
  Rows(const Plan& plan, const Identity& id) : plan_(plan), id_(id), change_(plan.changeOf(id.index)) {
    if (change_) tickets_ = ticketsOf(plan, *change_);
  }

  std::vector<SeenRow> collect() {
    for (day_ = 2; day_ <= plan_.lastDay(); ++day_)
      if (exported()) ofDay();
    if (change_ && (change_->kind == Case::Undone || change_->kind == Case::BreakGlassShort)) trailOnly();
    return std::move(out_);
  }

private:
  bool exported() const { return id_.kind != Kind::ServiceAccount || plan_.exported(id_.scope, day_); }
  bool partial() const {
    return id_.kind == Kind::ServiceAccount ? plan_.partialCluster(id_.scope, day_)
                                            : plan_.partialAccount(id_.scope, day_);
  }

  void ofDay() {
    const bool was = plan_.live(id_, day_ - 1), is = plan_.live(id_, day_);
    const bool again = was && is && plan_.uniqueId(id_, day_ - 1) != plan_.uniqueId(id_, day_);
    if (was && (!is || again) && !partial()) row("identity", "remove");
    if (is && (!was || again)) row("identity", "create");
    if (!was || !is || again) return;
    permissions();
    if (id_.kind == Kind::User) credentials();
    if (plan_.identityOn(id_.kind, id_.ordinal, day_).liveOwner !=
        plan_.identityOn(id_.kind, id_.ordinal, day_ - 1).liveOwner)
      row("owner", "reassign");
  }

  void permissions() {
    const auto before = heldOn(plan_, id_, day_ - 1), after = heldOn(plan_, id_, day_);
    for (const Permission& p : after)
      if (before.count(p) == 0) row("permission", "give", p);
    for (const Permission& p : before)
      if (after.count(p) == 0) row("permission", "take", p);
  }

  void credentials() {
    const auto before = accessKeys(plan_, id_, day_ - 1), after = accessKeys(plan_, id_, day_);
    for (const AccessKey& key : after) {
      const auto same =
          std::find_if(before.begin(), before.end(), [&](const AccessKey& k) { return k.id == key.id; });
      if (same == before.end())
        row("credential", "create");
      else if (same->active != key.active)
        row("credential", "edit");
    }
  }

  void row(std::string area, std::string kind, Permission permission = {}) {
    SeenRow out;
    out.uid = id_.uid;
    out.source = liveSource(id_);
    out.at = plan_.capture(day_);
    out.area = std::move(area);
    out.kind = std::move(kind);
    out.permission = std::move(permission);
    out.request = request(out);
    addCalls(out);
    out_.push_back(std::move(out));
  }

  void addCalls(SeenRow& out) const {
    const auto take = [&](const auto& calls, const auto& who) {
      for (const auto& call : calls)
        if (fallsBetween(plan_, id_, call.at, plan_.capture(day_ - 1), plan_.capture(day_))) {
          out.actions.push_back(call.action());
          who(call);
        }
    };
    if (id_.kind == Kind::ServiceAccount)
      return take(kubeCallsOf(plan_, id_), [&](const KubeCall&) {
        out.who = kubeActor;
        out.from = kubeActorFrom;
      });
    const auto who = [&](const AwsCall& call) {
      out.who = awsActor(call.actor, id_.scope);
      out.from = awsActorFrom(call.actor);
    };
    take(awsCallsOf(plan_, id_), who);
    if (!out.actions.empty() || change_ || id_.fault.kind != FaultKind::None) return;
    take(id_.kind == Kind::Role ? awsPolicyCalls(plan_, id_.scope) : awsGroupCalls(plan_, id_.scope), who);
  }

  std::string request(const SeenRow& row) const {
    if (change_) return requestOfChange(row);
    if (const auto t = ticketOf(plan_, id_))
      return t->permission.action.empty() || t->permission == row.permission ? t->id : std::string();
    const bool shared = id_.kind == Kind::Role && id_.fault.kind == FaultKind::None;
    const auto t = policyTicket(plan_);
    return shared && t ? t->id : std::string();
  }

  std::string requestOfChange(const SeenRow& row) const {
    const bool undone = change_->undone != 0 && day_ >= change_->undone;
    if (undone && !change_->until) return {};
    if (change_->signedHere()) return "revocation";
    for (const Ticket& t : tickets_) {
      const bool one = !t.permission.resource.empty();
      if (!one || t.permission == row.permission) return t.id;
    }
    return {};
  }

  // Done and undone between two captures.
  void trailOnly() {
    for (const AwsCall& call : awsCallsOf(plan_, id_)) {
      SeenRow out;
      out.uid = id_.uid;
      out.source = auditSource(id_);
      out.at = call.at;
      out.area = "audit";
      out.kind = "edit";
      out.who = awsActor(call.actor, id_.scope);
      out.from = awsActorFrom(call.actor);
      out.actions = {call.action()};
      out.shown = false;
      if (!tickets_.empty()) out.request = tickets_.front().id;
      out_.push_back(std::move(out));
    }
  }

  const Plan& plan_;
  const Identity& id_;
  const Change* change_;
  std::vector<Ticket> tickets_;
  std::vector<SeenRow> out_;
  int day_ = 0;
};

} // namespace

std::vector<SeenRow> seenRows(const Plan& plan, const Identity& identity) {
  return Rows(plan, identity).collect();
}

} // namespace countersign::estate
