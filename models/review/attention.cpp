// SPDX-License-Identifier: Apache-2.0
#include "models/review/evaluate.h"

#include <algorithm>

namespace countersign {
namespace {

Trace traceOf(const HeldDocumentPtr& d, const std::string& inner = {}) {
  Trace t;
  t.source = d->sourceName;
  t.snapshot = d->snapshot;
  t.capturedAt = d->from;
  t.where = d->where;
  t.inner = inner;
  t.document = d->digest.hex();
  return t;
}

/// What the platform makes and owns by itself: nobody declares or owns it.
bool platformOwned(const HeldDocumentPtr& d) {
  const Document& doc = d->document;
  if (doc.object.kind ==
      "aws.role") // IAM User Guide, "Create a service-linked role": path /aws-service-role/
    return doc.content["path"].asString().compare(0, 18, "/aws-service-role/") == 0;
  return false;
}

void ownership(Evaluation& e) {
  if (e.owners.empty()) {
    e.attention.push_back({"no-owner", "No owner", Tone::Bad, traceOf(e.members.front().shown())});
    return;
  }
  if (!e.ownerContradicted) return;
  std::string text;
  for (const OwnerFact& o : e.owners)
    text += (text.empty() ? "" : "; ") + o.claim.basis + " says " + o.claim.owner;
  e.attention.push_back({"owner-contradiction", text, Tone::Bad,
                         traceOf(e.owners.front().document, e.owners.front().claim.inner)});
}

void declared(EvaluationContext& x, Evaluation& e) {
  if (!e.live()) return;
  const auto intent = [](const Member& m) { return m.document && m.document->role == SourceRole::Intent; };
  if (std::any_of(e.members.begin(), e.members.end(), intent)) return;
  for (const Member& m : e.members) {
    if (!m.document) continue;
    // Kubernetes makes an account named "default" in each namespace by itself.
    const std::string& kind = m.document->document.object.kind;
    if ((kind == "k8s.serviceaccount" || kind == "k8s.subject") &&
        m.document->document.object.name == "default")
      continue;
    if (x.declaredPlaces.count(placeOf(x.reader.description(m.document))) == 0) continue;
    e.attention.push_back(
        {"undeclared", "Live, but no inventory knows it", Tone::Warning, traceOf(m.document)});
    return;
  }
}

/// Known ways to more, of somebody who does not administer anyway: sure ones, or where there are none those
/// that only guardrails which were not imported might close. What rests on other conditions is shown on the
/// record alone.
void escalation(Evaluation& e) {
  if (e.reach >= Reach::Administer) return;
  std::vector<const EscalationPath*> sure, unlessGuarded;
  for (const PlaneGrants& plane : e.planes)
    for (const EscalationPath& path : plane.effective.escalations) {
      if (!path.conditional) sure.push_back(&path);
      if (path.unlessGuarded) unlessGuarded.push_back(&path);
    }
  const auto& paths = sure.empty() ? unlessGuarded : sure;
  if (paths.empty()) return;
  const EscalationPath* first = paths.front();
  const std::string start = sure.empty()
                                ? "Can get more than it has, unless what was not imported denies it: "
                                : "Can get more than it has: ";
  const std::size_t more = paths.size() - 1;
  Trace trace;
  for (const WhyStep& step : first->steps)
    if (step.held) {
      trace = traceOf(step.held, step.pointer);
      break;
    }
  e.attention.push_back(
      {"escalation",
       start + first->title + (more > 0 ? " (" + std::to_string(more) + " more ways)" : std::string()),
       sure.empty() ? Tone::Warning : Tone::Bad, std::move(trace)});
}

void recreated(EvaluationContext& x, Evaluation& e) {
  for (const Member& m : e.members) {
    if (!m.document || m.document->role != SourceRole::Live || m.stored.uniqueId.empty()) continue;
    const auto more = x.reader.documents().hasHistory(m.stored.object);
    if (!more || !*more) {
      if (!more) x.reader.fail(more.error());
      continue;
    }
    const auto history = x.reader.documents().history(m.stored.object);
    if (!history) {
      x.reader.fail(history.error());
      continue;
    }
    for (const HeldDocumentPtr& d : *history)
      if (const std::string id = x.reader.description(d).idKey;
          d->from < m.document->from && !id.empty() && id != m.stored.uniqueId) {
        e.attention.push_back(
            {"recreated",
             "A new identity under an old name: nothing carries over from " + id.substr(id.find(':') + 1),
             Tone::Warning, traceOf(m.document)});
        break;
      }
  }
}

void federation(Evaluation& e) {
  for (const Federation& f : e.federations) {
    const bool ofAccount = std::any_of(e.members.begin(), e.members.end(), [&](const Member& m) {
      return m.document && m.document == f.account;
    });
    const bool ofRole = std::any_of(e.members.begin(), e.members.end(),
                                    [&](const Member& m) { return m.document && m.document == f.role; });
    if (f.state == FederationState::Claimed && ofAccount && f.account->role == SourceRole::Live)
      e.attention.push_back({"federation-claimed", "Claimed only: " + f.text, Tone::Warning,
                             traceOf(f.account, "/annotations/eks.amazonaws.com~1role-arn")});
    if (f.state == FederationState::OpenDoor && ofRole && f.role->role == SourceRole::Live)
      e.attention.push_back(
          {"federation-open", "Open door: " + f.text, Tone::Warning, traceOf(f.role, "/trust")});
    if (f.state == FederationState::Ambiguous && (ofAccount || ofRole))
      e.attention.push_back(
          {"federation-ambiguous", f.text, Tone::Warning, traceOf(ofRole ? f.role : f.account)});
  }
}

} // namespace

void addAttention(EvaluationContext& x, Evaluation& e) {
  if (e.ended) return;
  if (!platformOwned(e.members.front().shown())) {
    ownership(e);
    declared(x, e);
  }
  recreated(x, e);
  federation(e);
  escalation(e);
  if (!e.contradicted.empty()) e.attention.push_back({"contradicted", e.contradicted, Tone::Bad, {}});
  if (!e.unseen.empty())
    e.attention.push_back({"unseen", e.unseen, Tone::Warning, traceOf(e.members.front().shown())});
}

Result<void> addContradictions(EvaluationContext& x, Evaluation& e) {
  DocumentStore& documents = x.reader.documents();
  if (x.anyStateChanges) {
    for (const auto& [digest, d] : e.closure.documents) {
      if (d->role != SourceRole::Live) continue;
      auto found = x.contradictionByObject.find(d->object);
      if (found == x.contradictionByObject.end()) {
        std::string text;
        COUNTERSIGN_ASSIGN(const LastSeen seen, lastSeen(documents, *d));
        for (const std::string& key : x.reader.description(d).selfKeys) {
          COUNTERSIGN_ASSIGN(const auto event, documents.newestChange(key));
          if (event && seen.at && event->event.at > *seen.at && text.empty())
            text = (event->event.summary.empty() ? event->event.action : event->event.summary) + " at " +
                   formatRfc3339Seconds(event->event.at) + ", after " + d->document.object.name +
                   " was last seen (" + formatRfc3339Seconds(*seen.at) + ")";
        }
        found = x.contradictionByObject.emplace(d->object, text).first;
      }
      if (!found->second.empty() && e.contradicted.empty()) e.contradicted = found->second;
    }
  }
  const HeldDocumentPtr* enabled = nullptr;
  const HeldDocumentPtr* disabled = nullptr;
  for (const Member& m : e.members)
    if (m.document && m.document->role == SourceRole::Live)
      (x.reader.description(m.document).disabled ? disabled : enabled) = &m.document;
  if (enabled != nullptr && disabled != nullptr && (*enabled)->source != (*disabled)->source &&
      e.contradicted.empty())
    e.contradicted =
        (*disabled)->sourceName + " says that it is disabled, " + (*enabled)->sourceName + " shows it in use";
  return {};
}

} // namespace countersign
