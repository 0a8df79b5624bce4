// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/record_reader.h"

#include "connectors/neutral/change_wish.h"
#include "connectors/neutral/record_types.h"
#include "models/identity/keys.h"
#include "models/identity/time.h"

#include <algorithm>
#include <utility>

namespace countersign::neutral {
namespace {

struct Reading {
  const Json& record;
  const RecordPlace& place;
  SnapshotTally& tally;
  Batch& batch;

  void gap(Error error, std::string_view part, bool warning) const {
    place.complete(error.place);
    batch.gaps.push_back({std::move(error), std::string(part), warning});
  }
  /// Says the faults; false where one of them loses the record.
  bool usable(std::vector<Fault>& faults, std::string_view part) const {
    return sayFaults(faults, part, place, batch);
  }
};

const std::string& text(const Json& content, const char* member) {
  return content[member].asString();
}

/// The uid and name of the document, by docs/formats/documents.md.
ObjectName objectName(const RecordType& type, const Json& content) {
  const auto digest = [&] { return sha256(canonicalJsonOrThrow(content)).hex(); };
  ObjectName out;
  out.kind = type.document;
  if (type.t == "identity") {
    out.uid = text(content, "uid");
    out.name = text(content, "name");
    out.uniqueId = text(content, "unique_id");
  } else if (type.t == "alias") {
    out.uid = text(content, "identity") + '|' + text(content, "scheme") + '|' + text(content, "value");
    out.name = text(content, "value");
  } else if (type.t == "credential") {
    out.uid = text(content, "identity") + '|' + text(content, "id");
    out.name = text(content, "id");
  } else if (type.t == "trust") {
    out.uid = text(content, "identity") + '|' + digest();
    out.name = text(content, "subject");
  } else if (type.t == "membership") {
    out.uid = text(content, "member") + '|' + text(content, "container");
    out.name = text(content, "container");
  } else if (type.t == "policy") {
    out.uid = text(content, "id");
    out.name = content.has("name") ? text(content, "name") : out.uid;
  } else {
    out.uid = content.has("id") ? text(content, "id") : text(content, "grantee") + '|' + digest();
    out.name = content.has("id") ? out.uid : text(content, "grantee");
  }
  return out;
}

/// {at, basis, granularity, …} of `last_seen` and `last_used`; null where it says nothing.
Json lastUse(const Json& from, const std::string& pointer, std::vector<Fault>& faults) {
  Json out = Json::object();
  if (!from["at"].isNull()) {
    Json at = recordTime(from["at"], pointer + "/at", faults);
    if (at.isNull()) return {};
    out.set("at", std::move(at));
  } else if (from["never"].asBool()) {
    out.set("never", Json(true));
  } else {
    return {};
  }
  out.setUnlessEmpty("basis", from["basis"]).setUnlessEmpty("service", from["service"]);
  out.setUnlessEmpty("windowDays", from["window_days"]).setUnlessEmpty("granularity", from["granularity_s"]);
  return out;
}

Json observed(const Json& obs, std::vector<Fault>& faults) {
  Json out = Json::object();
  for (const auto& [from, to] : {std::pair("observed_at", "at"), std::pair("source_updated_at", "updatedAt")})
    if (!obs[from].isNull())
      out.setUnlessEmpty(to, recordTime(obs[from], std::string("/obs/") + from, faults));
  out.setUnlessEmpty("version", obs["source_version"]);
  return out.empty() ? Json() : out;
}

void readDocument(const RecordType& type, const Reading& r) {
  std::vector<Fault> faults;
  Document document;
  document.content = recordContent(type, r.record, faults);
  const std::string use(type.lastUse);
  Json last = use.empty() ? Json() : lastUse(r.record[use], '/' + use, faults);
  Json seen = observed(r.record["obs"], faults);
  if (!r.usable(faults, type.part)) {
    r.tally.failed(type.part);
    return;
  }
  document.schema = std::string(type.document) + "/1";
  document.part = type.part;
  document.object = objectName(type, document.content);
  for (auto& [name, value] : {std::pair("last-used", &last), std::pair("observed", &seen)})
    if (!value->isNull())
      r.batch.observations.push_back(
          {document.object.kind, document.object.uid, name, std::move(*value), r.place.where()});
  r.batch.documents.emplace_back(std::move(document), r.place.where());
}

/// Members that are no own members of an event or change: what else is worth showing.
Json otherMembers(const Json& record, std::initializer_list<std::string_view> own) {
  Json out = Json::object();
  for (const auto& [name, value] : record.members())
    if (std::find(own.begin(), own.end(), name) == own.end()) out.setUnlessEmpty(name, value);
  return out;
}

bool mandatory(const Reading& r, std::initializer_list<const char*> members, std::string_view t) {
  bool out = true;
  for (const char* member : members) {
    if (!recordText(r.record[member]).empty()) continue;
    Error error{
        ErrorCode::Malformed, std::string(t) + " without '" + member + "', which it has to have", {}, {}};
    error.place.pointer = std::string("/") + member;
    r.gap(std::move(error), {}, false);
    out = false;
  }
  return out;
}

void readEvent(const Reading& r) {
  const Json& from = r.record;
  if (!mandatory(r, {"event_id", "at", "actor", "action", "outcome"}, "event")) return;
  const auto at = parseRfc3339(from["at"].asString());
  if (!at) {
    Error error = at.error();
    error.place.pointer = "/at";
    r.gap(std::move(error), {}, false);
    return;
  }
  Event out;
  out.id = recordText(from["event_id"]);
  out.at = *at;
  out.actor = recordText(from["actor"]);
  out.action = recordText(from["action"]);
  out.outcome = recordText(from["outcome"]);
  out.from = recordText(from["source_ip"]);
  out.stateChanging = from["state_changing"].asBool();
  out.actorKeys.push_back(keys::fromNeutralUid(out.actor));
  const std::string target = recordText(from["target"]), credential = recordText(from["credential"]);
  if (!target.empty()) out.aboutKeys.push_back(keys::fromNeutralUid(target));
  if (!credential.empty())
    out.credentialKeys.push_back(credential.rfind("AKIA", 0) == 0 ? keys::awsAccessKey(credential)
                                                                  : "credential:" + credential);
  out.summary =
      out.actor + ": " + out.action + (target.empty() ? "" : " on " + target) + " (" + out.outcome + ')';
  out.details = otherMembers(from, {"t", "src", "obs", "event_id", "at", "actor", "action", "outcome",
                                    "source_ip", "state_changing", "summary"});
  out.where = r.place.where();
  if (const std::string summary = recordText(from["summary"]); !summary.empty()) out.summary = summary;
  r.batch.events.push_back(std::move(out));
}

/// When a change reached its point, and what that says of its approval and its end.
void readPoint(const Reading& r, Change& out, std::vector<Fault>& faults) {
  out.at = pastTime(r.record, "at", {}, false, faults);
  readApproval(r.record, {}, out, faults);
  const std::string point = recordText(r.record["plane_point"]);
  if (point == "approved") {
    if (!out.approvedAt) out.approvedAt = out.at;
    if (out.approvedBy.empty()) out.approvedBy = out.by;
  } else if (point == "applied" || point == "verified") {
    if (!out.closedAt) out.closedAt = out.at;
  }
}

/// What a change asks for is part of its details where the record does not say `change`: nobody knows what is
/// to be done with it then.
Json changeDetails(const Json& record) {
  Json out = otherMembers(record, {"t", "src", "obs", "id", "at", "by", "ref", "summary", "actions"});
  std::erase_if(out.mutableMembers(), [&](const Json::Member& m) {
    return isApprovalMember(m.first) || (record.has("change") && isWishMember(m.first));
  });
  return out;
}

void readChange(const Reading& r) {
  const Json& from = r.record;
  if (!mandatory(r, {"id", "plane_point"}, "change")) return;
  Change out;
  out.id = recordText(from["id"]) + '/' + recordText(from["plane_point"]);
  out.by = recordText(from["by"]);
  out.ref = recordText(from["ref"]);
  out.summary = recordText(from["summary"]);
  out.actions = from["actions"].strings();
  out.about = recordText(from["identity"]);
  if (!out.about.empty()) out.aboutKeys.push_back(keys::fromNeutralUid(out.about));
  out.details = changeDetails(from);
  std::vector<Fault> faults;
  readPoint(r, out, faults);
  if (from.has("change")) readWish(from, out, faults);
  if (!r.usable(faults, {})) return;
  out.where = r.place.where();
  r.batch.changes.push_back(std::move(out));
}

/// What the exporter itself could not get.
void readGap(const Reading& r) {
  const std::string scope = recordText(r.record["scope"]), reason = recordText(r.record["reason"]),
                    detail = recordText(r.record["detail"]);
  mandatory(r, {"scope", "reason"}, "gap");
  const std::string_view part = partOfScope(scope);
  r.tally.reportedMissing(part);
  const ErrorCode code = reason == "truncated"     ? ErrorCode::Truncated
                         : reason == "parse_error" ? ErrorCode::Malformed
                                                   : ErrorCode::Unsupported;
  r.gap(Error{code,
              "the exporter reports a gap in '" + scope + "': " + reason +
                  (detail.empty() ? "" : ": " + detail),
              {},
              {}},
        part, false);
}

} // namespace

void readRecord(std::string_view t, Json record, const RecordPlace& place, SnapshotTally& tally,
                Batch& batch) {
  leaveOutSecrets(record, t, place, batch);
  const Reading reading{record, place, tally, batch};
  if (const RecordType* type = findRecordType(t)) {
    readDocument(*type, reading);
  } else if (t == "event") {
    readEvent(reading);
  } else if (t == "change") {
    readChange(reading);
  } else if (t == "gap") {
    readGap(reading);
  } else {
    Error error{ErrorCode::Unsupported,
                "records of type '" + std::string(t.substr(0, 60)) + "' are not known and were skipped",
                {},
                {}};
    error.place.pointer = "/t";
    reading.gap(std::move(error), {}, true);
  }
}

} // namespace countersign::neutral
