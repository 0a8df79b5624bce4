// SPDX-License-Identifier: Apache-2.0
#include "models/review/record_drift.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace countersign {
namespace {

int rank(const std::string& severity) {
  return severity == "critical" ? 3 : severity == "high" ? 2 : severity == "medium" ? 1 : 0;
}

/// "s3:* but not s3:getobject" with the actions as their policies write them.
std::string spelled(StoreReader& reader, const std::string& actions) {
  std::string out;
  for (std::size_t at = 0; at < actions.size();) {
    const std::size_t end = std::min(actions.find_first_of(" ,", at), actions.size());
    out += reader.spelling(actions.substr(at, end - at));
    if (end < actions.size()) out += actions[end];
    at = end + 1;
  }
  return out;
}

DifferenceRow rowOf(StoreReader& reader, const drift::Disagreement& d) {
  DifferenceRow row;
  row.kind = std::string(drift::name(d.kind));
  row.title = std::string(drift::title(d.kind));
  row.system = d.system;
  row.action = spelled(reader, d.action);
  row.resource = d.resource;
  row.requested = d.requested;
  row.applied = d.applied;
  row.effective = d.effective;
  row.alarm = d.alarm;
  row.cause = d.cause;
  row.causeKey = d.causeKey;
  row.severity = severityOf(d.kind, meaningOf(d.system, *d.grant).reach, d.alarm);
  if (d.grant->document && d.grant->document->source != 0) {
    row.since = d.grant->document->from;
    row.source = d.grant->document->source;
  }
  return row;
}

/// The identity itself: live and unknown to intent, or the other way round.
void addIdentity(const Evaluation& e, std::vector<DifferenceRow>& rows) {
  const auto has = [&](const char* code) {
    return std::any_of(e.attention.begin(), e.attention.end(),
                       [&](const Attention& a) { return a.code == code; });
  };
  const bool undeclared = has("undeclared"), missing = !e.unseen.empty() && !e.ended;
  if (!undeclared && !missing) return;
  const drift::Kind kind = undeclared ? drift::Kind::Undeclared : drift::Kind::Missing;
  DifferenceRow row;
  row.kind = std::string(drift::name(kind));
  row.title = std::string(drift::title(kind));
  row.requested = undeclared ? Tri::No : Tri::Yes;
  row.applied = row.effective = undeclared ? Tri::Yes : Tri::No;
  row.severity = severityOf(kind, e.reach, undeclared);
  row.cause = undeclared ? "no intent source declares it" : e.unseen;
  for (const Member& m : e.members)
    if (m.document && (!row.since || m.document->from < *row.since)) {
      row.since = m.document->from;
      row.source = m.document->source;
    }
  rows.push_back(std::move(row));
}

/// The same permission by several paths is one row.
void mergePaths(std::vector<DifferenceRow>& rows) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> first;
  std::vector<DifferenceRow> out;
  for (DifferenceRow& row : rows) {
    const auto [at, fresh] = first.try_emplace({row.kind, row.system, row.action, row.resource}, out.size());
    if (fresh) {
      out.push_back(std::move(row));
      continue;
    }
    DifferenceRow& there = out[at->second];
    there.alarm = there.alarm || row.alarm;
    if (row.since && (!there.since || *row.since < *there.since)) there.since = row.since;
  }
  rows = std::move(out);
}

} // namespace

std::string severityOf(drift::Kind kind, Reach reach, bool alarm) {
  using drift::Kind;
  if (kind == Kind::NotEffective || kind == Kind::OtherCondition) return "low";
  if (kind == Kind::NotApplied || kind == Kind::Missing) return "medium";
  if (!alarm) return "low";
  if (reach >= Reach::Escalate) return "critical";
  if (reach >= Reach::Delete) return "high";
  return reach >= Reach::Write ? "medium" : "low";
}

RecordDrift driftOf(StoreReader& reader, drift::Comparer& comparer, const Evaluation& e) {
  RecordDrift out;
  addIdentity(e, out.rows);
  for (const PlaneGrants& plane : e.planes) {
    // Of an identity that nobody declares, or that is not there, that is all there is to say.
    if (!plane.requested.known && plane.effective.unapplied.empty() && plane.effective.rows.empty()) continue;
    const auto compared = comparer.compare(plane);
    const drift::Disagreements d = drift::disagreementsOf(plane, *compared);
    out.permissions += d.permissions;
    out.agree += d.agree;
    if (!e.live()) continue;
    for (const drift::Disagreement& one : d.list)
      out.rows.push_back(rowOf(reader, one));
  }
  mergePaths(out.rows);
  out.total = out.rows.size();
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const DifferenceRow& a, const DifferenceRow& b) {
    return std::tuple(-rank(a.severity), a.kind, a.action, a.resource) <
           std::tuple(-rank(b.severity), b.kind, b.action, b.resource);
  });
  if (out.rows.size() > RecordDrift::most) out.rows.resize(RecordDrift::most);
  return out;
}

std::string driftText(const RecordDrift& drift) {
  if (drift.total == 0 && drift.permissions == 0) return {};
  const auto number = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  Json rows = Json::array();
  for (const DifferenceRow& r : drift.rows) {
    Json row = Json::object();
    row.set("kind", r.kind).setUnlessEmpty("system", r.system).setUnlessEmpty("action", r.action);
    row.setUnlessEmpty("resource", r.resource).set("requested", static_cast<int>(r.requested));
    row.set("applied", static_cast<int>(r.applied)).set("effective", static_cast<int>(r.effective));
    if (r.alarm) row.set("alarm", true);
    if (r.since) row.set("since", toMicros(*r.since));
    if (r.source != 0) row.set("source", r.source);
    row.setUnlessEmpty("cause", r.cause).setUnlessEmpty("key", r.causeKey).set("severity", r.severity);
    rows.push(std::move(row));
  }
  Json out = Json::object();
  out.set("permissions", number(drift.permissions)).set("agree", number(drift.agree));
  out.set("total", number(drift.total)).setUnlessEmpty("rows", std::move(rows));
  return canonicalJsonOrThrow(out);
}

RecordDrift driftFromText(std::string_view text) {
  RecordDrift out;
  if (text.empty()) return out;
  const Json json = parseJson(text).value_or(Json());
  const auto number = [&](const char* member) { return static_cast<std::size_t>(json[member].asInt()); };
  out.permissions = number("permissions");
  out.agree = number("agree");
  out.total = number("total");
  for (const Json& r : json["rows"].items()) {
    DifferenceRow row;
    row.kind = r["kind"].asString();
    if (const auto kind = drift::kindFrom(row.kind)) row.title = std::string(drift::title(*kind));
    row.system = r["system"].asString();
    row.action = r["action"].asString();
    row.resource = r["resource"].asString();
    row.requested = static_cast<Tri>(r["requested"].asInt());
    row.applied = static_cast<Tri>(r["applied"].asInt());
    row.effective = static_cast<Tri>(r["effective"].asInt());
    row.alarm = r["alarm"].asBool();
    if (r.has("since")) row.since = fromMicros(r["since"].asInt());
    row.source = r["source"].asInt();
    row.cause = r["cause"].asString();
    row.causeKey = r["key"].asString();
    row.severity = r["severity"].asString();
    out.rows.push_back(std::move(row));
  }
  return out;
}

} // namespace countersign
