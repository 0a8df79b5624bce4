// SPDX-License-Identifier: Apache-2.0
#include "models/review/record_row.h"

#include "models/review/record_drift.h"

#include "models/identity/keys.h"

#include <algorithm>

namespace countersign {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string searchText(StoreReader& reader, const Evaluation& e, const std::string& owner) {
  std::set<std::string> terms{e.name, owner};
  for (const Member& m : e.members) {
    const Description d = reader.description(m.shown());
    terms.insert(d.searchTerms.begin(), d.searchTerms.end());
    terms.insert({d.neutralUid, d.kindLabel, d.place, m.shown()->document.object.name});
  }
  for (const auto& [digest, d] : e.closure.documents) {
    const std::string& kind = d->document.object.kind;
    if (kind == "aws.access-keys" || kind == "neutral.credential")
      for (const std::string& term : reader.description(d).searchTerms)
        terms.insert(term);
  }
  std::string out;
  for (const std::string& term : terms)
    if (!term.empty()) out += lower(term) + '\n';
  return out;
}

std::set<std::string> watched(StoreReader& reader, const Evaluation& e) {
  std::set<std::string> out = e.asked;
  for (const Member& m : e.members)
    for (const std::string& own : reader.description(m.shown()).selfKeys)
      out.erase(own);
  return out;
}

std::string shownUid(const Description& d) {
  return d.neutralUid;
}

} // namespace

Result<std::vector<std::string>> freshnessElements(DocumentStore& documents, const Closure& closure) {
  std::set<std::string> out;
  for (const auto& [digest, d] : closure.documents) {
    if (d->role != SourceRole::Live) continue;
    COUNTERSIGN_ASSIGN(const LastSeen seen, lastSeen(documents, *d));
    if (seen.single && seen.at)
      out.insert("@" + std::to_string(toMicros(*seen.at)) + ":" + std::to_string(d->part));
    else
      out.insert("p" + std::to_string(d->part));
  }
  return std::vector<std::string>(out.begin(), out.end());
}

std::pair<std::string, std::string> shownOwner(const Evaluation& e) {
  if (e.owners.empty()) return {};
  const OwnerFact& first = e.owners.front();
  std::string basis = first.claim.basis;
  std::set<std::string> named{basis};
  for (const OwnerFact& o : e.owners)
    if (sameOwner(o.claim.owner, first.claim.owner) && named.insert(o.claim.basis).second)
      basis += " · " + o.claim.basis + " agrees";
  return {first.claim.owner, basis};
}

std::string knownAs(StoreReader& reader, const Evaluation& e) {
  std::string out;
  std::set<std::string> had;
  for (const Member& m : e.members)
    if (const std::string label = reader.description(m.shown()).kindLabel; had.insert(label).second)
      out += (out.empty() ? "" : ", ") + label;
  return out;
}

std::vector<PrincipalRow> principalRows(StoreReader& reader, const Evaluation& e) {
  std::vector<PrincipalRow> out;
  const auto namesUser = [](const Member& m) {
    return m.shown()->document.object.kind == "aws.user" ||
           m.shown()->document.object.kind == "aws.credential-report-row";
  };
  const bool userKnown = std::any_of(e.members.begin(), e.members.end(), namesUser);
  std::set<std::string> accounts;
  for (const Member& m : e.members)
    if (m.shown()->document.object.kind == "k8s.serviceaccount")
      accounts.insert(reader.description(m.shown()).neutralUid);
  for (const Member& m : e.members) {
    const HeldDocumentPtr& d = m.shown();
    if (userKnown && d->document.object.kind == "aws.access-keys")
      continue; // a list of keys knows its user by name alone; the user is there with its ARN
    const Description x = reader.description(d);
    if (d->document.object.kind == "k8s.subject" && !accounts.insert(x.neutralUid).second)
      continue; // a name in bindings; the account itself, or another binding, is there
    PrincipalRow row;
    row.system = x.system;
    row.kind = d->document.object.kind;
    row.label = x.kindLabel + (x.place.empty() ? "" : " · " + x.place);
    row.uid = shownUid(x);
    row.uniqueId = d->document.object.uniqueId;
    row.source = d->sourceName;
    row.role = d->role;
    row.present = m.document != nullptr;
    out.push_back(std::move(row));
  }
  return out;
}

Json principalsJson(const std::vector<PrincipalRow>& rows) {
  Json out = Json::array();
  for (const PrincipalRow& r : rows) {
    Json row = Json::object();
    row.set("system", r.system)
        .set("kind", r.kind)
        .set("uid", r.uid)
        .set("uniqueId", r.uniqueId)
        .set("source", r.source);
    row.set("role", name(r.role)).set("present", r.present).set("label", r.label);
    out.push(std::move(row));
  }
  return out;
}

namespace {

/// Everything that was not known of it, each once.
void addMissing(const Evaluation& e, AccessSummary& out) {
  std::set<std::string_view> had;
  const auto add = [&](const std::vector<std::string>& missing) {
    for (const std::string& what : missing)
      if (had.insert(what).second && out.missing.size() < AccessSummary::mostMissing)
        out.missing.push_back(what);
  };
  for (const PlaneGrants& p : e.planes) {
    add(p.applied.missing);
    add(p.effective.missing);
    for (const EffectiveRow& row : p.effective.rows)
      add(row.missing);
    for (const UnappliedGrant& u : p.effective.unapplied)
      add(u.row.missing);
  }
  out.missingTotal = had.size();
}

} // namespace

AccessSummary accessOf(const Evaluation& e) {
  AccessSummary out;
  out.known = std::any_of(e.planes.begin(), e.planes.end(),
                          [](const PlaneGrants& p) { return p.applied.known || !p.applied.grants.empty(); });
  out.reach = e.reach;
  out.certain = e.reachCertain;
  out.reason = e.reachReason;
  out.permissions = e.permissions;
  out.conditional = e.conditional;
  out.notEvaluated = e.notEvaluated;
  addMissing(e, out);
  for (const PlaneGrants& p : e.planes)
    for (const EscalationPath& path : p.effective.escalations)
      out.escalations.push_back(path.title + (path.conditional ? " (under conditions)" : ""));
  return out;
}

Json accessJson(const AccessSummary& a) {
  Json escalations = Json::array();
  for (const std::string& text : a.escalations)
    escalations.push(text);
  Json out = Json::object();
  out.set("known", a.known).set("reach", name(a.reach)).set("certain", a.certain);
  const auto number = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  out.setUnlessEmpty("reason", a.reason).set("permissions", number(a.permissions));
  out.set("conditional", number(a.conditional)).set("notEvaluated", number(a.notEvaluated));
  Json missing = Json::array();
  for (const std::string& text : a.missing)
    missing.push(text);
  out.setUnlessEmpty("missing", std::move(missing)).set("missingTotal", number(a.missingTotal));
  out.setUnlessEmpty("escalations", std::move(escalations));
  return out;
}

AccessSummary accessFromJson(const std::string& json) {
  const Json j = parseJson(json).value_or(Json());
  AccessSummary out;
  const auto reach = reachFrom(j["reach"].asString());
  out.known = j["known"].asBool() && reach;
  out.reach = reach.value_or(Reach::None);
  out.certain = j["certain"].asBool();
  out.reason = j["reason"].asString();
  const auto number = [&](const char* member) { return static_cast<std::size_t>(j[member].asInt()); };
  out.permissions = number("permissions");
  out.conditional = number("conditional");
  out.notEvaluated = number("notEvaluated");
  out.missing = j["missing"].strings();
  out.missingTotal = number("missingTotal");
  out.escalations = j["escalations"].strings();
  return out;
}

Json attentionJson(const std::vector<Attention>& attention) {
  Json out = Json::array();
  for (const Attention& a : attention) {
    Json row = Json::object();
    row.set("code", a.code).set("text", a.text).set("tone", static_cast<int>(a.tone));
    row.set("severity", name(a.severity));
    out.push(std::move(row));
  }
  return out;
}

std::vector<Attention> attentionFromJson(const std::string& json) {
  std::vector<Attention> out;
  const Json list = parseJson(json).value_or(Json());
  for (const Json& row : list.items())
    out.push_back({row["code"].asString(),
                   row["text"].asString(),
                   static_cast<Tone>(row["tone"].asInt()),
                   {},
                   severityFrom(row["severity"].asString()).value_or(Severity::Medium)});
  return out;
}

Result<bool> writeRecordRow(RecordStore& records, EvaluationPass& pass, RecordId id, const Evaluation& e,
                            bool created) {
  COUNTERSIGN_ASSIGN(const auto before, records.record(id));
  if (!before) return failure(ErrorCode::Corrupt, "a record is missing", "Run 'countersign workspace check'");
  StoredRecord r;
  r.id = id;
  r.uid = before->uid;
  r.name = e.name;
  r.knownAs = knownAs(pass.reader, e);
  std::tie(r.owner, r.ownerBasis) = shownOwner(e);
  r.ownerContradicted = e.ownerContradicted;
  r.tier = e.tier;
  r.tierReason = e.tierReason;
  r.digest = e.digest();
  COUNTERSIGN_ASSIGN(const auto elements, freshnessElements(pass.documents, e.closure));
  COUNTERSIGN_ASSIGN(r.freshness, records.freshnessId(elements));
  COUNTERSIGN_ASSIGN(r.watch, records.watchId(watched(pass.reader, e)));
  r.unseen = e.unseen;
  r.contradicted = e.contradicted;
  r.audited = e.audited;
  r.timeFlip = e.timeFlip;
  r.findingsDue = e.findingsDue;
  r.ended = e.ended;
  std::set<std::string> systems;
  for (const Member& m : e.members)
    systems.insert(pass.reader.description(m.shown()).system);
  for (const std::string& system : systems)
    r.systems += (r.systems.empty() ? " " : "") + system + " ";
  r.attention = canonicalJsonOrThrow(attentionJson(e.attention));
  for (const Attention& a : e.attention)
    r.attentionCodes.push_back(a.code);
  const AccessSummary access = accessOf(e);
  r.reach = access.known ? static_cast<int>(access.reach) : -1;
  r.access = canonicalJsonOrThrow(accessJson(access));
  r.drift = driftText(driftOf(pass.reader, pass.comparer, e));
  r.principals = canonicalJsonOrThrow(principalsJson(principalRows(pass.reader, e)));
  r.search = searchText(pass.reader, e, r.owner);
  std::set<std::int64_t> objects;
  for (const auto& [digest, d] : e.closure.documents)
    objects.insert(d->object);
  COUNTERSIGN_TRY(records.save(r, objects));
  return !created && before->digest != r.digest && before->digest != Digest{};
}

} // namespace countersign
