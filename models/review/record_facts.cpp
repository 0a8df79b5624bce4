// SPDX-License-Identifier: Apache-2.0
#include "models/identity/keys.h"
#include "models/review/record_build.h"

#include <algorithm>
#include <map>
#include <set>

namespace countersign {
namespace {

std::string ago(Instant then, Instant now) {
  return formatDuration(std::chrono::duration_cast<Seconds>(now - then)) + " ago";
}

std::optional<Instant> timeIn(const Json& value, const char* member) {
  const auto t = parseRfc3339(value[member].asString());
  return t ? std::optional(*t) : std::nullopt;
}

std::string day(const std::string& time) {
  return time.substr(0, 10);
}

std::string count(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

void createdBy(ViewContext& x, const Evaluation& e, RecordView& v) {
  for (const Member& m : e.members) {
    if (!m.document) continue;
    const auto observations = x.pass.documents.observations(m.document->object);
    if (!observations)
      x.pass.reader.fail(observations.error());
    else
      for (const StoredObservation& o : *observations)
        if (o.name == "terraform-address")
          v.ownerFacts.push_back({"Declared by", m.document->sourceName, o.value.asString(), Tone::Plain,
                                  x.trace(o, m.document)});
    if (const std::string created = m.document->document.content["created"].asString();
        !created.empty() && m.document->role == SourceRole::Live)
      v.ownerFacts.push_back(
          {"Created", day(created), m.document->sourceName, Tone::Plain, x.trace(m.document, "/created")});
  }
}

void lastUsed(ViewContext& x, const HeldDocumentPtr& d, const StoredObservation& o, RecordView& v) {
  Fact f{x.pass.reader.description(d).kindLabel, {}, {}, Tone::Plain, x.trace(o, d)};
  const auto at = timeIn(o.value, "at");
  const std::string region = o.value["region"].asString();
  f.value = at ? (region.empty() ? "" : region + " · ") + std::string("used ") + ago(*at, x.now)
               : std::string("no use recorded");
  f.note = at ? "" : "AWS keeps 400 days";
  v.locationFacts.push_back(std::move(f));
}

void podFacts(ViewContext& x, const HeldDocumentPtr& d, const std::vector<StoredObservation>& observations,
              RecordView& v) {
  std::size_t pods = 0;
  Trace trace = x.trace(d);
  std::string names;
  for (const StoredObservation& o : observations)
    if (o.name.compare(0, 4, "pod/") == 0) {
      if (pods++ == 0) trace = x.trace(o, d);
      if (pods <= 3) names += (names.empty() ? "" : ", ") + o.name.substr(o.name.rfind('/') + 1);
    }
  const Json& c = d->document.content;
  const std::string place = c["cluster"].asString() + " / " + c["namespace"].asString();
  v.locationFacts.push_back({"Kubernetes", place + " · " + count(pods, "pod"), names, Tone::Plain, trace});
}

Fact keyFact(ViewContext& x, const HeldDocumentPtr& d, const Json& key, std::size_t index) {
  Fact f;
  f.label = "Access key";
  const std::string status = key["status"].asString();
  f.value = key["id"].asString() + " · " + (status.empty() ? "status unknown" : status);
  if (const auto created = timeIn(key, "created")) {
    const auto age = std::chrono::duration_cast<std::chrono::hours>(x.now - *created).count() / 24;
    f.note = std::to_string(age) + " days old";
    if (age > 90 && status != "Inactive") f.tone = Tone::Warning;
  }
  f.trace = x.trace(d, "/keys/" + std::to_string(index));
  return f;
}

void reportFacts(ViewContext& x, const HeldDocumentPtr& d, RecordView& v) {
  const Json& c = d->document.content;
  if (c.has("passwordEnabled"))
    v.credentialFacts.push_back(
        {"Password", c["passwordEnabled"].asBool() ? "enabled" : "none",
         c["passwordEnabled"].asBool() ? (c["mfa"].asBool() ? "with MFA" : "without MFA") : "",
         c["passwordEnabled"].asBool() && !c["mfa"].asBool() ? Tone::Bad : Tone::Plain,
         x.trace(d, "/passwordEnabled")});
  for (const Json& key : c["keys"].items())
    if (key["active"].asBool())
      v.credentialFacts.push_back(
          {"Access key " + std::to_string(key["slot"].asInt()), "active",
           key["rotated"].asString().empty() ? "" : "rotated " + day(key["rotated"].asString()), Tone::Plain,
           x.trace(d, "/keys")});
  for (const Json& certificate : c["certificates"].items())
    if (certificate["active"].asBool())
      v.credentialFacts.push_back({"Signing certificate", "active", day(certificate["rotated"].asString()),
                                   Tone::Plain, x.trace(d, "/certificates")});
}

void trustFacts(ViewContext& x, const HeldDocumentPtr& d, RecordView& v) {
  for (const Json& s : d->document.content["trust"]["statements"].items()) {
    if (s["effect"].asString() != "Allow") continue;
    for (const auto& [kind, who] : s["principal"].members())
      for (const std::string& name : who.strings()) {
        const bool open = name == "*";
        v.credentialFacts.push_back({"May become it", open ? "anyone" : name,
                                     (s["condition"].empty() ? kind : kind + ", under a condition"),
                                     open && s["condition"].empty() ? Tone::Bad : Tone::Plain,
                                     x.trace(d, "/trust")});
      }
  }
}

void tokenFacts(ViewContext& x, const HeldDocumentPtr& d, const std::vector<StoredObservation>& observations,
                RecordView& v) {
  for (const StoredObservation& o : observations)
    if (o.name.compare(0, 13, "legacy-token/") == 0)
      v.credentialFacts.push_back({"Long-lived token", o.name.substr(13),
                                   o.value["lastUsed"].asString().empty()
                                       ? "no use recorded"
                                       : "last used " + o.value["lastUsed"].asString(),
                                   Tone::Warning, x.trace(o, d)});
}

void neutralCredential(ViewContext& x, const HeldDocumentPtr& d, RecordView& v) {
  const Json& c = d->document.content;
  std::string note = c["status"].asString();
  if (!c["expires_at"].asString().empty())
    note += (note.empty() ? "" : ", ") + std::string("expires ") + day(c["expires_at"].asString());
  v.credentialFacts.push_back({c["kind"].asString().empty() ? "Credential" : c["kind"].asString(),
                               c["id"].asString(), note, Tone::Plain, x.trace(d)});
}

/// The record has a service account of its own, which says what it becomes.
bool hasAccount(const Evaluation& e) {
  return std::any_of(e.members.begin(), e.members.end(), [](const Member& m) {
    return m.document && m.document->document.object.kind == "k8s.serviceaccount";
  });
}

} // namespace

void addOwnerFacts(ViewContext& x, const Evaluation& e, RecordView& v) {
  if (e.owners.empty())
    v.ownerFacts.push_back(
        {"Accountable", "No owner", "no tag, label, annotation or inventory names one", Tone::Bad, {}});
  for (std::size_t i = 0; i < e.owners.size(); ++i) {
    const OwnerFact& o = e.owners[i];
    const bool first = i == 0;
    const bool agrees = sameOwner(o.claim.owner, e.owners.front().claim.owner);
    v.ownerFacts.push_back({first    ? "Accountable"
                            : agrees ? "Agrees"
                                     : "Contradicts",
                            o.claim.owner, o.claim.basis + " · " + o.document->sourceName,
                            agrees ? Tone::Plain : Tone::Bad, x.trace(o.document, o.claim.inner)});
  }
  SourceStore sources(x.workspace);
  if (const auto all = sources.sources())
    for (const Member& m : e.members)
      for (const StoredSource& s : *all)
        if (m.document && m.document->source == s.id && s.role == SourceRole::Live)
          v.ownerFacts.push_back({"Source " + s.name,
                                  s.owner.empty() ? "no owner" : s.owner,
                                  s.fallback.empty() ? "no fallback" : "fallback " + s.fallback,
                                  s.owner.empty() ? Tone::Warning : Tone::Plain,
                                  {}});
  createdBy(x, e, v);
}

Result<void> addLocationFacts(ViewContext& x, const Evaluation& e, RecordView& v) {
  for (const Member& m : e.members) {
    if (!m.document || m.document->role != SourceRole::Live) continue;
    COUNTERSIGN_ASSIGN(const auto observations, x.pass.documents.observations(m.document->object));
    const std::string& kind = m.document->document.object.kind;
    if (kind == "k8s.serviceaccount") podFacts(x, m.document, observations, v);
    for (const StoredObservation& o : observations)
      if (o.name == "last-used" || o.name == "last_used" || o.name == "last_seen")
        lastUsed(x, m.document, o, v);
  }
  if (v.locationFacts.empty())
    v.locationFacts.push_back(
        {"Activity", "unknown", "no source says where or when it was used", Tone::Muted, {}});
  return {};
}

Result<void> addCredentialFacts(ViewContext& x, const Evaluation& e, RecordView& v) {
  for (const auto& [digest, d] : e.closure.documents) {
    const std::string& kind = d->document.object.kind;
    COUNTERSIGN_ASSIGN(const auto observations, x.pass.documents.observations(d->object));
    if (kind == "aws.access-keys" && d->role == SourceRole::Live)
      for (std::size_t i = 0; i < d->document.content["keys"].size(); ++i) {
        Fact f = keyFact(x, d, d->document.content["keys"].at(i), i);
        for (const StoredObservation& o : observations)
          if (o.name == "key/" + d->document.content["keys"].at(i)["id"].asString() + "/last-used")
            if (const auto at = timeIn(o.value, "at"))
              f.note +=
                  ", used " + ago(*at, x.now) +
                  (o.value["service"].asString().empty() ? "" : " for " + o.value["service"].asString());
        v.credentialFacts.push_back(std::move(f));
      }
    if (kind == "aws.credential-report-row") reportFacts(x, d, v);
    if (kind == "neutral.credential") neutralCredential(x, d, v);
    if (kind == "x509.certificate") addCertificateFact(x, d, v);
    if (kind == "aws.role" && d->role == SourceRole::Live &&
        std::any_of(e.members.begin(), e.members.end(), [&](const Member& m) { return m.document == d; }))
      trustFacts(x, d, v);
    if (kind == "k8s.serviceaccount") tokenFacts(x, d, observations, v);
  }
  std::set<std::string> said; // role and account each know it; so do intent and live
  for (const Federation& f : e.federations) {
    const HeldDocumentPtr& about = f.account ? f.account : f.role;
    if (about->role != SourceRole::Live ||
        (f.state == FederationState::Confirmed && f.text.compare(0, 7, "becomes") != 0 && hasAccount(e)) ||
        !said.insert(f.text).second)
      continue;
    const Tone tone = f.state == FederationState::Confirmed ? Tone::Good : Tone::Warning;
    const char* state = f.state == FederationState::Confirmed  ? "confirmed"
                        : f.state == FederationState::Claimed  ? "claimed"
                        : f.state == FederationState::OpenDoor ? "open door"
                                                               : "ambiguous";
    v.credentialFacts.push_back({"Federation", state, f.text, tone, x.trace(f.account ? f.account : f.role)});
  }
  if (v.credentialFacts.empty())
    v.credentialFacts.push_back(
        {"Long-lived keys", "none known", "no imported source lists credentials of it", Tone::Muted, {}});
  return {};
}

namespace {

constexpr std::size_t trailLimit = 200;

TrailRow eventRow(ViewContext& x, const StoredEvent& s, bool about) {
  TrailRow r;
  r.at = s.event.at;
  r.title = s.event.action;
  r.text = !s.event.summary.empty() ? s.event.summary
                                    : (s.event.actor.empty() ? "" : "by " + s.event.actor) +
                                          (s.event.from.empty() ? "" : " from " + s.event.from);
  const bool denied = s.event.outcome != "success" && !s.event.outcome.empty();
  r.tag = denied ? s.event.outcome : s.event.stateChanging && about ? "state change" : "use";
  r.tone = denied ? Tone::Warning : s.event.stateChanging && about ? Tone::Moved : Tone::Muted;
  r.trace = x.trace(s);
  return r;
}

Result<void> addEvents(ViewContext& x, const Evaluation& e, RecordView& v) {
  std::set<std::int64_t> had;
  const auto add = [&](const std::string& key, DocumentStore::EventRelation relation) -> Result<void> {
    COUNTERSIGN_ASSIGN(const auto events, x.pass.documents.events(key, relation, trailLimit));
    for (const StoredEvent& s : events)
      if (had.insert(s.id).second)
        v.trail.push_back(eventRow(x, s, relation == DocumentStore::EventRelation::About));
    return {};
  };
  for (const auto& [digest, d] : e.closure.documents)
    for (const std::string& key : x.pass.reader.description(d).selfKeys)
      COUNTERSIGN_TRY(add(key, DocumentStore::EventRelation::About));
  for (const Member& m : e.members)
    for (const std::string& key : x.pass.reader.description(m.shown()).selfKeys) {
      COUNTERSIGN_TRY(add(key, DocumentStore::EventRelation::Actor));
      COUNTERSIGN_TRY(add(key, DocumentStore::EventRelation::Credential));
    }
  return {};
}

} // namespace

Result<void> addTrail(ViewContext& x, const Evaluation& e, RecordView& v) {
  COUNTERSIGN_TRY(addEvents(x, e, v));
  std::map<std::pair<Instant, std::string>, std::vector<HeldDocumentPtr>> bySight;
  for (const auto& [digest, d] : e.closure.documents)
    bySight[{d->from, d->sourceName}].push_back(d);
  for (const auto& [sight, documents] : bySight) {
    std::string names;
    for (const HeldDocumentPtr& d : documents)
      names += (names.empty() ? "" : ", ") + d->document.object.name;
    v.trail.push_back({sight.first, "Snapshot", names + " as now first seen in " + sight.second, "snapshot",
                       Tone::Muted, x.trace(documents.front())});
  }
  LogStore log(x.workspace);
  COUNTERSIGN_ASSIGN(const auto entries, log.ofRecord(v.id));
  for (const StoredEntry& entry : entries)
    v.trail.push_back({entry.at,
                       entry.what,
                       "by " + entry.who + " · log entry " + std::to_string(entry.seq),
                       "signed",
                       Tone::Good,
                       {}});
  std::stable_sort(v.trail.begin(), v.trail.end(),
                   [](const TrailRow& a, const TrailRow& b) { return a.at > b.at; });
  if (v.trail.size() > trailLimit) v.trail.resize(trailLimit);
  return {};
}

} // namespace countersign
