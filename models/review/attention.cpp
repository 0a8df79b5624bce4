// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/registry.h"
#include "models/review/evaluate.h"
#include "models/review/finding_facts.h"

namespace countersign {
namespace {

Trace traceOf(const findings::Spot& spot) {
  if (spot.elsewhere) return *spot.elsewhere;
  Trace t;
  if (!spot.document) return t;
  const HeldDocument& d = *spot.document;
  t.source = d.sourceName;
  t.snapshot = d.snapshot;
  t.capturedAt = d.from;
  t.where = d.where;
  t.inner = spot.inner;
  t.document = d.digest.hex();
  return t;
}

Tone toneOf(Severity severity) {
  return severity >= Severity::High ? Tone::Bad : Tone::Warning;
}

} // namespace

Attention attentionOf(findings::Finding&& finding) {
  return {std::string(finding.rule->id), std::move(finding.text), toneOf(finding.severity),
          traceOf(finding.spot), finding.severity};
}

Result<void> addFindings(EvaluationContext& x, Evaluation& e) {
  if (e.ended) {
    addTier(x, {}, e);
    return {};
  }
  COUNTERSIGN_ASSIGN(findings::RecordFacts facts, factsForFindings(x, e));
  addTier(x, facts, e);
  facts.tier = e.tier;
  for (findings::Finding& finding : findings::findingsOf(facts))
    e.attention.push_back(attentionOf(std::move(finding)));
  e.findingsDue = facts.time.due();
  return {};
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
