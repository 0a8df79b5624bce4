// SPDX-License-Identifier: Apache-2.0
#include "models/review/finding_facts.h"

#include "models/identity/azure_keys.h"
#include "models/identity/keys.h"

#include <algorithm>

namespace countersign {
namespace {

std::optional<Instant> timeIn(const Json& content, const char* member) {
  const auto t = parseRfc3339(content[member].asString());
  return t ? std::optional(*t) : std::nullopt;
}

/// When the identity was made, as its kind writes it.
std::optional<Instant> createdAt(const Json& content) {
  for (const char* member : {"created", "created_at", "creation_time"})
    if (const auto at = timeIn(content, member)) return at;
  return std::nullopt;
}

/// What the platform makes and owns by itself: nobody declares or owns it.
bool ownedByPlatform(const HeldDocumentPtr& d) {
  const Document& doc = d->document;
  // IAM User Guide, "Create a service-linked role": path /aws-service-role/
  return doc.object.kind == "aws.role" && doc.content["path"].asString().starts_with("/aws-service-role/");
}

/// Kubernetes makes an account named "default" in each namespace by itself.
bool madeByPlatform(const Document& d) {
  return (d.object.kind == "k8s.serviceaccount" || d.object.kind == "k8s.subject") &&
         d.object.name == "default";
}

} // namespace

FactGatherer::FactGatherer(EvaluationContext& x, Evaluation& e) : x_(x), e_(e), reader_(x.reader) {}

bool FactGatherer::isMember(const HeldDocumentPtr& d) const {
  return std::any_of(e_.members.begin(), e_.members.end(), [&](const Member& m) { return m.document == d; });
}

findings::Principal FactGatherer::principalOf(const Member& m) {
  const HeldDocumentPtr& d = m.shown();
  findings::Principal p;
  {
    const Description& description = x_.reader.description(d);
    p.system = description.system;
    p.disabled = description.disabled;
    p.placeDeclared = x_.declaredPlaces.count(placeOf(description)) != 0;
    if (m.document && d->role == SourceRole::Live)
      names_.insert(description.nameKeys.begin(), description.nameKeys.end());
  }
  p.kind = d->document.object.kind;
  p.name = d->document.object.name;
  p.role = d->role;
  p.present = m.document != nullptr;
  p.planned = d->document.content["planned"].asBool();
  p.madeByPlatform = madeByPlatform(d->document);
  p.created = createdAt(d->document.content);
  if (!p.present) p.goneSince = d->to;
  p.spot = {d, {}, nullptr};
  return p;
}

/// The unique id that an object had before, without the kind of the key; empty: none.
static std::string formerId(EvaluationContext& x, const Member& m) {
  if (!m.document || m.document->role != SourceRole::Live || m.stored.uniqueId.empty()) return {};
  const auto more = x.reader.documents().hasHistory(m.stored.object);
  if (!more || !*more) {
    if (!more) x.reader.fail(more.error());
    return {};
  }
  const auto history = x.reader.documents().history(m.stored.object);
  if (!history) {
    x.reader.fail(history.error());
    return {};
  }
  for (const HeldDocumentPtr& d : *history)
    if (const std::string id = x.reader.description(d).idKey;
        d->from < m.document->from && !id.empty() && id != m.stored.uniqueId)
      return id.substr(id.find(':') + 1);
  return {};
}

void FactGatherer::principals() {
  const bool live = e_.live();
  for (const Member& m : e_.members) {
    findings::Principal p = principalOf(m);
    p.formerId = formerId(x_, m);
    if (p.present && p.role == SourceRole::Intent && !live) p.lackedBy = lackedBy(m.document);
    if (p.present && p.role == SourceRole::Live) use(m.document, p);
    f_.principals.push_back(std::move(p));
  }
}

/// People whom an inventory or a directory knows, by the exact name that the claim uses.
FindingEstate::OwnerState FactGatherer::ownerState(const OwnerFact& owner) {
  using State = findings::Owner::State;
  const auto known = x_.estate->owners.find(owner.claim.owner);
  if (known != x_.estate->owners.end() && owner.claim.basis != "owner in Entra") return known->second;
  FindingEstate::OwnerState out{State::Unknown, {}};
  for (const HeldDocumentPtr& d : reader_.withKey(keys::neutral(owner.claim.owner), {"neutral.identity"})) {
    const std::string& status = d->document.content["status"].asString();
    if (status == "disabled" || status == "deleted")
      out = {State::Gone, status + " in " + d->sourceName};
    else if (status == "active" && out.first == State::Unknown)
      out = {State::Active, "active in " + d->sourceName};
  }
  if (owner.claim.basis == "owner in Entra") {
    const std::string& id = owner.document->document.content["ownerNames"].at(0)["id"].asString();
    for (const HeldDocumentPtr& d : reader_.withKey(keys::azureObject(id), {"azure.user"}))
      out = d->document.content["accountEnabled"].asBool(true)
                ? FindingEstate::OwnerState(State::Active, "enabled in " + d->sourceName)
                : FindingEstate::OwnerState(State::Gone, "disabled in " + d->sourceName);
  } else {
    x_.estate->owners.emplace(owner.claim.owner, out);
  }
  return out;
}

void FactGatherer::owners() {
  f_.ownersDisagree = e_.ownerContradicted;
  for (const OwnerFact& o : e_.owners) {
    findings::Owner owner{o.claim.owner, o.claim.basis, {}, {}, {o.document, o.claim.inner, nullptr}};
    std::tie(owner.state, owner.stateText) = ownerState(o);
    e_.asked.insert(keys::neutral(o.claim.owner)); // also where the answer was kept from another record
    f_.owners.push_back(std::move(owner));
  }
}

void FactGatherer::access() {
  f_.access.known = std::any_of(e_.planes.begin(), e_.planes.end(), [](const PlaneGrants& p) {
    return p.applied.known || !p.applied.grants.empty();
  });
  f_.access.reach = e_.reach;
  f_.access.certain = e_.reachCertain;
  f_.access.reason = e_.reachReason;
  for (const PlaneGrants& plane : e_.planes)
    for (const EscalationPath& path : plane.effective.escalations) {
      findings::Way way{path.title, path.conditional, path.unlessGuarded, {}};
      for (const WhyStep& step : path.steps)
        if (step.held) {
          way.spot = {step.held, step.pointer, nullptr};
          break;
        }
      f_.ways.push_back(std::move(way));
    }
}

void FactGatherer::federations() {
  for (const Federation& from : e_.federations) {
    findings::Federation to;
    to.state = from.state == FederationState::Confirmed  ? findings::FederationState::Confirmed
               : from.state == FederationState::Claimed  ? findings::FederationState::Claimed
               : from.state == FederationState::OpenDoor ? findings::FederationState::OpenDoor
                                                         : findings::FederationState::Ambiguous;
    to.text = from.text;
    to.ofAccount = from.account && isMember(from.account);
    to.ofRole = from.role && isMember(from.role);
    to.accountLive = from.account && from.account->role == SourceRole::Live;
    to.roleLive = from.role && from.role->role == SourceRole::Live;
    to.account = from.account;
    to.role = from.role;
    f_.federations.push_back(std::move(to));
  }
}

Result<findings::RecordFacts> FactGatherer::gather() {
  COUNTERSIGN_TRY(load());
  f_.time = findings::Timing(x_.now);
  f_.shown = {e_.members.front().shown(), {}, nullptr};
  f_.platformOwned = ownedByPlatform(e_.members.front().shown());
  f_.live = e_.live();
  f_.contradicted = e_.contradicted;
  f_.unseen = e_.unseen;
  for (const Disagreement& d : e_.disagreements)
    f_.disagreements.push_back({d.text, {nullptr, {}, std::make_shared<Trace>(d.trace)}});
  principals();
  owners();
  access();
  federations();
  credentials();
  trusts();
  consumers();
  tombstones();
  environments();
  events();
  leakedSecrets();
  for (const auto& [asked, kinds] : reader_.asked)
    e_.asked.insert(asked.first);
  e_.asked.insert(reader_.parts.begin(), reader_.parts.end());
  if (x_.reader.error()) return failure(*x_.reader.error());
  return std::move(f_);
}

Result<findings::RecordFacts> factsForFindings(EvaluationContext& x, Evaluation& e) {
  return FactGatherer(x, e).gather();
}

} // namespace countersign
