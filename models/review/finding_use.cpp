// SPDX-License-Identifier: Apache-2.0
#include "models/review/finding_facts.h"

#include <algorithm>

namespace countersign {
namespace {

/// Newest uses of one name that are looked at for a person's.
constexpr std::size_t mostUses = 100;

/// Kinds of documents of which sources observe use, pods or tokens.
bool observed(std::string_view kind) {
  return kind == "aws.role" || kind == "aws.access-keys" || kind == "aws.credential-report-row" ||
         kind == "k8s.serviceaccount" || kind == "neutral.identity" || kind == "neutral.credential";
}

/// A person: in the console ("sessionCredentialFromConsole", its user agents), signing in to it
/// ("ConsoleLogin"), or in a session that is named by a mail address, as IAM Identity Center and SAML
/// providers name those of people (CloudTrail User Guide, "userIdentity element"; IAM User Guide,
/// RoleSessionName).
std::string personsUse(const DocumentStore::UseFacts& use) {
  if (use.origin == "console") return "in the console";
  if (use.action == "signin:ConsoleLogin") return "signing in to the console";
  const auto session = use.actor.find(":assumed-role/");
  if (session != std::string_view::npos && use.actor.find('@', session) != std::string_view::npos)
    return "in a session named by a mail address";
  return {};
}

} // namespace

const FactGatherer::Observations& FactGatherer::observations(const HeldDocumentPtr& d) {
  const auto [at, fresh] = observations_.try_emplace(d->object);
  if (!fresh || !observed(d->document.object.kind)) return at->second;
  auto found = x_.reader.documents().observations(d->object);
  if (!found) {
    fail(found.error());
    return at->second;
  }
  // Only the newest is kept: what was seen later says nothing of an earlier time.
  if (const auto asOf = x_.reader.documents().asOf())
    std::erase_if(*found, [&](const StoredObservation& o) { return o.capturedAt > *asOf; });
  at->second = std::move(*found);
  return at->second;
}

findings::Spot FactGatherer::spotOf(const StoredObservation& o, const HeldDocumentPtr& d) const {
  auto trace = std::make_shared<Trace>();
  trace->source = d->sourceName;
  trace->snapshot = o.snapshot;
  trace->capturedAt = o.capturedAt;
  trace->where = o.where;
  return {d, {}, std::move(trace)};
}

void FactGatherer::use(const HeldDocumentPtr& d, findings::Principal& p) {
  if (d->document.object.kind == "aws.access-keys" || d->document.object.kind == "aws.credential-report-row")
    return; // their uses are those of credentials
  for (const StoredObservation& o : observations(d)) {
    const LastUse use = lastUseFrom(o.name, o.value);
    if (use.state == LastUse::State::Unknown) continue;
    p.lastUse = use;
    p.useSpot = spotOf(o, d);
  }
}

void FactGatherer::events() {
  if (!e_.audited) return;
  const auto take = [&](const std::string& key, DocumentStore::EventRelation relation) -> Result<void> {
    std::int64_t person = 0;
    std::string how;
    COUNTERSIGN_TRY(x_.reader.documents().eachUse(key, relation, mostUses, [&](const auto& use) {
      if (!f_.lastEvent || use.at > *f_.lastEvent) f_.lastEvent = use.at;
      how = personsUse(use);
      if (!how.empty()) person = use.event;
      return how.empty();
    }));
    if (person == 0) return {};
    COUNTERSIGN_ASSIGN(const StoredEvent event, x_.reader.documents().event(person));
    auto trace = std::make_shared<Trace>();
    trace->snapshot = event.snapshot;
    trace->capturedAt = event.event.at;
    trace->where = event.event.where;
    f_.humans.push_back(
        {event.event.at,
         how + ", " + event.event.action + (event.event.actor.empty() ? "" : " as " + event.event.actor),
         {nullptr, {}, std::move(trace)}});
    return {};
  };
  for (const Member& m : e_.members) {
    if (!m.document || m.document->role != SourceRole::Live) continue;
    const std::vector<std::string> keys = x_.reader.description(m.document).selfKeys;
    for (const std::string& key : keys)
      for (const auto relation :
           {DocumentStore::EventRelation::Actor, DocumentStore::EventRelation::Credential})
        if (const auto done = take(key, relation); !done) fail(done.error());
  }
  std::stable_sort(f_.humans.begin(), f_.humans.end(),
                   [](const auto& a, const auto& b) { return a.at > b.at; });
}

} // namespace countersign
